"""The mark in a database that the demonstration made. A dump carries it along."""

from django.db import transaction

TABLE = "made_by_the_demonstration"


class HoldsSomethingElse(Exception):
    """The database holds what the demonstration has not made."""


def is_marked(connection):
    return TABLE in connection.introspection.table_names()


def claim(connection):
    """Mark an empty database; refuse one that holds anything and is not marked."""
    if is_marked(connection):
        return
    if connection.introspection.table_names():
        raise HoldsSomethingElse
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (data text NOT NULL)")


def holds(connection, data):
    """Was exactly this data loaded and published to the end? `data` is its hash."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {TABLE} WHERE data = %s", [data])  # noqa: S608 - our own name
        return cursor.fetchone() is not None


def note(connection, data):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [data])  # noqa: S608 - our own name
