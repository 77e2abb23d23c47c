"""Killed at any point of publishing and building: the old site stands or the new, and the next worker heals."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from portal.followups import approving
from portal.followups.models import FollowUp
from portal.public import build, documents, sites
from portal.publications import record
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from tests import make
from tests.test_follow_up import approve

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 6


@pytest.fixture
def programme():
    """A published programme whose site stands, and a change that is not published yet."""
    programme = make.action(make.plan(state="adopted")).plan.programme
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    build.heal()
    with change("Ändrade", municipality=programme.municipality):
        programme.vision = "En vision som är ny."
        programme.save()
    return programme


def publish_and_die(programme, settings, call):
    """Publish the programme (None: only build) in a process that dies at a call; return how many calls it made."""
    name, pk = connection.settings_dict["NAME"], programme.pk if programme else 0
    arguments = [name, str(settings.SITES), str(settings.DOCUMENTS), str(pk), str(call)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.killed", *arguments], capture_output=True, text=True, cwd=settings.BASE_DIR
    )
    assert done.returncode == (-9 if call else 0), done.stderr
    return int(done.stdout or 0)


def page(settings, programme):
    folder = sites.current(Path(settings.SITES), programme.municipality.slug).folder
    return (folder / programme.slug / "index.html").read_text()


def test_a_killed_publisher_leaves_the_old_or_the_new_and_the_worker_heals(programme, settings):
    before = page(settings, programme)
    calls = publish_and_die(programme, settings, 0)
    after = page(settings, programme)
    assert "ny." in after
    assert "ny." not in before

    for number in range(1, POINTS + 1):
        with change("Ändrade", municipality=programme.municipality):
            programme.vision = f"En vision som är ny. Nummer {number}."
            programme.save()
        publish_and_die(programme, settings, number * calls // (POINTS + 1))

        standing = page(settings, programme)
        published = record.latest("programme", programme.uuid).vision
        record.verify(programme.municipality.uuid)
        assert standing == after or f"Nummer {number}." in standing
        build.heal()
        after = page(settings, programme)
        assert published in after


def approved(programme):
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    follow_up = make.owned(FollowUp, programme, facts, programme=programme, verdict="partly")
    return approve(follow_up)


def test_killed_while_a_pdf_is_made_there_is_no_pdf_or_a_whole_one(programme, settings):
    approval = approved(programme)
    approving.publish(approval, by="Näringslivsenheten")
    calls = publish_and_die(None, settings, 0)
    whole = documents.stored(approval.content_hash)

    for share in (0.3, 0.6, 0.9):
        shutil.rmtree(settings.DOCUMENTS)
        shutil.rmtree(settings.SITES)
        publish_and_die(None, settings, int(calls * share))
        assert documents.stored(approval.content_hash) in (None, whole)
        build.heal()
        assert documents.stored(approval.content_hash) == whole
