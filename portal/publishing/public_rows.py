"""Working rows read through `PublicView`, which lets public fields through and nothing else."""

from programmes.exposure import PublicView


def views(queryset):
    """Return the rows that have not been dropped, through their public side."""
    return [PublicView(row) for row in queryset.kept()]


def facts(row):
    """Return what every published row carries."""
    return {"id": row.uuid, "source": row.provenance, "example": row.example}


def uuids(rows):
    return tuple(row.uuid for row in rows)


def uuid(row):
    return row.uuid if row is not None else None


def name(row):
    return row.name if row is not None else ""


def plain(row, *names):
    return {field: getattr(row, field) for field in names}
