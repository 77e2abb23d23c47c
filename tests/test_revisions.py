"""A revision is prepared beside the programme in force and takes its place by a decision."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from portal.publishing.publish import propose_programme, propose_site, publish
from portal.publishing.revised import revised
from programmes import revising
from programmes.history import Change, change
from programmes.models import Area, Goal, Programme, RevisedArea, RevisedGoal, RevisedTexts, Revision
from programmes.undoing import tried, undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(municipality):
    """An adopted programme; its history starts with what was adopted."""
    programme = make.programme(municipality, title="Program 2021–2035", vision="<p>Ett gott företagsklimat.</p>")
    make.step(programme)
    return programme


@pytest.fixture
def revision(programme):
    return make.owned(Revision, programme, {}, programme=programme, title="Revidering 2027")


@pytest.fixture
def desk(client, municipality):
    """A browser of an editor, and the addresses of the desk."""
    enter(client, municipality, "editor")
    return Desk(client, municipality.get_absolute_url())


class Desk:
    def __init__(self, client, home):
        self.client, self.home = client, home

    def get(self, address):
        return self.client.get(self.home + address)

    def open(self, address):
        """Return what the form at an address sends unaltered."""
        return fill(self.get(address))

    def save(self, address, **typed):
        return self.send(address, fill(self.get(address), **typed))

    def send(self, address, sent):
        return self.client.post(self.home + address, sent)


def correct(row, **values):
    """Correct what is in force, as an editorial correction."""
    with change("Rättade", municipality=row.municipality, ground="correction", reason="Stavfel") as deed:
        row = deed.lock(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.check_change(type(row).objects.get(pk=row.pk), deed)
        row.save()
    return row


def decide(programme, **fields):
    return make.step(programme, kind="revision", on_date=date(2026, 6, 15), **fields)


def enact(desk, revision, **typed):
    step = decide(revision.programme)
    return desk.save(f"revisioner/{revision.pk}/beslut/", step=step.pk, **typed)


# Preparing


def test_only_adopted_wording_is_revised(desk, municipality):
    programme = make.programme(municipality)

    page = desk.save(f"program/{programme.pk}/revision/ny/", title="Revidering")

    assert "The wording has not been adopted yet" in page.text


def test_there_is_one_revision_at_a_time(desk, programme, revision):
    page = desk.save(f"program/{programme.pk}/revision/ny/", title="Ännu en")

    assert "A revision of this programme is being prepared already." in page.text


def test_what_is_proposed_leaves_the_programme_as_it_is(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya jobb.")

    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya jobb.")

    assert Goal.objects.get().wording == "3 700 nya jobb."
    [part] = revising.read(revision).goals
    assert [(one.name, one.adopted, one.proposed) for one in part.changed] == [
        ("wording", "3 700 nya jobb.", "4 000 nya jobb.")
    ]


def test_the_words_that_differ_are_marked_on_both_sides(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya jobb.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya jobb.")

    page = desk.get(f"revisioner/{revision.pk}/")

    assert "<del>3 700</del> nya jobb." in page.text
    assert "<ins>4 000</ins> nya jobb." in page.text


def test_two_people_word_different_fields(desk, programme, revision):
    address = f"revisioner/{revision.pk}/texter/"
    desk.save(address, vision="Ny vision.")
    mine, theirs = desk.open(address), desk.open(address)

    desk.send(address, theirs | {"purpose": "Nytt syfte."})
    desk.send(address, mine | {"background": "Ny bakgrund."})

    row = RevisedTexts.objects.get()
    assert [row.vision, row.purpose, row.background] == [
        "<p>Ny vision.</p>",
        "<p>Nytt syfte.</p>",
        "<p>Ny bakgrund.</p>",
    ]


def test_two_people_who_word_the_same_field_see_both_texts(desk, programme, revision):
    address = f"revisioner/{revision.pk}/texter/"
    desk.save(address, vision="Ny vision.")
    mine, theirs = desk.open(address), desk.open(address)
    desk.send(address, theirs | {"vision": "Hennes vision."})

    page = desk.send(address, mine | {"vision": "Min vision."})

    assert "Hennes vision." in page.text
    assert "Min vision." in page.text
    assert RevisedTexts.objects.get().vision == "<p>Hennes vision.</p>"


def test_readers_read_a_revision_and_change_nothing(client, municipality, programme, revision):
    enter(client, municipality, "reader")
    home = f"{municipality.get_absolute_url()}revisioner/{revision.pk}/"

    assert [client.get(f"{home}{page}").status_code for page in ("", "texter/", "beslut/")] == [200, 403, 403]


def test_a_revision_does_not_wait_to_be_published(desk, programme, revision):
    before = propose_programme(programme).document

    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")

    assert propose_programme(Programme.objects.get()).document == before


# Corrections meanwhile


def test_what_the_revision_leaves_alone_follows_a_correction(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", purpose="Nytt syfte.")

    correct(programme, vision="<p>Ett gott näringslivsklimat.</p>")

    texts = revising.read(Revision.objects.get()).texts
    assert texts.values["vision"] == "<p>Ett gott näringslivsklimat.</p>"
    assert [one.name for one in texts.changed] == ["purpose"]


def test_a_correction_of_what_the_revision_words_has_to_be_chosen(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya job.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya job.")
    correct(goal, wording="3 700 nya jobb.")

    page = enact(desk, revision)

    assert page.status_code == 200
    assert Goal.objects.get().wording == "3 700 nya jobb."
    assert [one.name for _field, one in page.context["form"].asked()] == ["wording"]


@pytest.mark.parametrize(("chosen", "wording"), [("adopted", "3 700 nya jobb."), ("proposed", "4 000 nya job.")])
def test_the_chosen_wording_stands(desk, programme, revision, chosen, wording):
    goal = make.goal(programme, wording="3 700 nya job.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya job.")
    correct(goal, wording="3 700 nya jobb.")
    [name] = desk.get(f"revisioner/{revision.pk}/beslut/").context["form"].contested

    enact(desk, revision, **{name: chosen})

    assert (Goal.objects.get().wording, Revision.objects.get().state) == (wording, "in_effect")


def test_a_choice_counts_for_the_correction_that_was_seen(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya job.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya job.")
    correct(goal, wording="3 700 nya jobb.")
    address = f"revisioner/{revision.pk}/beslut/"
    step = decide(programme)
    sent = dict.fromkeys(desk.get(address).context["form"].contested, "proposed") | {"step": step.pk}
    correct(goal, wording="3 700 nya arbeten.")

    desk.send(address, sent)

    assert Goal.objects.get().wording == "3 700 nya arbeten."


def test_whoever_words_a_corrected_field_has_chosen(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya job.")
    address = f"revisioner/{revision.pk}/mal/{goal.pk}/"
    desk.save(address, wording="4 000 nya job.")
    correct(goal, wording="3 700 nya jobb.")

    desk.save(address, wording="4 000 nya jobb.")

    assert revising.read(Revision.objects.get()).contested == []


def test_a_correction_made_while_one_writes_is_shown_first(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya job.")
    address = f"revisioner/{revision.pk}/mal/{goal.pk}/"
    desk.save(address, theme="Jobb")
    sent = desk.open(address) | {"wording": "4 000 nya job."}
    correct(goal, wording="3 700 nya jobb.")

    page = desk.send(address, sent)

    assert "3 700 nya jobb." in page.text
    assert RevisedGoal.objects.get().wording == "3 700 nya job."


# Taking effect


def test_all_takes_the_programmes_place_in_one_change_by_the_decision(desk, programme, revision):
    goal, area = make.goal(programme, wording="3 700 nya jobb."), make.area(programme, name="Mark")
    removed = make.goal(programme, wording="Något annat.")
    home = f"revisioner/{revision.pk}"
    desk.save(f"{home}/texter/", title="Program 2027–2040", period_through="2040", vision="Ny vision.")
    desk.save(f"{home}/mal/{goal.pk}/", wording="4 000 nya jobb.", quantity="4 000", quantity_kind="change")
    desk.save(f"{home}/mal/{removed.pk}/", removes="on")
    desk.save(f"{home}/mal/nytt/", wording="Fler unga företagare.")
    desk.save(f"{home}/omraden/{area.pk}/", name="Mark och lokaler")
    desk.save(f"{home}/omraden/nytt/", name="Unga företagare")

    enact(desk, revision)

    programme.refresh_from_db()
    assert (programme.title, programme.period_through, programme.vision) == (
        "Program 2027–2040",
        2040,
        "<p>Ny vision.</p>",
    )
    goals = [(row.pk == goal.pk, row.wording, row.quantity) for row in programme.goals.kept()]
    assert goals == [(True, "4 000 nya jobb.", 4000), (False, "Fler unga företagare.", None)]
    areas = [(row.uuid == area.uuid, row.slug == area.slug, row.name) for row in programme.areas.kept()]
    assert areas == [(True, True, "Mark och lokaler"), (False, False, "Unga företagare")]
    deed = Change.objects.first()
    assert (deed.ground, deed.step.kind) == ("decision", "revision")
    assert Revision.objects.get().decided_by == deed.step


def test_it_can_be_taken_back_and_brought_back(desk, programme, revision, editor):
    area = make.area(programme, name="Mark")
    desk.save(f"revisioner/{revision.pk}/omraden/{area.pk}/", name="Mark och lokaler")
    desk.save(f"revisioner/{revision.pk}/omraden/nytt/", name="Unga företagare")
    enact(desk, revision)

    undone = undo(Change.objects.first(), user=editor)
    back = [row.name for row in Area.objects.kept()], Revision.objects.get().state
    undo(undone, user=editor)

    assert back == (["Mark"], "open")
    assert [row.name for row in Area.objects.kept()] == ["Mark och lokaler", "Unga företagare"]


def test_without_a_decision_it_does_not_take_effect(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")
    adoption = programme.steps.get()

    page = desk.save(f"revisioner/{revision.pk}/beslut/", step=adoption.pk)

    assert "step" in page.context["form"].errors
    assert Revision.objects.get().state == "open"


def test_before_the_day_of_its_decision_it_does_not_take_effect(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")
    step = make.step(programme, kind="revision", on_date=timezone.localdate() + timedelta(days=1))

    page = desk.save(f"revisioner/{revision.pk}/beslut/", step=step.pk)

    assert "The decision lies in the future." in page.text


def test_before_its_decision_takes_effect_it_stays_a_draft(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")
    day = timezone.localdate() + timedelta(days=1)
    step = make.step(programme, kind="revision", takes_effect=day)

    page = desk.save(f"revisioner/{revision.pk}/beslut/", step=step.pk)

    assert f"The decision takes effect on {day.isoformat()}, and the revision on that day." in page.text
    assert Revision.objects.get().state == "open"


def test_what_plans_hang_on_is_not_removed_and_is_named(desk, programme, revision):
    area = make.area(programme, name="Mark")
    make.action(make.plan(programme), area=area, title="Företagslots")
    desk.save(f"revisioner/{revision.pk}/omraden/{area.pk}/", removes="on")

    page = enact(desk, revision)

    assert "Företagslots" in page.text
    assert (Area.objects.get().dropped, Revision.objects.get().state) == (False, "open")


def test_what_hangs_on_an_area_moves_to_the_one_that_takes_over(desk, programme, revision):
    area, heir = make.area(programme, name="Mark"), make.area(programme, name="Lokaler")
    action = make.action(make.plan(programme), area=area)
    goal, dialogue = make.goal(programme, areas=[area]), make.save(make.dialogue(programme), areas=[area, heir])
    desk.save(f"revisioner/{revision.pk}/omraden/{area.pk}/", removes="on", heir=heir.pk)

    enact(desk, revision)

    assert Area.objects.get(pk=area.pk).dropped is True
    assert Action.objects.get(pk=action.pk).area == heir
    assert [list(row.areas.all()) for row in (goal, dialogue)] == [[heir], [heir]]


def test_what_a_rule_keeps_in_place_is_named(desk, programme, revision):
    area, heir = make.area(programme, name="Mark"), make.area(programme, name="Lokaler")
    plan = make.plan(programme, state="adopted")
    make.action(plan, area=area, title="Företagslots")
    plan.state = "closed"
    make.save(plan)
    desk.save(f"revisioner/{revision.pk}/omraden/{area.pk}/", removes="on", heir=heir.pk)

    page = enact(desk, revision)

    assert "“1. Företagslots” cannot be moved from “Mark” to “Lokaler”" in page.text
    assert Area.objects.get(pk=area.pk).dropped is False


def test_once_in_effect_its_texts_stay(desk, programme, revision, editor):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")
    typed = Change.objects.first()
    enact(desk, revision)

    page = desk.save(f"revisioner/{revision.pk}/texter/", vision="En annan vision.")

    assert "The revision has taken effect" in page.text
    assert "The revision has taken effect" in tried(typed, user=editor)


def test_a_revision_that_was_given_up_leaves_room_for_another(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")

    desk.send(f"revisioner/{revision.pk}/ta-bort/", {})
    desk.save(f"program/{programme.pk}/revision/ny/", title="Revidering 2028")

    assert [row.title for row in Revision.objects.kept()] == ["Revidering 2028"]
    assert RevisedTexts.objects.get().dropped is True


def test_a_part_is_taken_out_of_the_revision(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya jobb.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya jobb.")

    desk.send(f"revisioner/mal/{RevisedGoal.objects.get().pk}/ta-bort/", {})

    assert [part.state for part in revising.read(revision).goals] == ["same"]


def test_what_has_left_the_programme_falls_out_of_the_revision(desk, programme, revision):
    goal = make.goal(programme, wording="3 700 nya jobb.")
    desk.save(f"revisioner/{revision.pk}/mal/{goal.pk}/", wording="4 000 nya jobb.")

    correct(goal, dropped=True)

    assert [part.state for part in revising.read(Revision.objects.get()).goals] == ["gone"]
    enact(desk, revision)
    assert Goal.objects.get().wording == "3 700 nya jobb."


# Reading it as a whole


def test_the_preview_reads_as_the_programme_would(desk, programme, revision):
    area, gone = make.area(programme, name="Mark"), make.area(programme, name="Lokaler")
    goal = make.goal(programme, wording="3 700 nya jobb.", areas=[gone])
    home = f"revisioner/{revision.pk}"
    desk.save(f"{home}/texter/", vision="Ny vision.")
    desk.save(f"{home}/mal/{goal.pk}/", quantity="4 000", quantity_kind="change", unit="jobb")
    desk.save(f"{home}/omraden/{gone.pk}/", removes="on", heir=area.pk)
    desk.save(f"{home}/omraden/nytt/", name="Unga företagare")

    document = revised(propose_programme(programme).document, Revision.objects.get())

    assert document.vision == "<p>Ny vision.</p>"
    assert [(row.quantity.value, row.areas) for row in document.goals] == [(4000, (area.uuid,))]
    assert [row.name for row in document.areas] == ["Mark", "Unga företagare"]


def test_the_preview_says_the_same_as_the_programme_once_it_has_taken_effect(desk, programme, revision):
    goal, gone = make.goal(programme), make.goal(programme)
    home = f"revisioner/{revision.pk}"
    desk.save(f"{home}/texter/", vision="Ny vision.", title="Program 2027–2040")
    desk.save(f"{home}/mal/{goal.pk}/", wording="4 000 nya jobb.", quantity="4 000", quantity_kind="change")
    desk.save(f"{home}/mal/{gone.pk}/", removes="on")
    desk.save(f"{home}/omraden/nytt/", name="Unga företagare", description="Vi stöder dem.")
    preview = revised(propose_programme(programme).document, Revision.objects.get())

    enact(desk, revision)

    document = propose_programme(Programme.objects.get()).document
    assert said(preview) == said(document)


def said(document):
    """Return what a reader would read of it, but for the keys of new rows and the decision itself."""
    goals = [(row.order, row.wording, row.quantity) for row in document.goals]
    areas = [(row.order, row.slug, row.name, row.description) for row in document.areas]
    return document.title, document.vision, goals, areas


def test_the_pages_of_the_preview_are_the_public_ones(desk, programme, revision):
    desk.save(f"revisioner/{revision.pk}/texter/", vision="En helt ny vision.")

    page = desk.get(f"revisioner/{revision.pk}/forhandsvisning/")

    assert "En helt ny vision." in page.text


def test_then_it_is_published_as_a_new_decision(desk, programme, revision, municipality):
    for propose, subject in ((propose_site, municipality), (propose_programme, programme)):
        publish(propose, subject, seen=propose(subject).seen, by="Kommunen")
    desk.save(f"revisioner/{revision.pk}/texter/", vision="Ny vision.")
    enact(desk, revision)

    form = desk.get(f"publicera/program/{programme.pk}/").context["form"]

    assert (form["occasion"].value(), form["step"].value()) == ("decision", Revision.objects.get().decided_by_id)


@pytest.mark.parametrize("count", [1, 10])
def test_a_revision_is_read_with_as_many_queries_for_many_parts(programme, revision, count, django_assert_num_queries):
    for _ in range(count):
        goal, area = make.goal(programme), make.area(programme)
        based = {"based_on": goal.history.first().history_id, "revision": revision}
        make.owned(RevisedGoal, programme, based, target=goal, wording="Ny")
        based = {"based_on": area.history.first().history_id, "revision": revision}
        make.owned(RevisedArea, programme, based, target=area, name="Ny")

    with django_assert_num_queries(8):
        reading = revising.read(revision)
        assert [part.state for part in reading.parts] == ["same"] + ["reworded"] * 2 * count
