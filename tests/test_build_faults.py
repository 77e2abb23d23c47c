"""What befalls a build: a full or closed disk, a stopped builder, a clock set back, a backup put back."""

import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from portal.public import build, sites
from portal.public.models import Fault
from portal.publications.models import Publication
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(municipality):
    return standing_programme(municipality)


def standing_programme(municipality):
    """Return a published programme whose site stands."""
    programme = make.action(make.plan(make.programme(municipality), state="adopted")).plan.programme
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="Näringslivsenheten")
    put_out(programme)
    build.heal()
    return programme


def put_out(programme, vision="Den första."):
    with change("Ändrade", municipality=programme.municipality):
        programme.vision = vision
        programme.save()
    return publish(propose_programme, programme, seen=propose_programme(programme).seen, by="Näringslivsenheten")


def front(programme):
    folder = sites.current(build.Path(build.settings.SITES), programme.municipality.slug).folder
    return (folder / programme.slug / "index.html").read_text()


@contextmanager
def full_disk():
    """No file may grow beyond a few bytes: what a full disk or a quota does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def closed_disk():
    """Nothing may be written below the sites, by nobody in particular."""
    root = build.Path(build.settings.SITES)
    user = os.geteuid()
    for folder in (root, *root.iterdir()):
        folder.chmod(0o500)
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        for folder in (root, *root.iterdir()):
            folder.chmod(0o700)


@pytest.mark.parametrize(("trouble", "reason"), [(full_disk, "full"), (closed_disk, "closed")])
def test_whatever_fails_the_old_site_stands_and_the_publisher_is_told_why(client, editor, programme, trouble, reason):
    before = front(programme)
    put_out(programme, "Den andra.")

    with trouble(), pytest.raises(ExceptionGroup):
        build.heal()

    assert front(programme) == before
    assert Fault.objects.get().reason == reason
    client.force_login(editor)
    page = client.get(reverse("publishing:index", args=["alingsas"])).content.decode()
    assert "Det som stod tidigare står kvar." in page
    assert str(Fault.objects.get().get_reason_display()) in page

    build.heal()

    assert "Den andra." in front(programme)
    assert not Fault.objects.exists()


def test_the_fault_keeps_its_beginning(programme):
    put_out(programme, "Den andra.")
    for _ in range(2):
        with full_disk(), pytest.raises(ExceptionGroup):
            build.heal()

    fault = Fault.objects.get()
    assert fault.since < fault.at


def test_a_clock_that_is_set_back_does_no_harm(programme, monkeypatch, capsys):
    tomorrow = build.today() + timedelta(days=1)
    with monkeypatch.context() as clock:
        clock.setattr(build, "today", lambda: tomorrow)
        build.heal()

    put_out(programme, "Den andra.")
    build.heal()

    assert "Den andra." in front(programme)
    call_command("verify")


def test_a_backup_that_is_put_back_leads_the_site_back_and_is_said(client, editor, programme, capsys):
    put_out(programme, "Den som går förlorad.")
    build.heal()
    lost = Publication.objects.latest("sequence")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publications_publication DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM publications_publication WHERE id = %s", [lost.pk])
        cursor.execute("ALTER TABLE publications_publication ENABLE TRIGGER USER")

    build.heal()

    assert "Den första." in front(programme)
    client.force_login(editor)
    page = client.get(reverse("publishing:index", args=["alingsas"])).content.decode()
    assert "en säkerhetskopia har lagts tillbaka" in page
    call_command("verify")
    put_out(programme, "Den andra.")
    build.heal()
    assert not Fault.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_builder_that_is_stopped_keeps_nobody_from_building_and_takes_nothing_back(programme, settings, monkeypatch):
    monkeypatch.setattr(sites, "WAIT", 0.5)
    put_out(programme, "Den andra.")
    stopped = begin_and_stop(settings)
    put_out(programme, "Den tredje.")

    build.heal()

    assert "Den tredje." in front(programme)
    stopped.send_signal(signal.SIGCONT)
    stopped.communicate(timeout=60)
    assert "Den tredje." in front(programme)
    build.heal()
    call_command("verify")


def begin_and_stop(settings):
    """Start a builder and stop it in the middle; return its process."""
    name = connection.settings_dict["NAME"]
    arguments = [name, str(settings.SITES), str(settings.DOCUMENTS), "0", "400", "SIGSTOP"]
    started = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.killed", *arguments], cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
    )
    while os.waitpid(started.pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
        time.sleep(0.05)
    return started
