"""Goals as they are shown: the wording verbatim, the number large, and no more progress than was decided to measure."""

from dataclasses import dataclass

from portal.public.pages.overview import series, when
from portal.publications.content import Goal
from programmes.formats import number, with_unit, years


@dataclass(frozen=True)
class Promise:
    """A goal with a number; texts that do not apply are empty."""

    goal: Goal
    figure: str  # "3 700"
    quote: str  # "”… förutsättningar för 3 700 ytterligare jobb”"
    region: str
    baseline: str
    href: str  # where the goal is followed


def quoted(wording):
    """Return the wording in Swedish quotation marks; a fragment begins with an ellipsis."""
    return f"”{'… ' if wording[:1].islower() else ''}{wording}”" if wording else ""


def promise(goal, book):
    amount = goal.quantity
    indicator = measure(goal, book.programme.indicators)
    in_wording = goal.wording and amount.unit != "%"
    return Promise(
        goal=goal,
        figure=number(amount.value) if in_wording else with_unit(amount.value, amount.unit),
        quote=quoted(goal.wording) or (f"till och med {amount.target_year}" if amount.target_year else ""),
        region=share(amount, book.programme.region),
        baseline=baseline(amount, indicator),
        href=book.place(indicator) if indicator else "",
    )


def measure(goal, indicators):
    """Return the indicator whose target is the goal's own number, or None."""
    wanted = (goal.quantity.kind, goal.quantity.value)
    return next((one for one in indicators if one.target and (one.target.kind, one.target.value) == wanted), None)


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


def baseline(amount, indicator):
    """Return where the count began and how far it has come, or that no baseline was decided."""
    if amount.base_value is None:
        return "Utgångsvärde beslutades inte."
    year = f" år {amount.base_year}" if amount.base_year else ""
    begun = f"Utgångsvärde {with_unit(amount.base_value, amount.unit)}{year}."
    valued = [o for o in series(indicator) if o.value is not None] if indicator else []
    if not valued:
        return begun
    latest = valued[-1]
    come = latest.value - amount.base_value if amount.kind == "change" else latest.value
    return f"{begun} Hittills {with_unit(come, amount.unit)} ({when(latest)})."
