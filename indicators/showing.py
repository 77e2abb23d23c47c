"""Figures, targets and what the numbers say of them, as the desk writes them in the reader's own language."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from programmes import formats

from . import aims, reckoning, reckoning_in_english, verdict
from .models import Verdict

TRENDS = {
    verdict.BETTER: gettext_lazy("Better than the value before."),
    verdict.WORSE: gettext_lazy("Worse than the value before."),
    verdict.HIGHER: gettext_lazy("Higher than the value before."),
    verdict.LOWER: gettext_lazy("Lower than the value before."),
    verdict.UNCHANGED: gettext_lazy("Unchanged since the value before."),
}


def shown(indicator, value):
    """Return a value with its unit and at least the indicator's decimals; what was typed is not rounded away."""
    typed = -value.normalize().as_tuple().exponent
    return formats.with_unit(value, indicator.unit, max(indicator.decimals, typed))


def trend(indicator):
    """Return in words how the latest value compares with the one before it, or nothing."""
    compared = verdict.comparable(indicator.observations.kept(), indicator.definitions.kept())[-2:]
    if len(compared) < 2:
        return ""
    before, latest = (value for _year, value in compared)
    return TRENDS[verdict.trend(before, latest, indicator.direction, indicator.tolerance)]


def shown_target(target):
    """Return a target as its page shows it: with units as far as it is decided, and with what the numbers say."""
    judgement = target.judgement(in_readers_language())
    return {
        "target": target,
        "aim": "" if target.value is None else aimed(target),
        "path": [(year, shown(target.indicator, value)) for year, value in target.path],
        "base_value": "" if target.base_value is None else shown(target.indicator, target.base_value),
        "verdict": Verdict(judgement.verdict).label,
        "calculation": judgement.words,
    }


def in_readers_language():
    """Return what writes a calculation out for the person at the desk."""
    return reckoning_in_english if get_language() == "en" else reckoning


def aimed(target):
    """Return what is asked of the indicator: "at least 80 %", "place 60 or better", "at most 6 % the whole time"."""
    if target.kind == "change":
        more = in_readers_language().difference(target.value, target.indicator.unit)
        return _("%(value)s more than the baseline") % {"value": more}
    value = shown(target.indicator, target.value)
    aim = aims.aim_of(target, target.indicator)
    if aim.counts_places:
        return _("%(value)s or better") % {"value": value}
    sides = {
        aims.AT_LEAST: (_("at least %(value)s"), _("at least %(value)s the whole time")),
        aims.AT_MOST: (_("at most %(value)s"), _("at most %(value)s the whole time")),
        aims.EXACTLY: (_("exactly %(value)s"), _("%(value)s the whole time")),
    }
    return sides[aim.side][aim.operator == aims.KEEP] % {"value": value}
