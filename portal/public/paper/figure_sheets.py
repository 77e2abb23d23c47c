"""The sheets of the indicators: how each stands, every value, and what is measured.

A value that is missing is an empty cell with its reason beside it, so that nobody takes it for zero.
"""

from indicators.verdict import series
from portal.public.pages.judged import judged
from portal.public.pages.overview import SEXES, indicator_row
from portal.public.paper.columns import BROAD, DAY, NARROW, TEXT, USUAL, figure, table, word, yes
from portal.publications.codes import CODES, MISSING
from portal.publications.content import Comparison, Target
from portal.publications.revised import is_final
from programmes.formats import number


def indicators(book, shown):
    def areas(row):
        return ", ".join(name for name, _ in book.area_links(row.indicator.areas))

    columns = (
        ("Indikator", BROAD, lambda row: row.name),
        ("Tema", USUAL, lambda row: row.indicator.theme),
        ("Enhet", USUAL, lambda row: row.unit),
        (book.words.area.titles, BROAD, areas),
        ("Utgångsår", NARROW, lambda row: aim(row, "base_year")),
        ("Utgångsvärde", USUAL, lambda row: figure(aim(row, "base_value"), row.indicator.decimals)),
        ("Föregående år", NARROW, lambda row: known(row, -2, "year")),
        ("Föregående värde", USUAL, lambda row: figure(known(row, -2, "value"), row.indicator.decimals)),
        ("Senaste år", NARROW, lambda row: known(row, -1, "year")),
        ("Senaste värde", USUAL, lambda row: figure(known(row, -1, "value"), row.indicator.decimals)),
        ("Värdena gäller", USUAL, lambda row: SEXES[known(row, -1, "sex") or "T"]),
        ("Trend", USUAL, lambda row: judged(row.indicator).trend),
        ("Trend från utgångsvärdet", USUAL, lambda row: judged(row.indicator).since_base),
        ("Därefter utan värde", BROAD, lambda row: row.missing),
        ("Mål", USUAL, lambda row: row.target),
        ("Målvärde", USUAL, lambda row: figure(aim(row, "value"))),
        ("Målet är", USUAL, kind_of_target),
        ("Målår", NARROW, lambda row: aim(row, "year")),
        ("Väg till målet", BROAD, lambda row: way(row.indicator.target)),
        ("Läses", USUAL, lambda row: row.direction),
        ("Bedömning", USUAL, lambda row: word(row.verdict)),
        ("Motivering", TEXT, lambda row: row.indicator.motivation),
        ("Enligt siffrorna", USUAL, lambda row: word(judged(row.indicator).numbers)),
        ("Vad siffrorna säger om målet", TEXT, lambda row: judged(row.indicator).calculation),
        ("Följs av", USUAL, lambda row: row.indicator.responsible_role),
        ("Källa", USUAL, lambda row: row.source),
        ("Exempeldata", NARROW, lambda row: yes(row.indicator.example)),
    )
    return table("Indikatorer", columns, [indicator_row(indicator) for indicator in shown])


def aim(row, name):
    return getattr(row.indicator.target, name) if row.indicator.target else None


def kind_of_target(row):
    if row.indicator.target is None:
        return ""
    change = row.indicator.target.kind == "change"
    return "en förändring med" if change else CODES[Target, "operator"][row.indicator.target.operator]


def way(target):
    """Return "2027: 45; 2030: 60" of a target whose way was decided year by year."""
    return "; ".join(f"{year}: {number(value)}" for year, value in target.path) if target else ""


def known(row, place, name):
    """Return the year or the value of a known figure, the last one at -1; None where there are not so many."""
    valued = [one for one in series(row.indicator.observations) if one.value is not None]
    return getattr(valued[place], name) if len(valued) >= -place else None


