"""Killed at any point of a withdrawal: exactly the old stands or exactly the new, and the worker heals."""

import subprocess
import sys
from datetime import date

import pytest
from django.db import connection

from portal.followups import approving
from portal.followups.models import FollowUp
from portal.public import build
from portal.publications import record
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes import places
from programmes.history import change
from tests import make
from tests.test_follow_up import approve
from tests.test_withdrawal import HOLDS, NAME, lying, texts

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 2


@pytest.fixture
def programme(administrator):
    """A published programme with an approved report, in which the name stands."""
    programme = make.action(make.plan(make.programme(administrator.memberships.get().municipality), state="adopted"))
    return programme.plan.programme


def write_name(programme, number):
    """Write the name into a row, publish it with its report, and leave a draft."""
    with change(f"Skrev {NAME}", municipality=programme.municipality):
        programme.vision = f"{NAME} är med, gång {number}."
        programme.save()
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    facts = {"year": 2000 + number, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": f"Om {NAME}"}
    report = make.owned(FollowUp, programme, facts, programme=programme, verdict="partly")
    approving.publish(approve(report), by="Näringslivsenheten")
    make.draft(make.user(), programme, f"program/{number}/", fields={"vision": [NAME]})
    build.heal()


def withdraw_and_die(settings, call):
    name, folder = connection.settings_dict["NAME"], str(settings.SITES.parent)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.killed_withdrawing", name, folder, NAME, str(call)],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    assert done.returncode == (-9 if call else 0), done.stderr
    return int(done.stdout or 0)


def in_database():
    return {where for where, text in texts() if HOLDS.search(text)}


def on_disk():
    return {where for where, text in lying() if HOLDS.search(text + where)}


def test_killed_anywhere_the_name_stands_as_before_or_nowhere_and_the_worker_heals(programme, settings):
    write_name(programme, 1)
    calls = withdraw_and_die(settings, 0)
    assert (in_database(), on_disk()) == (set(), set())

    for number in range(2, POINTS + 2):
        programme.refresh_from_db()
        write_name(programme, number)
        before = in_database()
        withdraw_and_die(settings, (number - 1) * calls // (POINTS + 1))

        record.verify(programme.municipality.uuid)
        assert in_database() in (before, set())
        build.heal()
        places.clear()
        assert bool(on_disk()) == bool(in_database())
        record.verify(programme.municipality.uuid)
