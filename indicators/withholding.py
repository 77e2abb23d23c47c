"""Which figures go unpublished because a suppressed one could be worked out from them: from numbers alone.

A sum is a total and its parts: both sexes together and women and men; a region and its municipalities. Where all of
a sum is told but one suppressed figure, that one is told too, as the others' sum or difference; of shares it can be
told about as well, since the sizes of groups are public. Therefore one more is withheld. It is the smallest of the
parts that are told, whose group is likely the smallest and which is missed the least; the total, on which targets and
trends rest, only where no part can be. What is withheld is protected in turn: the sums that it stands in are looked at
again, until none tells anything.
"""

TOTAL, PARTS = "T", ("K", "M")
SUPPRESSED = "too_few"
WITHHELD = "withheld"  # it would give a suppressed one away
HIDDEN = (SUPPRESSED, WITHHELD)


def withheld(values, suppressed, sums, spared=()):
    """Return the keys of the values that must not be told.

    `values` is {key: value} of what there is, `suppressed` the keys of those too few answers stand behind, `sums` a
    list of (key of a total, keys of its parts). A part that nobody knows protects its sum by itself. What is `spared`
    is told; where all parts that are told are spared, the total is withheld.
    """
    told, hidden = dict(values), set(suppressed)
    while found := next(filter(None, (_next(told, hidden, spared, *one) for one in sums)), None):
        hidden.add(found)
        del told[found]
    return hidden - set(suppressed)


def _next(told, hidden, spared, total, parts):
    """Return what is to be withheld so that a sum tells nothing of its hidden one, or None."""
    untold = [key for key in (total, *parts) if key not in told]
    if len(untold) != 1 or untold[0] not in hidden:
        return None
    free = [key for key in parts if key in told and key not in spared]
    return min(free, key=lambda key: (told[key], key)) if free else total


def observations_withheld(observations):
    """Return the observations of one indicator whose values must not be told.

    All that is said of a year counts, by whichever definition: two definitions seldom lie so far apart that the one
    hides what the other tells. So what is suppressed by one is told by none.
    """
    found = []
    for year in {one.year for one in observations if one.missing == SUPPRESSED}:
        of_year = [one for one in observations if one.year == year]
        values = {one.sex: one.value for one in of_year if one.value is not None}
        suppressed = {one.sex for one in of_year if one.missing == SUPPRESSED}
        told = {sex: value for sex, value in values.items() if sex not in suppressed}
        sexes = suppressed | withheld(told, suppressed, [(TOTAL, PARTS)])
        found += [one for one in of_year if one.sex in sexes and one.value is not None]
    return found