def values(indicators):
    columns = (
        ("Indikator", BROAD, lambda pair: pair[0].name),
        ("Enhet", USUAL, lambda pair: pair[0].unit),
        ("År", NARROW, lambda pair: pair[1].year),
        ("Period", NARROW, lambda pair: pair[1].period),
        ("Kön", NARROW, lambda pair: SEXES[pair[1].sex] or "Totalt"),
        ("Värde", USUAL, lambda pair: figure(pair[1].value, pair[0].decimals)),
        ("Skäl till att värde saknas", USUAL, lambda pair: MISSING.get(pair[1].missing, "")),
        ("Preliminärt", NARROW, lambda pair: yes(pair[1].preliminary)),
        ("Värdet före revidering", USUAL, lambda pair: figure(pair[1].revised_from, pair[0].decimals)),
        ("Reviderat i källan", DAY, lambda pair: None if is_final(pair[1]) else pair[1].revised_on),
        ("Slutligt, tidigare preliminärt", DAY, lambda pair: pair[1].revised_on if is_final(pair[1]) else None),
        ("Osäkert år", NARROW, lambda pair: yes(not pair[1].year_certain)),
        ("Definition", NARROW, lambda pair: pair[1].definition),
        ("Anmärkning", BROAD, lambda pair: pair[1].note),
        ("Källa", USUAL, lambda pair: pair[1].source),
        ("Hämtat", DAY, lambda pair: pair[1].retrieved),
        ("Exempeldata", NARROW, lambda pair: yes(pair[1].example)),
    )
    pairs = [(indicator, one) for indicator in indicators for one in indicator.observations]
    return table("Värden", columns, pairs)


def definitions(indicators):
    columns = (
        ("Indikator", BROAD, lambda pair: pair[0].name),
        ("Version", NARROW, lambda pair: pair[1].version),
        ("Definition", TEXT, lambda pair: pair[1].text),
        ("Från år", NARROW, lambda pair: pair[1].from_year),
        ("Beslutad", DAY, lambda pair: pair[1].decided_on),
        ("Skäl till ändringen", BROAD, lambda pair: pair[1].reason),
        ("Går inte att jämföra med åren före", USUAL, lambda pair: yes(pair[1].is_break)),
        ("Källa", USUAL, lambda pair: indicator_row(pair[0]).source),
        ("Källans beteckning", USUAL, lambda pair: pair[1].source_id or pair[0].source_id),
    )
    pairs = [(indicator, one) for indicator in indicators for one in indicator.definitions]
    return table("Definitioner och källor", columns, pairs)


def events(indicators):
    columns = (
        ("Indikator", BROAD, lambda pair: pair[0].name),
        ("År", NARROW, lambda pair: pair[1].year),
        ("Händelse", TEXT, lambda pair: pair[1].text),
        ("Källa", USUAL, lambda pair: pair[1].source),
        ("Exempeldata", NARROW, lambda pair: yes(pair[1].example)),
    )
    return table("Händelser", columns, [(indicator, one) for indicator in indicators for one in indicator.annotations])


def comparisons(indicators):
    """Return the figures of others, one a row, as those of the municipality itself stand in `values`."""
    columns = (
        ("Indikator", BROAD, lambda row: row[0].name),
        ("Enhet", USUAL, lambda row: row[0].unit),
        ("Jämförs med", BROAD, lambda row: row[1].name),
        ("Slag", USUAL, lambda row: CODES[Comparison, "kind"][row[1].kind]),
        ("År", NARROW, lambda row: row[2].year),
        ("Kön", NARROW, lambda row: SEXES[row[2].sex] or "Totalt"),
        ("Värde", USUAL, lambda row: figure(row[2].value, row[0].decimals)),
        ("Skäl till att värde saknas", USUAL, lambda row: MISSING.get(row[2].missing, "")),
        ("Definition", NARROW, lambda row: row[2].definition),
        ("Källa", USUAL, lambda row: row[2].source or row[1].source),
        ("Hämtat", DAY, lambda row: row[2].retrieved),
        ("Exempeldata", NARROW, lambda row: yes(row[1].example or row[2].example)),
    )
    rows = [(one, other, value) for one in indicators for other in one.comparisons for value in other.values]
    return table("Jämförelse", columns, rows)
