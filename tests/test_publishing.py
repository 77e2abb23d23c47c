"""Publishing: what is seen is what is published, adopted wording needs a ground, and the site follows."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.publications import record
from portal.publications.models import Publication
from portal.publishing.publish import CORRECTION, DECISION, Stale, propose_programme, propose_site, publish
from programmes.history import change
from programmes.models import Role
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db


def publish_now(propose, subject, **said):
    return publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten", **said)


@pytest.fixture
def programme():
    programme = make.programme()
    publish_now(propose_site, programme.municipality)
    return programme


def edit(row, **fields):
    with change("Ändrade", municipality=row.municipality):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def test_publishing_appends_the_working_rows_to_the_chain(programme):
    publication = publish_now(propose_programme, programme)

    assert record.latest("programme", programme.uuid).title == programme.title
    assert (publication.sequence, publication.version) == (2, 1)


def test_after_publishing_nothing_would_change(programme):
    publish_now(propose_programme, programme)

    assert propose_programme(programme).differences == ()


def test_what_was_changed_since_the_publisher_looked_is_not_published(programme):
    seen = propose_programme(programme).seen
    edit(programme, vision="En kollegas halvfärdiga mening")

    with pytest.raises(Stale):
        publish(propose_programme, programme, seen=seen, by="Näringslivsenheten")


def test_a_programme_is_published_after_the_municipalitys_facts():
    with pytest.raises(ValidationError, match="namn"):
        publish_now(propose_programme, make.programme())


def test_a_left_out_row_keeps_its_last_published_wording(programme):
    goal = make.goal(programme, wording="Före")
    publish_now(propose_programme, programme)
    edit(goal, wording="Efter")

    publish_now(propose_programme, programme, leaving={goal.uuid})

    assert [goal.wording for goal in record.latest("programme", programme.uuid).goals] == ["Före"]


def test_a_row_that_needs_a_left_out_row_stops_publishing(programme):
    area = make.area(programme)
    make.goal(programme, areas=[area])

    with pytest.raises(ValidationError, match="hänvisar"):
        publish_now(propose_programme, programme, leaving={area.uuid})


def test_adopted_wording_is_not_published_as_an_ordinary_update(programme):
    make.step(programme)
    publish_now(propose_programme, programme)
    edit(programme, vision="En annan vision")

    with pytest.raises(ValidationError, match="lydelse"):
        publish_now(propose_programme, programme)
    assert publish_now(propose_programme, programme, occasion=CORRECTION, note="Stavfel").change == "correction"


def test_a_new_decision_names_the_decision(programme):
    step = make.step(programme, paragraph="§ 44")

    with pytest.raises(ValidationError):
        publish_now(propose_programme, programme, occasion=DECISION, note="Antaget")
    publication = publish_now(propose_programme, programme, occasion=DECISION, note="Antaget", step=step)
    assert publication.decision == "Antogs av kommunfullmäktige den 1\u00a0juni 2021, §\u00a044"


def test_facts_of_the_municipality_rest_on_no_decision(client, municipality):
    client.force_login(make.membership(municipality, "editor").user)
    form = reverse("publishing:publish_site", args=[municipality.slug])

    page = client.post(form, fill(client.get(form), occasion="decision", note="Antaget"))

    assert page.context["form"].errors.keys() == {"occasion"}
    assert not Publication.objects.exists()


def test_the_publisher_stands_in_the_record_by_unit(programme):
    assert publish_now(propose_programme, programme).published_by == "Näringslivsenheten"


@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_at_once_the_second_is_told(programme):
    seen = propose_programme(programme).seen
    outcomes = []

    def publish_once():
        try:
            outcomes.append(publish(propose_programme, programme, seen=seen, by="Näringslivsenheten").version)
        except Stale:
            outcomes.append("stale")
        connection.close()

    publishers = [threading.Thread(target=publish_once) for _ in range(2)]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()

    assert sorted(map(str, outcomes)) == ["1", "stale"]
    assert record.verify(programme.municipality.uuid) == Publication.objects.get(kind="programme").entry


def test_publishing_takes_as_many_queries_for_many_rows(programme):
    def count():
        with CaptureQueriesContext(connection) as queries:
            publish_now(propose_programme, programme)
        return len(queries)

    plan = make.plan(programme, state="adopted")
    make.action(plan)
    publish_now(propose_programme, programme)
    make.action(plan)
    one = count()
    for _ in range(50):
        make.action(plan)

    assert count() == one


def test_a_correction_can_be_told_when_nothing_differs(client, programme):
    publish_now(propose_programme, programme)
    client.force_login(make.membership(programme.municipality, Role.EDITOR).user)
    address = reverse("publishing:publish_programme", args=[programme.municipality.slug, programme.pk])
    page = fill(client.get(address))

    silent = client.post(address, page)
    client.post(address, page | {"note": "Diarienumret var fel till i går."})

    newest = Publication.objects.filter(kind="programme").latest("version")
    assert list(silent.context["form"].errors) == ["note"]
    assert (newest.version, newest.change, newest.note) == (2, "correction", "Diarienumret var fel till i går.")


def test_the_publisher_is_told_which_plans_are_drafts(client, programme):
    make.plan(programme, title="Handlingsplan 2027", state="draft")
    member = make.membership(programme.municipality, Role.EDITOR)
    client.force_login(member.user)

    page = client.get(reverse("publishing:publish_programme", args=[programme.municipality.slug, programme.pk]))

    assert "”Handlingsplan 2027” är ett utkast och publiceras inte." in page.content.decode()
