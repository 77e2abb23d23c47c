"""A worker that is killed while it takes a table: `python -m tests.kill_import DATABASE IMPORT CALL`.

It kills itself (SIGKILL) at the CALL-th call of a function of the portal; 0 lets it live and prints the calls.
"""

import os
import sys

import django

from tests.killed import Killer


def main(database, pk, call):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    from portal.desk.imports import work

    killer = Killer(int(call))
    work.take(int(pk))
    print(killer.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
