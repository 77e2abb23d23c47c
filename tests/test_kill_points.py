"""A sample of what `python -m tests.kill_points` does in full: killed at a step, the old or the new, and it heals."""

import io
import os

import pytest

from portal.public import build
from tests import kill_points
from tests.conftest import set_truncate_guard

EVERY = 300


@pytest.fixture(autouse=True)
def sleeping_guard(db):
    """What is put back wakes the guard against TRUNCATE, which sleeps while tests are cleared."""
    yield
    set_truncate_guard("DISABLE")


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_there_is_the_old_or_the_new_and_it_heals(settings, monkeypatch):
    monkeypatch.setattr(build, "MANY", build.MANY)

    *scenarios, last = kill_points.run(settings.SITES, EVERY)

    assert len(scenarios) == 5
    assert int(last.split()[0]) >= 5


@pytest.mark.django_db(transaction=True)
def test_what_does_not_heal_is_found(settings, monkeypatch):
    here = os.getpid()

    def heal(world):
        """Heal while the world is made and in the child that is killed, never when it is looked at afterwards."""
        return None if hasattr(world, "before") and os.getpid() == here else build.heal()

    monkeypatch.setattr(kill_points.World, "heal", heal)

    with pytest.raises(AssertionError, match="it has not healed"):
        list(kill_points.run(settings.SITES, EVERY))


@pytest.mark.django_db
def test_a_step_is_what_leaves_a_trace():
    traces = [os.rename, os.fsync, os.mkdir, io.BytesIO().write]
    none = [os.stat, str.upper, "x".replace, len]

    assert [kill_points.leaves_a_trace(call, None) for call in traces + none] == [True] * 4 + [False] * 4
