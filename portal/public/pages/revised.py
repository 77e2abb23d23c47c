"""Figures that their source has revised: beside a decided report, and on the indicator's own page."""

from dataclasses import dataclass

from portal.public.pages.overview import SEXES, when, written
from portal.publications.revised import became_final, is_final, is_revised, place, revisions
from programmes.dates import long_date
from programmes.formats import with_unit

PUBLISHED = "preliminärt när det publicerades"


@dataclass(frozen=True)
class Revision:
    """A figure that was told otherwise; `reports` are (title, href) of those that tell the earlier one."""

    name: str
    href: str
    when: str  # "2024, kvinnor"
    old: str
    new: str
    how: str  # "reviderat i källan den 3 mars 2027", "preliminärt när det publicerades; slutligt värde sedan …"
    reports: tuple = ()


def beside(report, book):
    """Return the figures of a decided report that are told otherwise in the newest programme, in its own order."""
    now = {one.id: one for one in book.programme.indicators}
    return [
        Revision(indicator.name, book.place(now[indicator.id]), told(old), *values(indicator, old, new))
        for indicator in report.programme.indicators
        if indicator.id in now
        for old, new in revisions(indicator.observations, now[indicator.id].observations)
    ]


def of_indicator(indicator, reports):
    """Return what has been revised of an indicator, the newest year first; `reports` are (content, (title, href))."""
    told_then = [(earlier(indicator, report), link) for report, link in reports]
    found = []
    for new in reversed(indicator.observations):
        touched = [(then[place(new)], link) for then, link in told_then if place(new) in then]
        if new.revised_from is not None or touched:
            said = since(indicator, [old for old, _ in touched], new)
            found.append(Revision("", "", told(new), *said, tuple(link for _, link in touched)))
    return found


def earlier(indicator, report):
    """Return {what a figure tells of: the figure} of those that a report tells otherwise than they are told now."""
    then = next((one.observations for one in report.programme.indicators if one.id == indicator.id), ())
    return {place(old): old for old, _new in revisions(then, indicator.observations)}


def since(indicator, told_then, new):
    """Return (earlier value, value now, how) of a figure; `told_then` is what reports tell, where any do."""
    if new.revised_from is None:
        return values(indicator, told_then[0], new)
    same = [old for old in told_then if old.value == new.revised_from and became_final(old, new)]
    how = final(new, PUBLISHED) if same else final(new, "tidigare preliminärt") if is_final(new) else revised(new)
    return with_unit(new.revised_from, indicator.unit, indicator.decimals), value(indicator, new), how


def values(indicator, old, new):
    return value(indicator, old), value(indicator, new), how(old, new)


def how(old, new):
    """Return how a figure that a report tells has become another one."""
    if became_final(old, new):
        return final(new, PUBLISHED)
    return revised(new) if is_revised(old, new) else "ändrat efter beslutet"


def final(new, before):
    return f"{before}; slutligt värde" + (f" sedan den {long_date(new.revised_on)}" if new.revised_on else "")


def revised(new):
    return f"reviderat i källan den {long_date(new.revised_on)}" if new.revised_on else "reviderat i källan"


def value(indicator, observation):
    return written(observation, indicator.decimals, indicator.unit)


def told(observation):
    return ", ".join(filter(None, (when(observation), SEXES[observation.sex].lower())))
