"""An indicator's figures as files, at the address of its page: CSV, workbook, JSON and the chart as a picture.

All say the same as the page. A value that is missing is never a zero: its reason stands beside it, in words and, in
JSON, as a code.
"""

from decimal import Decimal

import msgspec

from actions.sheets.writing import sheet_as_csv, workbook
from indicators.chart.file import chart_file
from portal.public.earlier import key
from portal.public.pages.edition import published_on
from portal.public.pages.overview import chart, indicator_row
from portal.public.paper import figure_sheets
from portal.public.sites import TYPES, Page
from portal.publications.chain import canonical
from portal.publications.codes import CODES, MISSING, VERDICTS
from portal.publications.computed import computed
from portal.publications.content import Indicator
from programmes.formats import NBSP, exact

SEXES = {"T": "total", "K": "women", "M": "men"}


def indicator_file_pages(edition, published, book):
    """Yield the files of all indicators; a workbook that would come out the same is carried over."""
    for indicator in book.programme.indicators:
        yield Page(place(book, indicator, "csv"), sheet_as_csv(figure_sheets.values([indicator])), TYPES["csv"])
        yield workbook_page(edition, book, indicator)
        yield Page(place(book, indicator, "json"), as_json(told(edition, published, book, indicator)), TYPES["json"])
        if body := picture(edition, published, indicator):
            yield Page(place(book, indicator, "svg"), body.encode(), TYPES["svg"])


def endings(indicator):
    """Return in which forms an indicator's figures come; there is no picture where nothing can be drawn."""
    return ("csv", "xlsx", "json", "svg") if chart(indicator).drawable else ("csv", "xlsx", "json")


def place(book, indicator, ending):
    return f"{book.home}indikatorer/{indicator.slug}.{ending}"


def workbook_page(edition, book, indicator):
    address = place(book, indicator, "xlsx")
    shows = key(canonical(indicator), book.words.area.titles, book.area_links(indicator.areas))
    return edition.earlier.page(
        address, shows, edition.release, lambda: Page(address, whole_workbook(book, indicator), TYPES["xlsx"])
    )


def whole_workbook(book, indicator):
    sheets = (
        figure_sheets.values([indicator]),
        figure_sheets.indicators(book, [indicator]),
        figure_sheets.definitions([indicator]),
        figure_sheets.events([indicator]),
        figure_sheets.comparisons([indicator]),
    )
    return workbook(sheet for sheet in sheets if sheet.rows)


def as_json(told):
    plain = msgspec.to_builtins(told, builtin_types=(Decimal,))
    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(exactly(plain)))


def picture(edition, published, indicator):
    row = indicator_row(indicator)
    made_by = f"{edition.site.name}, version{NBSP}{published.envelope.version}, {published_on(published).isoformat()}"
    source = f"Källa: {row.source}. " if row.source else ""
    return chart_file(chart(indicator), f"{source}Publicerat av {made_by}.", edition.accent)


def told(edition, published, book, indicator):
    """Return the indicator as plain values: numbers as numbers, days as ISO 8601, reasons as codes with their words."""
    found = computed(indicator)
    return {
        "id": indicator.id,
        "name": indicator.name,
        "page": f"{edition.origin}{book.home}indikatorer/{indicator.slug}/",
        "municipality": {"code": edition.site.code, "name": edition.site.name},
        "programme": {"id": book.programme.id, "title": book.programme.title},
        "version": {"number": published.envelope.version, "published_on": published_on(published)},
        "why": indicator.why,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "direction": indicator.direction,
        "tolerance": indicator.tolerance,
        "source": {"name": indicator_row(indicator).source, "id": indicator.source_id, "kind": indicator.source_kind},
        "licence": CODES[Indicator, "licence"].get(indicator.licence),
        "next_on": indicator.next_on,
        "closed_after": indicator.closed,
        "responsible": indicator.responsible_role,
        "example": indicator.example,
        "target": indicator.target,
        "computed": said(found.verdict) | {"calculation": found.words, "trend": found.trend or None},
        "assessment": said(indicator.assessment) | {"motivation": indicator.motivation},
        "definitions": indicator.definitions,
        "events": indicator.annotations,
        "comparisons": [other(one) for one in indicator.comparisons],
        "observations": [observation(one) for one in indicator.observations],
    }


def exactly(value):
    """Return plain values whose decimals have the digits that matter."""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, dict):
        return {name: exactly(one) for name, one in value.items()}
    return [exactly(one) for one in value] if isinstance(value, list | tuple) else value


def said(code):
    return {"code": code or None, "words": VERDICTS.get(code)}


def observation(one):
    own = {"period": one.period or None, "preliminary": one.preliminary, "year_certain": one.year_certain}
    names = ("revised_from", "revised_on", "was_preliminary")
    revised = {name: getattr(one, name) for name in names}
    return value(one) | own | revised | {"note": one.note or None}


def other(one):
    """Return somebody else with the figures that stand beside the municipality's own."""
    named = {"kind": one.kind, "code": one.code or None, "name": one.name, "members": one.members or None}
    return named | {"observations": [value(each) for each in one.values]}


def value(one):
    return {
        "year": one.year,
        "sex": SEXES[one.sex],
        "value": one.value,
        "missing": {"code": one.missing, "words": MISSING[one.missing]} if one.missing else None,
        "definition": one.definition,
        "source": one.source or None,
        "retrieved": one.retrieved,
        "example": one.example,
    }
