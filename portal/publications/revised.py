"""Which figures are told otherwise by now than a decided report tells them: revised in their source, or put right.

A report stays as it was decided; what is told now is set beside it. A figure that is hidden now is not told again.
"""

from indicators.withholding import HIDDEN


def revisions(then, now):
    """Yield (observation then, observation now) of one indicator where both tell of the same and the value differs."""
    stands = {place(one): one for one in now}
    for old in then:
        new = stands.get(place(old))
        if old.value is not None and new is not None and new.value != old.value and new.missing not in HIDDEN:
            yield old, new


def place(observation):
    """Return what an observation tells of, whatever its value."""
    return observation.definition, observation.year, observation.period, observation.sex


def became_final(old, new):
    """Return whether a figure that was told as preliminary is told as the final one now."""
    return old.preliminary and not new.preliminary and new.value is not None


def is_final(one):
    """Return whether a published figure keeps a preliminary one beside it, of which it is the final."""
    return one.was_preliminary and not one.preliminary and one.value is not None


def is_revised(old, new):
    """Return whether the source itself has revised the figure since, as far as that was noted."""
    return new.revised_on is not None and new.revised_on != old.revised_on
