"""Working rows → content, for the figures of others that stand beside an indicator's own."""

from portal.publications import content as c

from .public_rows import plain


def comparisons(row):
    """Return whom an indicator is compared with; `row` is its public side."""
    return tuple(map(comparison, row.comparisons))


def comparison(row):
    return c.Comparison(
        **plain(row, "kind", "code", "name", "members", "example"),
        values=tuple(map(value, row.values)),
        source=row.provenance,
    )


def value(row):
    return c.ComparedValue(
        **plain(row, "definition", "year", "sex", "value", "missing", "retrieved", "example"), source=row.provenance
    )
