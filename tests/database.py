"""What tests do to the database's own sessions."""

END_OTHERS = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def end_other_sessions(connection):
    """End every client's session with this database but our own; return how many there were.

    The database's own helpers are left alone: vacuum may not be ended, and a query may use several.
    """
    with connection.cursor() as cursor:
        cursor.execute(END_OTHERS)
        return cursor.fetchone()[0]
