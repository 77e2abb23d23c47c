"""While the PDF of an approval is made: how far it is, why there is none, and that it is made once."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings as django_settings
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from portal.followups.printing import printing
from portal.followups.tasks import make_document
from portal.public import build, documents
from portal.public.paper import pdf
from portal.public.paper.pdf import PRESS, Printed, RenderingFailed, render_both
from programmes import files
from tests.signed_in import enter
from tests.test_follow_up import approve, follow_up  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db
printed = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
HASH = "9f2c71ab" * 8


@pytest.fixture
def approval(follow_up, settings):  # noqa: F811
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return approve(follow_up)


def queued(approval, status):
    task = make_document.enqueue(approval.pk)
    DBTaskResult.objects.filter(id=task.id).update(status=status)


def test_what_waits_for_the_worker_says_so(approval):
    queued(approval, TaskResultStatus.READY)

    assert printing(approval).words == "Den väntar på sin tur."


@pytest.mark.parametrize(
    ("stage", "step", "words"),
    [
        (("workbook",), 1, "Innehållet läses och kalkylarket görs."),
        (("pages", "45"), 3, "Sidorna bryts: sida 45."),
        (("file",), 4, "PDF:en och arkivexemplaret skrivs."),
    ],
)
def test_how_far_it_has_come_is_said_in_words(approval, stage, step, words):
    queued(approval, TaskResultStatus.RUNNING)
    documents.tell(approval.content_hash, *stage)

    assert (printing(approval).step, printing(approval).words) == (step, words)


def test_the_page_asks_again_while_it_is_made_and_has_a_link_without_javascript(client, approval):
    queued(approval, TaskResultStatus.RUNNING)
    documents.tell(approval.content_hash, "pages", "7")
    enter(client, approval.municipality, "editor")

    page = client.get(approval.follow_up.get_absolute_url())

    assert 'data-hx-trigger="every 2s"' in page.text
    assert '<progress max="4" value="3"' in page.text
    assert "See how far it has come" in page.text


def test_why_there_is_none_is_said_and_one_more_try_is_queued_once(
    client, approval, django_capture_on_commit_callbacks
):
    documents.keep(approval.content_hash, refuse, build.release())
    enter(client, approval.municipality, "steering_group")
    page = approval.follow_up.get_absolute_url()
    address = reverse("followups:make_again", args=[approval.municipality.slug, approval.follow_up_id])

    assert "The document took more than 1\u00a0500 MB of memory and was stopped." in client.get(page).text
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)

    assert DBTaskResult.objects.filter(task_path=make_document.module_path).count() == 1
    assert "It waits for its turn." in client.get(page).text


def refuse():
    raise RenderingFailed("memory", megabytes=1500)


def test_a_making_that_took_its_workers_with_it_is_said_to_have_stopped(approval):
    queued(approval, TaskResultStatus.FAILED)

    assert printing(approval).fault == "Arbetet har stannat före slutet."


def test_two_who_want_the_same_document_make_it_once():
    made = []

    def make():
        made.append(1)
        time.sleep(0.2)
        return Printed(b"%PDF", b"%PDF copy")

    workers = [threading.Thread(target=documents.keep, args=(HASH, make, "r")) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert made == [1]
    assert documents.stored_forms(HASH) == {"pdf": b"%PDF", "arkiv.pdf": b"%PDF copy"}


def test_nothing_is_left_of_how_far_it_had_come():
    documents.tell(HASH, "pages", "3")

    documents.keep(HASH, refuse, "r")

    assert documents.stage(HASH) == ("", "")
    assert documents.failure(HASH, "r") == "Dokumentet krävde mer minne än 1\u00a0500 MB och avbröts."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Dokumentet hänvisar till file:///etc/passwd, som inte får läsas."),
        ("en", "The document refers to file:///etc/passwd, which may not be read."),
    ],
)
def test_why_it_failed_is_said_in_the_language_of_the_reader(language, said):
    def fail():
        raise RenderingFailed("refused", said="file:///etc/passwd")

    with translation.override("sv"):
        documents.keep(HASH, fail, "r")

    with translation.override(language):
        assert documents.failure(HASH, "r") == said


def test_what_an_earlier_release_kept_of_its_failure_counts_no_more():
    files.put(documents.path(HASH, "failed"), b"r\nDokumentet tog f\xc3\xb6r l\xc3\xa5ng tid.")

    assert documents.failure(HASH, "r") == ""


@printed
def test_the_press_tells_every_page_and_then_the_file():
    told = []
    html = '<html lang="sv"><title>T</title><body><p>ett<p style="break-before: page">två</body></html>'

    render_both(html, told=lambda *stage: told.append(stage))

    assert told == [("text", ""), ("pages", "1"), ("pages", "2"), ("file", "")]


@printed
def test_a_press_whose_caller_has_died_prints_for_nobody():
    html = '<html lang="sv"><title>T</title>' + "<p>ord</p>" * 60_000
    order = {"html": html, "css": "", "pictures": {}, "attachments": [], "archive": False}
    caller = (
        "import subprocess, sys, time\n"
        "press = subprocess.Popen([sys.executable, *sys.argv[1:]], stdin=0, stdout=2, stderr=subprocess.PIPE)\n"
        "print(press.pid, flush=True); press.stderr.readline(); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", caller, str(PRESS), "1500000000", "60"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=django_settings.BASE_DIR,
    ) as worker:
        worker.stdin.write(json.dumps(order).encode())
        worker.stdin.close()
        press = int(worker.stdout.readline())
        time.sleep(2)
        worker.send_signal(signal.SIGKILL)

    assert ends(press, seconds=40)


def ends(process, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.2)
    return False
