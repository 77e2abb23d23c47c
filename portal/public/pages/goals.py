"""Goals as they are shown: the wording verbatim, the number large, and no more progress than was decided to measure."""

from dataclasses import dataclass

from portal.public.pages.progress import followed, progress
from portal.publications.content import Goal
from programmes.formats import number, with_unit, years


@dataclass(frozen=True)
class Promise:
    """A goal with a number; texts that do not apply are empty."""

    goal: Goal
    figure: str  # "3 700"
    quote: str  # "”… förutsättningar för 3 700 ytterligare jobb”"
    region: str
    progress: str  # where the count began and how far it has come, or why that is not told
    href: str  # where the goal is followed


def quoted(wording):
    """Return the wording in Swedish quotation marks; a fragment begins with an ellipsis."""
    return f"”{'… ' if wording[:1].islower() else ''}{wording}”" if wording else ""


def named(goal):
    """Return the goal's theme or, where it has none, its wording."""
    return goal.theme or quoted(goal.wording)


def promise(goal, book):
    amount = goal.quantity
    indicators = book.programme.indicators
    place = followed(goal, indicators)
    in_wording = goal.wording and amount.unit != "%"
    return Promise(
        goal=goal,
        figure=number(amount.value) if in_wording else with_unit(amount.value, amount.unit),
        quote=quoted(goal.wording) or (f"till och med {amount.target_year}" if amount.target_year else ""),
        region=share(amount, book.programme.region),
        progress=progress(goal, indicators),
        href=book.place(place) if place else "",
    )


def share(amount, region):
    """Return the region's goal beside the municipality's, with the share where both count the same thing."""
    if region is None or not region.target_text:
        return ""
    period = years(region.target_from_year, region.target_through_year)
    whole = " ".join(part for part in (region.target_text, period) if part)
    alike = amount.kind == "change" and amount.unit and amount.unit in region.target_text
    if alike and region.target_value:
        return f"Det är {with_unit(amount.value * 100 / region.target_value, '%', 1)} av regionens mål, {whole}."
    return f"Regionens mål: {whole}."
