import pytest
from django.urls import reverse

from programmes.models import Change, Goal, Role
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


def enter(client, place, role):
    """Sign somebody in who reads English, so that the sentences here stand as they do in the code."""
    person = make.user(language="en", name="Kim Ek")
    make.membership(place, role, user=person)
    client.force_login(person)
    return person


def url(name, place, *args):
    return reverse(f"programmes:{name}", args=[place.slug, *args])


def save(client, address, **typed):
    """Open a page, type, and press the button."""
    return client.post(address, fill(client.get(address), **typed), follow=True)


def test_a_goal_is_added_and_the_change_says_who_did_it(client, editor, place):
    programme = make.programme(place)

    save(client, url("add_goal", place, programme.pk), wording="Fler jobb.")

    change = Change.objects.first()
    assert [goal.wording for goal in Goal.objects.all()] == ["Fler jobb."]
    assert (change.sentence, change.user) == ("Added the goal “Fler jobb.”", editor)
