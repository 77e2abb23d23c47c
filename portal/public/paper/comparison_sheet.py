"""The sheet of the figures of others that stand beside an indicator's own."""

from portal.public.pages.overview import SEXES
from portal.public.paper.columns import BROAD, DAY, NARROW, USUAL, figure, table, yes
from portal.publications.codes import CODES, MISSING
from portal.publications.content import Comparison

KINDS = CODES[Comparison, "kind"]


def comparisons(indicators):
    """Return a row for each value of all that the indicators are compared with, or with the reason for none."""
    columns = (
        ("Indikator", BROAD, lambda row: row[0].name),
        ("Enhet", USUAL, lambda row: row[0].unit),
        ("Jämförs med", BROAD, lambda row: row[1].name),
        ("Slag", USUAL, lambda row: KINDS[row[1].kind]),
        ("Kod hos källan", NARROW, lambda row: row[1].code),
        ("Ingår i gruppen", BROAD, lambda row: row[1].members),
        ("År", NARROW, lambda row: row[2].year),
        ("Kön", NARROW, lambda row: SEXES[row[2].sex] or "Totalt"),
        ("Värde", USUAL, lambda row: figure(row[2].value, row[0].decimals)),
        ("Skäl till att värde saknas", USUAL, lambda row: MISSING.get(row[2].missing, "")),
        ("Definition", NARROW, lambda row: row[2].definition),
        ("Källa", USUAL, lambda row: row[2].source),
        ("Hämtat", DAY, lambda row: row[2].retrieved),
        ("Exempeldata", NARROW, lambda row: yes(row[2].example or row[1].example)),
    )
    pairs = [(indicator, one) for indicator in indicators for one in indicator.comparisons]
    return table("Jämförelser", columns, [(*pair, value) for pair in pairs for value in pair[1].values])
