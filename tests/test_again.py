"""A former content is published again: as a new version, with its reason, and the working rows stay as they are."""

import pytest
from django.urls import reverse

from portal.publications import content as c
from portal.publications import record
from portal.publications.models import Publication
from portal.publishing.again import propose_former, published_again
from portal.publishing.publish import Stale, propose_programme, propose_site, publish
from programmes.history import change
from programmes.models import Municipality
from tests import make
from tests.browse import fill

QUERIES = 8
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(municipality):
    publish_now(propose_site, municipality)
    programme = make.programme(municipality, title="Program", vision="<p>Den första.</p>")
    publish_now(propose_programme, programme)
    edit(programme, vision="<p>Den andra.</p>")
    publish_now(propose_programme, programme, note="Omskriven.", occasion="correction")
    return programme


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    return client


def publish_now(propose, subject, **said):
    return publish(propose, subject, seen=propose(subject).seen, by="Enheten", **said)


def edit(row, **fields):
    with change("Ändrade", municipality=row.municipality):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def page_of(programme, number):
    return reverse("publishing:publish_again", args=[programme.municipality.slug, programme.pk, number])


def public(programme):
    return record.latest("programme", programme.uuid).vision


def test_the_former_content_stands_again_as_a_new_version_with_its_reason(browser, programme):
    page = browser.get(page_of(programme, 1))

    browser.post(page_of(programme, 1), fill(page, note="Den andra var ett utkast."))

    newest = Publication.objects.filter(kind="programme").latest("version")
    assert public(programme) == "<p>Den första.</p>"
    assert (newest.version, newest.change, newest.note) == (3, "correction", "Den andra var ett utkast.")


def test_the_working_rows_stay_and_the_publisher_is_told(browser, programme):
    browser.post(page_of(programme, 1), fill(browser.get(page_of(programme, 1)), note="Fel."))
    programme.refresh_from_db()

    page = browser.get(reverse("publishing:publish_programme", args=[programme.municipality.slug, programme.pk]))

    assert programme.vision == "<p>Den andra.</p>"
    assert "Det som är publikt nu är version 1, publicerad igen." in page.content.decode()
    publish_now(propose_programme, programme, note="Den andra ändå.", occasion="correction")
    assert published_again(programme) == 2


def test_what_would_change_is_told_in_words_first(browser, programme):
    shown = browser.get(page_of(programme, 1)).content.decode()

    assert "<del>Den andra.</del>" in shown
    assert "<ins>Den första.</ins>" in shown


def test_without_a_reason_nothing_is_published(browser, programme):
    answer = browser.post(page_of(programme, 1), fill(browser.get(page_of(programme, 1))))

    assert list(answer.context["form"].errors) == ["note"]
    assert public(programme) == "<p>Den andra.</p>"


def test_what_was_published_meanwhile_is_seen_before_it_is_replaced(browser, programme):
    page = fill(browser.get(page_of(programme, 1)), note="Fel.")
    edit(programme, vision="<p>Den tredje.</p>")
    publish_now(propose_programme, programme, note="Omskriven.", occasion="correction")

    answer = browser.post(page_of(programme, 1), page)

    assert answer.context["form"].non_field_errors()
    assert public(programme) == "<p>Den tredje.</p>"


@pytest.mark.parametrize("sort", ["hide", "mask", "dispose"])
def test_a_version_that_was_withdrawn_cannot_come_back(browser, programme, sort):
    first = record.read(programme.municipality.uuid).publications[1]
    named = c.Withdrawn(
        sequence=2, kind="programme", subject=programme.uuid, version=1, address="program/", title="Program"
    )
    Municipality.objects.select_for_update().get()
    record.withdraw(
        c.Withdrawal(id=first.envelope.municipality, sort=sort, publications=(named,), reason="Ett namn."),
        slug=programme.municipality.slug,
        published_by="Enheten",
    )

    assert browser.get(page_of(programme, 1)).status_code == 404
    with pytest.raises(Stale):
        propose_former(programme, 1)


def test_an_address_that_is_another_programmes_now_is_not_taken_back(programme):
    first = record.latest("programme", programme.uuid).slug
    edit(programme, slug="nytt-namn")
    publish_now(propose_programme, programme)
    other = make.programme(programme.municipality, slug=first)
    publish_now(propose_programme, other)

    [obstacle] = propose_former(programme, 1).obstacles()

    assert "adress" in obstacle.sentence


def test_the_list_of_versions_asks_as_often_for_many_as_for_one(browser, programme, django_assert_num_queries):
    address = reverse("publishing:versions", args=[programme.municipality.slug, programme.pk])
    browser.get(address)  # counts what the rail then knows for a while
    with django_assert_num_queries(QUERIES):
        shown = browser.get(address)
    edit(programme, diary_number="1")
    publish_now(propose_programme, programme)
    browser.get(address)

    with django_assert_num_queries(QUERIES):
        browser.get(address)
    assert "Publicera igen" in shown.content.decode()


def test_the_municipalitys_facts_go_back_too(browser, municipality):
    publish_now(propose_site, municipality)
    edit(municipality, contact="Fel växel")
    publish_now(propose_site, municipality)
    page = reverse("publishing:publish_site_again", args=[municipality.slug, 1])

    browser.post(page, fill(browser.get(page), note="Fel nummer."))

    assert record.latest("site", municipality.uuid).contact == ""
