"""Approving while somebody else writes: what is frozen is what was opened, whole, and nothing is decided twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from indicators.models import Observation
from portal.followups import approving
from portal.followups.forms.follow_ups import FollowUpForm
from portal.followups.models import Approval, Assent, FollowUp
from portal.publications.models import Publication
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from tests import make
from tests.browse import fill
from tests.test_approval import members, typed_into
from tests.test_races import at_once, somebody_waits, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action():
    plan = make.plan(make.programme(), state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    return make.action(plan)


@pytest.fixture
def follow_up(action):
    programme = action.plan.programme
    make.observation(make.save(make.indicator(programme.municipality), programmes=[programme]))
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, facts, programme=programme, verdict="partly", summary="Det går framåt.")


@pytest.fixture
def opened(follow_up):
    """Return what presses the button on the page of approval that the editor has opened."""
    client, form = Client(), f"{follow_up.get_absolute_url()}godkann/"
    client.force_login(make.membership(follow_up.municipality, "editor").user)
    group = make.group(follow_up.programme)
    sent = fill(client.get(form), group=group.pk, on="2026-02-18")
    return lambda: client.post(form, sent)


def test_what_somebody_is_about_to_save_is_not_frozen(follow_up, action, opened):
    def rename(deed):
        row = deed.lock(action)
        row.title = "Halvfärdig lots"
        row.save()

    answer = at_once(follow_up.municipality, rename, opened)

    assert answer.status_code == 302
    assert "Halvfärdig" not in Approval.objects.get().content
    assert [one.new for one in approving.changed_since(Approval.objects.get())] == ["Halvfärdig lots"]


def test_what_somebody_types_is_not_frozen(follow_up, action, opened):
    writer = make.membership(follow_up.municipality, "contributor").user
    make.draft(writer, action, f"atgarder/{action.pk}/andra/", fields={"title": ["Halvfärdig lots"]})

    opened()

    assert "Halvfärdig" not in Approval.objects.get().content


def test_what_is_saved_in_the_midst_of_the_reading_is_not_frozen_by_half(follow_up, action, opened):
    def press():
        try:
            return opened()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as people:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Observation._meta.db_table} IN ACCESS EXCLUSIVE MODE")
            pressed = people.submit(press)
            wait_until(somebody_waits)  # the actions are read, the figures not yet
            with change("Ändrade båda", municipality=follow_up.municipality):
                action.title = "Ny lots"
                action.save()
                figure = Observation.objects.get()
                figure.value = 98765
                figure.save()
        refused = pressed.result()

    assert list(refused.context["form"].errors) == ["__all__"]
    assert not Approval.objects.exists()


def test_the_last_two_members_approve_at_this_moment_and_it_is_approved_once(follow_up):
    group, both = members(follow_up, 2)
    form = f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    clients = [Client(), Client()]
    for client, one in zip(clients, both, strict=True):
        client.force_login(one.user)
    sent = [fill(client.get(form)) for client in clients]

    def press(client, data):
        try:
            return client.post(form, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(press, clients, sent))

    assert answers == [302, 302]
    assert (Assent.objects.count(), Approval.objects.count()) == (2, 1)


def test_an_approval_that_is_withdrawn_at_this_moment_is_not_published(follow_up, opened):
    for propose, subject in [(propose_site, follow_up.municipality), (propose_programme, follow_up.programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    opened()
    approval = Approval.objects.get()

    def withdraw(deed):
        deed.lock(follow_up)
        row = deed.lock(approval)
        row.dropped = True
        row.save()

    with pytest.raises(ValidationError, match="tagits tillbaka"):
        at_once(follow_up.municipality, withdraw, lambda: approving.publish(approval, by="Näringslivsenheten"))

    assert not Publication.objects.filter(kind="follow_up").exists()


def test_of_two_who_write_the_overall_verdict_the_second_sees_both_and_chooses(follow_up):
    typed = {"verdict": "on_track", "motivation": "Det går bra."}
    form = FollowUpForm(typed_into(FollowUpForm, follow_up, typed), instance=follow_up)
    assert form.is_valid(), form.errors

    def judge(deed):
        row = deed.lock(follow_up)
        row.verdict, row.motivation = "hard", "Det går trögt."
        row.save()

    first = at_once(follow_up.municipality, judge, lambda: form.apply(None, "Bedömde"))
    shown = {name: str(form.fields[name].others) for name in form.errors}
    again = FollowUpForm(form.data, instance=FollowUp.objects.get())
    second = again.is_valid() and again.apply(None, "Bedömde")

    follow_up.refresh_from_db()
    assert first is None
    assert "Det går trögt." in shown["motivation"]
    assert second
    assert (follow_up.verdict, follow_up.motivation) == ("on_track", "<p>Det går bra.</p>")
