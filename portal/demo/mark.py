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
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (since timestamptz NOT NULL DEFAULT now())")
