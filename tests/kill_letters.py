"""A worker that is killed while it sends letters: `python -m tests.kill_letters DATABASE PORT CALL`.

It kills itself (SIGKILL) at the CALL-th call of a function of the portal; 0 lets it live and prints the calls.
"""

import os
import sys

import django

from tests.killed import Killer


def main(database, port, call):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection

    from tests.mail_server import mailers

    connection.settings_dict["NAME"] = database
    settings.MAILERS = mailers(int(port))
    from portal.followups.mail import mailing

    killer = Killer(int(call))
    mailing.deliver.call()
    print(killer.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
