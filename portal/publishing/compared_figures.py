"""Working rows → content, for the figures of others that stand beside an indicator's own."""

from portal.publications import content as c


def comparisons(row):
    """Return whom an indicator is compared with; `row` is its public side."""
    return tuple(
        c.Comparison(
            kind=one.kind,
            code=one.code,
            name=one.name,
            members=one.members,
            values=tuple(map(value, one.values)),
            source=one.provenance,
            example=one.example,
        )
        for one in row.comparisons
    )


def value(row):
    return c.ComparedValue(
        definition=row.definition,
        year=row.year,
        sex=row.sex,
        value=row.value,
        missing=row.missing,
        source=row.provenance,
        retrieved=row.retrieved,
        example=row.example,
    )
