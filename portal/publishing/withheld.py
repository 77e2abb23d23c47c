"""The figures of others that would give a suppressed one away: a group's, less all its other municipalities'."""

from collections import defaultdict

from msgspec.structs import replace

from indicators.withholding import HIDDEN, PARTS, TOTAL, WITHHELD, withheld

REGION = "region"


def withhold_others(indicator, own, members, name=""):
    """Return an indicator without those figures of others from which a suppressed one could be worked out.

    `own` is the municipality's code and `name` its name, `members` are all in its region; whose figures come by hand
    is known by name. The municipality's own figures have been looked through already; here they stay as they are.
    """
    if not indicator.comparisons:
        return indicator
    codes = {plain(name): own} | {plain(one.name): one.code for one in members}
    whose = [one.code or codes.get(plain(one.name), one.name) for one in indicator.comparisons]
    said = defaultdict(tuple, {own: indicator.observations})
    for who, one in zip(whose, indicator.comparisons, strict=True):
        said[who] += one.values
        codes.setdefault(plain(one.name), who)
    groups = [
        (who, parts)
        for who, one in zip(whose, indicator.comparisons, strict=True)
        for parts in parts_of(one, codes, members)
    ]
    sexes = (TOTAL, *PARTS)
    sums = [((who, sex), tuple((part, sex) for part in parts)) for who, parts in groups for sex in sexes]
    sums += [((who, TOTAL), tuple((who, sex) for sex in PARTS)) for who in said if who != own]
    hidden = hidden_by_year(said, sums, {(own, sex) for sex in sexes})
    told = (without(one, who, hidden) for who, one in zip(whose, indicator.comparisons, strict=True))
    return replace(indicator, comparisons=tuple(told))


def parts_of(comparison, codes, members):
    """Yield whose figures make up that of a group: those it names, and of a region also those known to be in it."""
    if named := [plain(one) for one in comparison.members.split(",") if one.strip()]:
        yield tuple(codes.get(one, one) for one in named)
    if comparison.kind == REGION and members:
        yield tuple(one.code for one in members)


def plain(name):
    """Return a municipality's name as it is compared: “Ale kommun” and “Göteborgs stad” are Ale and Göteborg."""
    words = name.casefold().split()
    return " ".join(words[:-1] if words[-1:] in (["kommun"], ["stad"]) else words).removesuffix("s")


def hidden_by_year(said, sums, spared):
    """Return {(year, who, sex)} of what must not be told; `said` is {who: figures}.

    What is suppressed once is told nowhere: not by another definition, nor where the same one stands a second time.
    """
    told, suppressed = defaultdict(dict), defaultdict(set)
    for who, figures in said.items():
        for one in figures:
            if one.value is not None:
                told[one.year][who, one.sex] = one.value
            elif one.missing in HIDDEN:
                suppressed[one.year].add((who, one.sex))
    return {
        (year, *key)
        for year, keys in suppressed.items()
        for key in keys | withheld({at: told[year][at] for at in told[year].keys() - keys}, keys, sums, spared)
    }


def without(comparison, who, hidden):
    """Return somebody's figures but for those that are hidden."""
    return replace(
        comparison,
        values=tuple(
            replace(one, value=None, missing=WITHHELD)
            if (one.year, who, one.sex) in hidden and one.value is not None
            else one
            for one in comparison.values
        ),
    )
