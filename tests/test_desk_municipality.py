"""The desk's pages of a municipality and its departments."""

from datetime import date

import pytest

from programmes.models import Department, Role
from tests import make
from tests.desk_pages import faults, save, url
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(municipality):
    return municipality


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR).user


def test_the_municipality_says_what_it_is(client, editor, place):
    save(client, url("facts", place), contact="Näringslivsenheten", accent="#1c5d4a")

    assert "Näringslivsenheten" in client.get(url("facts", place)).content.decode()


@pytest.mark.parametrize(
    ("field", "written"),
    [("accent", "röd"), ("website", "javascript:alert(1)"), ("email", "ingen"), ("notice", "x" * 301), ("name", "")],
)
def test_wrong_facts_are_refused_where_they_stand(client, editor, place, field, written):
    page = save(client, url("facts", place), **{field: written})

    assert list(faults(page)) == [field]
    assert page.context["form"][field].value() == written


def test_a_refused_name_stands_in_its_field_only(client, editor, place):
    page = save(client, url("facts", place), name="Nytt namn", accent="röd")

    assert page.context["request"].municipality.name == "Alingsås"
    assert page.content.decode().count("Nytt namn") == 1


def test_a_department_is_closed_and_names_its_successor(client, editor, place):
    old, new = make.department(place, name="Gamla"), make.department(place, name="Nya")

    save(client, url("close_department", place, old.pk), valid_through="2026-12-31", successor=new.pk)

    old = Department.objects.get(name="Gamla")
    assert (old.valid_through, old.successor) == (date(2026, 12, 31), new)


def test_two_departments_in_use_have_two_names(client, editor, place):
    make.department(place, name="Kansliet")

    page = save(client, url("add_department", place), name="Kansliet")

    assert faults(page) == {"__all__": ["There is already a department of this name."]}


def test_a_department_does_not_lie_within_itself(client, editor, place):
    above = make.department(place)
    below = make.department(place, parent=above)

    page = save(client, url("department", place, above.pk), parent=below.pk)

    assert list(faults(page)) == ["parent"]


def test_a_department_of_another_municipality_is_no_choice(client, editor, place):
    foreign = make.department(make.municipality(), name="Hemliga")

    page = save(client, url("add_department", place), name="Ny", parent=foreign.pk)

    assert list(faults(page)) == ["parent"]
    assert "Hemliga" not in page.content.decode()
