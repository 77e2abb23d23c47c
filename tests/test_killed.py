"""Killed on the way from approval to publication: exactly the old or the new, and whoever comes next goes on."""

import shutil
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.db import connection

from portal.followups import approving
from portal.followups.models import FollowUp
from portal.public import build, documents, verify
from portal.public.sites import current
from portal.publications import chain
from portal.publications.models import Publication
from portal.publishing.publish import propose_programme, propose_site, publish
from tests import make
from tests.killed_approving import stages
from tests.test_follow_up import approve

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme():
    """A published programme whose site stands."""
    programme = make.action(make.plan(state="adopted")).plan.programme
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    build.heal()
    return programme


def run(module, settings, *arguments):
    """Run a process that may die on its way; return its code and the numbers that it prints."""
    where = [connection.settings_dict["NAME"], str(settings.SITES), str(settings.DOCUMENTS)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *where, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    assert done.returncode in (0, -9), done.stderr
    return done.returncode, [int(line) for line in done.stdout.split()]


def heal_and_die(settings, call):
    """Build what should stand in a process that dies at a call (0: lives); return how many calls it made."""
    code, calls = run("tests.killed", settings, 0, call)
    assert code == (-9 if call else 0)
    return sum(calls)


def written(programme, year=2025):
    facts = {"year": year, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": f"Uppföljning {year}"}
    return make.owned(FollowUp, programme, facts, programme=programme, verdict="partly")


def test_killed_while_a_pdf_is_made_there_is_no_pdf_or_a_whole_one(programme, settings):
    approval = approve(written(programme))
    approving.publish(approval, by="Näringslivsenheten")
    calls = heal_and_die(settings, 0)
    whole = documents.stored(approval.content_hash)

    for share in (0.5, 0.9):
        shutil.rmtree(settings.DOCUMENTS)
        shutil.rmtree(settings.SITES)
        heal_and_die(settings, int(calls * share))
        assert documents.stored(approval.content_hash) in (None, whole)
        build.heal()
        assert documents.stored(approval.content_hash) == whole


def what_stands(follow_up):
    """Return whether it is approved, printed, published and shown; raise AssertionError where one of them is half."""
    approval, files = follow_up.approval, current(settings.SITES, follow_up.municipality.slug).folder
    rows = Publication.objects.filter(kind="follow_up", subject=follow_up.uuid)
    shown = any(f"uppfoljning/{follow_up.slug}" in str(path) for path in files.rglob("*.html"))
    if approval is None:
        assert not rows.exists()
        return False, False, False, shown
    document = documents.stored(approval.content_hash)
    assert chain.sha256(approval.salt + approval.content) == approval.content_hash
    assert document is None or document.rstrip().endswith(b"%%EOF")
    assert [row.content for row in rows] in ([], [approval.content])
    return True, document is not None, rows.exists(), shown


def test_killed_on_the_way_to_the_publication_it_is_the_old_or_the_new(programme, settings):
    make.group(programme)
    _code, ends = run("tests.killed_approving", settings, written(programme, 2020).pk, 0)
    middles = [(begin + end) // 2 for begin, end in zip([0, *ends], ends, strict=False)]

    for year, call in enumerate(middles, start=2021):
        follow_up = written(programme, year)
        code, _ends = run("tests.killed_approving", settings, follow_up.pk, call)
        stood = what_stands(follow_up)
        printed = stood[1] and documents.stored(follow_up.approval.content_hash)
        for stage in stages(follow_up):
            stage()

        assert code == -9
        assert list(stood) == sorted(stood, reverse=True)  # each of them stands on the one before
        assert what_stands(follow_up) == (True, True, True, True)
        assert verify.municipality(build.heads().get(municipality=follow_up.municipality.uuid)) == ""
        assert printed in (False, documents.stored(follow_up.approval.content_hash))
