"""`manage.py bench publish`: from the publisher's click to the page that readers get, with 60 and 600 actions."""

import tempfile
import time
import uuid
from datetime import date
from pathlib import Path

from django.db import transaction

from actions.models import Action, ActionPlan, Report
from portal.public import build, sites
from programmes.history import change
from programmes.models import Area, Municipality, Programme

from .publish import propose_programme, propose_site, publish

SIZES = (60, 600)


class TakenBack(Exception):
    """Ends the transaction in which everything was measured."""


def measure():
    """Publish made-up programmes in a transaction that is taken back; yields the lines of a table."""
    yield "actions   content   append   read, render, write, switch   in all   bytes written"
    for size in SIZES:
        try:
            with transaction.atomic():
                measured = line(size)
                raise TakenBack
        except TakenBack:
            yield measured


def line(size):
    programme = made_up(size)
    municipality = programme.municipality
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="bench")
    started = time.perf_counter()
    proposal = propose_programme(programme)
    content = time.perf_counter()
    publish(propose_programme, programme, seen=proposal.seen, by="bench")
    appended = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        build.build(municipality.uuid, Path(folder))
        visible = time.perf_counter()
        standing = sites.current(Path(folder), municipality.slug)
        written = sum(file.stat().st_size for file in standing.folder.rglob("*") if file.is_file())
    steps = content - started, appended - content, visible - appended, visible - started
    return "{:>7}   {:>5.2f} s   {:>4.2f} s   {:>24.2f} s   {:>4.2f} s   {:>13,}".format(size, *steps, written)


def made_up(size):
    """Return a programme with six areas and `size` reported actions."""
    token = uuid.uuid4().hex[:8]
    with change("Bench", municipality=None):
        place = Municipality(name="Bänkstad", official_name="Bänkstads kommun", slug=f"bench-{token}", code="0000")
        place.save()
        programme = Programme(
            municipality=place, slug="program", title="Program", period_from=2021, period_through=2035
        )
        programme.save()
        areas = [
            Area(municipality=place, programme=programme, order=n, slug=f"omrade-{n}", name=f"Område {n}")
            for n in range(1, 7)
        ]
        for area in areas:
            area.save()
        plan = ActionPlan(municipality=place, programme=programme, slug="2026", title="Plan 2026", state="adopted")
        plan.save()
        for number in range(1, size + 1):
            action = Action(
                municipality=place,
                plan=plan,
                number=number,
                area=areas[number % 6],
                title=f"Åtgärd nummer {number} för företagens tillstånd",
                end=date(2026, 12, 31),
                status="ongoing",
            )
            action.save()
            text = "Arbetet följer planen. " * 8
            Report(municipality=place, action=action, period="2026", status="ongoing", account=text, ready=True).save()
    return programme
