"""The pages of indicators."""

from indicators.chart import NARROW, line_chart
from portal.public.pages.comparison import compared
from portal.public.pages.edition import published_on
from portal.public.pages.figures import NOT_TOLD, value_table
from portal.public.pages.goals import named
from portal.public.pages.indicator_files import endings
from portal.public.pages.overview import chart, lettered
from portal.public.pages.revised import of_indicator
from portal.publications.codes import CODES
from portal.publications.content import Indicator
from programmes.dates import long_date

LICENCES = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/deed.sv",
    "cc_by": "https://creativecommons.org/licenses/by/4.0/deed.sv",
}


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
        aim=figure.row.target_text.removeprefix("Mål "),
        judged=figure.judged,
        revised=of_indicator(indicator, reports(edition, book)),
        **values(indicator, edition.accent),
        compared=compared(indicator, edition.site.short_name, edition.accent),
        definitions=[definition for definition in indicator.definitions if definition.text or definition.reason],
        facts=indicator_facts(figure.row, edition.as_of),
        goals=[(named(goal), f"{book.home}#mal") for goal in book.programme.goals if goal.id in indicator.goals],
        areas=book.area_links(indicator.areas),
        entries=[entry for entry in book.entries.values() if indicator.id in entry.action.indicators],
        **use(edition, published, book, indicator, f"{book.home}indikatorer/{indicator.slug}"),
        files=[(ending, f"{book.home}indikatorer/{indicator.slug}.{ending}") for ending in endings(indicator)],
    )


def values(indicator, accent):
    """Return the table of all values, the events that are marked in it, and the chart that stands beside it."""
    columns, rows = value_table(indicator)
    sources = dict.fromkeys(row["source"] for row in rows)
    notes, several = any(row["note"] for row in rows), len(sources) > 1
    drawn = chart(indicator)
    return {
        "columns": columns,
        "rows": rows,
        "notes": notes,
        "sources": several,
        "source": "" if several else next(iter(sources), ""),
        "untold": any(NOT_TOLD in row["values"] for row in rows),
        "width": 1 + len(columns) + notes + several,
        "events": lettered(indicator.annotations),
        "chart": line_chart(drawn, "graf", accent=accent),
        "narrow": line_chart(drawn, "graf-smal", NARROW, accent),
        "legend": legend(drawn),
    }


def legend(chart):
    """Return what the marks of a chart mean, those that it has."""
    points = [point for line in chart.lines for point in line.valued]
    found = (
        ("Streckad linje: målet", chart.target is not None),
        ("Prickad linje: den väntade vägen till målet", chart.path),
        ("Ihålig punkt: preliminärt värde", any(point.preliminary for point in points)),
        ("Bokstav: händelse", chart.events),
    )
    return [f"{words}." for words, there in found if there]


def reports(edition, book):
    """Return the decided reports of the programme, each with its title and address, the newest first."""
    found = [one.content for one in edition.follow_ups(book)]
    return [(report, (report.title, f"{book.home}uppfoljning/{report.slug}/")) for report in found]


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
        ("Läses", CODES[Indicator, "direction"][indicator.direction] if indicator.direction != "neutral" else ""),
        ("Källa", ", ".join(part for part in (row.source, indicator.source_id) if part)),
        ("Nya värden", coming(indicator, on)),
        ("Följs av", indicator.responsible_role),
    )
    return [(label, text) for label, text in found if text]


def use(edition, published, book, indicator, place):
    """Return how the figures are cited, and on what terms they may be used."""
    day, number = long_date(published_on(published)), published.envelope.version
    source = f" Källa till värdena: {indicator.publisher}." if indicator.publisher else ""
    title = f"{indicator.name}. {book.programme.title}, version {number}, publicerad den {day}."
    return {
        "citation": f"{edition.site.name}: {title}{source} {edition.origin}{place}/",
        "version_href": f"{book.home}versioner/{number}/#indikatorer-{indicator.slug}",
        "version": number,
        "licence": CODES[Indicator, "licence"].get(indicator.licence, ""),
        "licence_href": LICENCES.get(indicator.licence, ""),
    }
