"""The databases of the tests, of which each process has one, and what tests do to the sessions there."""

COPIED = "test_copied_"  # how the name begins of the database that the processes of a run copy

END_OTHERS = """SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def end_other_sessions(connection):
    """End every client's session with this database but our own, wait till it is gone; return how many there were.

    A killed client's session keeps its locks until the database notices, which a test must not run ahead of.
    The database's own helpers are left alone: vacuum may not be ended, and a query may use several.
    """
    with connection.cursor() as cursor:
        cursor.execute(END_OTHERS)
        return cursor.fetchone()[0]


def make_once(connection, name):
    """Migrate a database for the processes of this run to copy, unless one of them has; an earlier run's goes."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(0)")  # until the cursor's session ends
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [COPIED])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for left in there:
                drop(cursor, left)
            own, connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"], name
            connection.creation.create_test_db(verbosity=0)
            connection.creation.destroy_test_db(own, verbosity=0, keepdb=True)  # only left, since it is to be copied


def remove(connection, name):
    """Remove the database that was copied, if nobody of this run has yet."""
    with connection._nodb_cursor() as cursor:
        drop(cursor, name)


def drop(cursor, name):
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
