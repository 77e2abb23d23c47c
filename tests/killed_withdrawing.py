"""Somebody who is killed while withdrawing: `python -m tests.killed_withdrawing DATABASE FOLDER NAME CALL`.

Takes the name away everywhere, brings the disk in order, and kills itself (SIGKILL) at the CALL-th call of a function
of the house; 0 lets it live and prints how many calls there were.
"""

import os
import sys
from pathlib import Path

import django


def main(database, folder, name, call):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.SITES, settings.DOCUMENTS, settings.UPLOADS = (
        Path(folder) / kind for kind in ("sites", "documents", "uploads")
    )
    from portal.public import build
    from portal.publishing import withdrawing
    from programmes import places
    from programmes.masking import Mask
    from programmes.models import Municipality
    from tests.killed import Killer

    place = Municipality.objects.get()
    build.release()
    killer = Killer(int(call))
    withdrawing.mask(place, Mask((name,)), reason="Namnet skulle inte stå där.", by=None)
    build.heal()
    places.clear()
    print(killer.calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
