"""Writing many rows at once: one statement, where `bulk_update` builds a choice for each row and field."""

from django.db import connection


def update_all(rows, fields):
    """Write the named fields of rows of one model, which exist and are locked."""
    if not (rows and fields):
        return
    table, key = rows[0]._meta.db_table, rows[0]._meta.pk
    columns = [key, *fields]
    casts = ", ".join(f"%s::{field.cast_db_type(connection)}" for field in columns)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in columns]
    names = ", ".join(f'"{field.column}"' for field in columns)
    written = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
    given = ", ".join([f"({casts})"] * len(rows))
    with connection.cursor() as cursor:  # all names come from the models
        cursor.execute(
            f'UPDATE "{table}" SET {written} FROM (VALUES {given}) AS new ({names})'  # noqa: S608
            f' WHERE "{table}"."{key.column}" = new."{key.column}"',
            values,
        )
