"""The pages of indicators."""

from indicators.chart import NARROW, line_chart
from portal.public.pages.comparison import compared
from portal.public.pages.figures import value_table
from portal.public.pages.goals import quoted
from portal.public.pages.judged import judged
from portal.public.pages.overview import chart
from programmes.dates import long_date


def indicator_pages(edition, published, book):
    found = book.figures
    if not found:
        return
    base = f"{book.programme.slug}/indikatorer/"
    yield edition.page(
        "indicators",
        base,
        "Indikatorer",
        book=book,
        published=published,
        example=any(figure.example for figure in found),
        figures=found,
    )
    for figure in found:
        yield indicator_page(edition, published, book, figure, base)


def indicator_page(edition, published, book, figure, base):
    indicator = figure.row.indicator
    columns, rows = value_table(indicator)
    return edition.page(
        "indicator",
        f"{base}{indicator.slug}/",
        indicator.name,
        trail=[("Indikatorer", book.home + "indikatorer/")],
        book=book,
        published=published,
        example=figure.example,
        corrections=edition.corrections(published, {indicator.id}),
        indicator=indicator,
        row=figure.row,
        facts=indicator_facts(figure.row, edition.as_of),
        definitions=[definition for definition in indicator.definitions if definition.text or definition.reason],
        goals=[(goal_name(goal), f"{book.home}#mal") for goal in book.programme.goals if goal.id in indicator.goals],
        judged=judged(indicator),
        columns=columns,
        rows=rows,
        notes=any(row["note"] for row in rows),
        sources=any(row["source"] for row in rows),
        chart=line_chart(chart(indicator), "graf", accent=edition.accent),
        narrow=line_chart(chart(indicator), "graf-smal", NARROW, edition.accent),
        compared=compared(indicator, edition.site.short_name, edition.accent),
        areas=book.area_links(indicator.areas),
        entries=[entry for entry in book.entries.values() if indicator.id in entry.action.indicators],
    )


def goal_name(goal):
    return goal.theme or quoted(goal.wording)


def coming(indicator, on):
    """Return when the next figures come, as seen on a day, or that none do."""
    if indicator.closed:
        return f"Serien är avslutad av källan. Det sista året är {indicator.closed}."
    if indicator.next_on is None:
        return ""
    day = long_date(indicator.next_on)
    return f"Väntas den {day}." if indicator.next_on >= on else f"Väntades den {day}."


def indicator_facts(row, on):
    indicator = row.indicator
    unit = {"placering": "placering", "antal": "antal"}.get(indicator.unit, indicator.unit)
    found = (
        ("Enhet", unit),
        ("Läses", row.direction),
        ("Källa", ", ".join(part for part in (row.source, indicator.source_id) if part)),
        ("Nya värden", coming(indicator, on)),
        ("Följs av", indicator.responsible_role),
    )
    return [(label, text) for label, text in found if text]
