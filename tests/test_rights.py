"""Who may do what, in which place."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(municipality):
    return make.action(make.plan(make.programme(municipality)))


def test_an_editor_edits_the_own_municipality_only(editor, outsider, action):
    assert editor.has_perm("actions.change_action", action)
    assert not outsider.has_perm("actions.change_action", action)
