"""No text is ever lost, whatever two editors do in whatever order."""

import os
import random

import pytest

from programmes.forms import EditForm
from tests.office import Office

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("OFFICE_STEPS", "300"))  # 10 000 are worth a coffee


def worked(steps, seed=1):
    """Return the office after so many steps, or after the first lost text."""
    office = Office(random.Random(seed))  # noqa: S311 - the same order every time
    for _ in range(steps):
        office.step()
        if office.lost:
            break
    return office


def test_no_text_is_lost_in_any_order_of_steps():
    assert worked(STEPS).lost == []


def test_without_the_comparison_a_text_is_lost(monkeypatch):
    monkeypatch.setattr(EditForm, "_compare", lambda *args: None)

    assert worked(400).lost != []
