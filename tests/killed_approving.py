"""A worker that is killed on the way from approval to publication.

`python -m tests.killed_approving DATABASE SITES DOCUMENTS FOLLOW_UP CALL` approves the follow-up, makes its PDF and its
cover letter, publishes it and builds the site. It sends itself SIGKILL at the CALL-th call of a function of the portal;
0 lets it live and prints how many calls had been made at the end of each stage.
"""

import os
import sys
from datetime import date
from pathlib import Path

import django

from tests.killed import Killer


def main(database, sites, documents, follow_up, call):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.SITES, settings.DOCUMENTS = Path(sites), Path(documents)
    from portal.followups.models import FollowUp
    from portal.public import build

    row = FollowUp.objects.get(pk=follow_up)
    build.release()
    killer = Killer(int(call))
    for stage in stages(row):
        stage()
        print(killer.calls)


def stages(follow_up):
    """Return what is done, one after the other; begun anew, it goes on where it was."""
    from portal.followups import approving
    from portal.followups.letter import letter
    from portal.followups.models import Approval
    from portal.followups.tasks import make_document
    from portal.public import build
    from programmes.history import change

    def approve():
        if follow_up.approval:
            return
        group = follow_up.programme.groups.get()
        with change("Godkände", municipality=follow_up.municipality) as deed:
            facts = {"follow_up": deed.lock(follow_up), "group": group, "registered_by": "redaktör"}
            approval = Approval(municipality=follow_up.municipality, on=date(2026, 2, 18), **facts)
            approving.freeze(approval)
            approval.save()

    def print_it():
        make_document.call(follow_up.approval.pk)

    def write_letter():
        letter(approving.document(follow_up.approval), "Exempelby", follow_up.approval.content_hash)

    def publish():
        if not approving.published(follow_up):
            approving.publish(follow_up.approval, by="Näringslivsenheten")

    return [approve, print_it, write_letter, publish, build.heal]


if __name__ == "__main__":
    main(*sys.argv[1:])
