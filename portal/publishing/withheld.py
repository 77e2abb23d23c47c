"""The figures of others that would give a suppressed one away: the region's, less all its other municipalities'."""

from collections import defaultdict

from msgspec.structs import replace

from indicators.withholding import PARTS, SUPPRESSED, TOTAL, withheld

WITHHELD = "withheld"
REGION = "region"


def withhold_others(indicator, own, members):
    """Return an indicator without those figures of others from which a suppressed one could be worked out.

    `own` is the municipality's code, `members` are the codes of all in its region. The municipality's own figures
    have been looked through already; here they stay as they are.
    """
    if not indicator.comparisons:
        return indicator
    said = {own: indicator.observations} | {one.code or one.name: one.values for one in indicator.comparisons}
    regions = [one.code or one.name for one in indicator.comparisons if one.kind == REGION]
    sexes = (TOTAL, *PARTS)
    sums = [((region, sex), tuple((code, sex) for code in members)) for region in regions if members for sex in sexes]
    sums += [((who, TOTAL), tuple((who, sex) for sex in PARTS)) for who in said if who != own]
    hidden = hidden_by_year(said, sums, {(own, sex) for sex in sexes})
    return replace(indicator, comparisons=tuple(without(one, hidden) for one in indicator.comparisons))


def hidden_by_year(said, sums, spared):
    """Return {(year, who, sex)} of what must not be told; `said` is {who: figures}."""
    told, suppressed = defaultdict(dict), defaultdict(set)
    for who, figures in said.items():
        for one in figures:
            if one.value is not None:
                told[one.year][who, one.sex] = one.value
            elif one.missing in (SUPPRESSED, WITHHELD):
                suppressed[one.year].add((who, one.sex))
    return {
        (year, *key)
        for year, keys in suppressed.items()
        for key in withheld({at: told[year][at] for at in told[year].keys() - keys}, keys, sums, spared)
    }


def without(comparison, hidden):
    """Return somebody's figures but for those that are hidden."""
    who = comparison.code or comparison.name
    return replace(
        comparison,
        values=tuple(
            replace(one, value=None, missing=WITHHELD)
            if (one.year, who, one.sex) in hidden and one.value is not None
            else one
            for one in comparison.values
        ),
    )
