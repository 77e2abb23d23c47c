"""The approval: by a meeting or by each member, frozen as it was read, and let through unchanged to the publication."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actions.models import ActionPlan
from indicators.models import Target
from portal.desk.waiting import Waiting
from portal.followups import approving
from portal.followups.forms.follow_ups import AssessmentForm, FollowUpForm, SectionForm
from portal.followups.models import Approval, AreaAssessment, Assent, FollowUp, Section
from portal.followups.tasks import make_document
from portal.public import documents
from portal.public.paper import sheets
from portal.publications import content, record
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes import files
from programmes.models import Change, Upload
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter
from tests.test_follow_up import approve
from tests.test_uploads import drawn

pytestmark = pytest.mark.django_db
YEAR = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}


@pytest.fixture
def programme():
    return make.programme(title="Näringslivsprogram")


@pytest.fixture
def unit(programme):
    return make.department(programme.municipality, name="Tekniska förvaltningen")


@pytest.fixture
def action(programme, unit):
    plan = make.plan(programme, state="adopted", **YEAR)
    action = make.action(plan, responsible=unit, area=make.area(programme, name="Etableringar"))
    make.report(action, period="2025", account="Gick bra.", ready=True)
    return action


@pytest.fixture
def indicator(programme):
    indicator = make.save(make.indicator(programme.municipality), programmes=[programme])
    make.observation(indicator)
    make.owned(Target, programme, {}, programme=programme, indicator=indicator, value=5)
    return indicator


@pytest.fixture
def follow_up(programme, action, indicator):
    """A follow-up of what is published, with a part for one department and a text of its own."""
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    row = make.owned(FollowUp, programme, facts, programme=programme, verdict="partly", summary="Det går framåt.")
    make.owned(Section, row, {"heading": "Eget", "text": "Mer."}, follow_up=row, place="summary", order=1)
    return row


def members(follow_up, number, **fields):
    """Return the group and the memberships of its members, who approve here."""
    group = make.group(follow_up.programme, members_approve=True)
    return group, [make.membership(follow_up.municipality, "steering_group", **fields) for _n in range(number)]


def assent(client, follow_up, group, membership):
    client.force_login(membership.user)
    form = f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    return client.post(form, fill(client.get(form)), follow=True)


def test_it_is_approved_when_the_last_member_has(client, follow_up):
    group, (one, other) = members(follow_up, 2)

    assent(client, follow_up, group, one)
    first = follow_up.approval
    assent(client, follow_up, group, other)

    said = approving.document(follow_up.approval).approval
    assert first is None
    assert (said.group, said.members, said.registered_by) == ("Styrgruppen", 2, "styrgrupp")


def test_who_has_approved_is_not_asked_to_read_and_approve_again(client, follow_up):
    group, (one, _other) = members(follow_up, 2)
    client.force_login(one.user)

    before = client.get(follow_up.get_absolute_url())
    after = assent(client, follow_up, group, one)

    assert [page.text.count(f"/godkann/{group.pk}/") for page in (before, after)] == [1, 0]


def test_a_superuser_is_no_member_whose_approval_counts(client, follow_up):
    group, _nobody = members(follow_up, 0)
    person = make.user(is_superuser=True)

    client.force_login(person)
    form = f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    client.post(form, fill(client.get(form)))

    assert follow_up.approval is None


def test_what_a_member_approved_before_it_was_changed_does_not_count(client, follow_up):
    group, (one, other) = members(follow_up, 2)
    assent(client, follow_up, group, one)
    follow_up.summary = "Det går bakåt."
    make.save(follow_up)

    assent(client, follow_up, group, other)
    waiting = follow_up.approval
    assent(client, follow_up, group, one)

    assert waiting is None
    assert "Det går bakåt." in follow_up.approval.content


def test_what_is_changed_while_a_member_reads_is_read_once_more(client, follow_up):
    group, (one,) = members(follow_up, 1)
    client.force_login(one.user)
    form = f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    page = client.get(form)
    follow_up.summary = "Det går bakåt."
    make.save(follow_up)

    refused = client.post(form, fill(page))

    assert list(refused.context["form"].errors) == ["__all__"]
    assert not Assent.objects.exists()


def test_a_member_takes_back_the_own_approval(client, follow_up):
    group, (one, _other) = members(follow_up, 2)
    assent(client, follow_up, group, one)

    client.post(f"/arbete/{follow_up.municipality.slug}/uppfoljningar/ledamoter/{Assent.objects.get().pk}/ta-tillbaka/")

    assert Assent.objects.get().dropped


def test_nobody_brings_back_what_another_member_took_back(client, follow_up):
    group, (one, other) = members(follow_up, 2)
    assent(client, follow_up, group, one)
    client.post(f"/arbete/{follow_up.municipality.slug}/uppfoljningar/ledamoter/{Assent.objects.get().pk}/ta-tillbaka/")

    with pytest.raises(ValidationError, match="bara för egen del"):
        undo(Change.objects.latest("pk"), user=other.user)

    assert Assent.objects.get().dropped


def test_withdrawn_the_approval_is_given_anew_by_every_member(client, follow_up):
    group, (one,) = members(follow_up, 1)
    assent(client, follow_up, group, one)
    client.post(f"{follow_up.get_absolute_url()}ta-tillbaka/")

    page = client.get(follow_up.get_absolute_url())

    assert "är tillbakataget" in page.text
    assert page.context["members"][0][2] == 0


def test_an_editor_takes_back_a_withdrawal_with_the_members_approvals(client, follow_up):
    group, (one,) = members(follow_up, 1)
    assent(client, follow_up, group, one)
    editor = enter(client, follow_up.municipality, "editor").user
    client.post(f"{follow_up.get_absolute_url()}ta-tillbaka/")

    undo(Approval.history.latest("history_id").change, user=editor)

    assert follow_up.approval is not None
    assert not Assent.objects.get().dropped


def test_a_department_without_a_representative_is_said_to_readers_by_role(client, follow_up, programme):
    other = make.department(programme.municipality, name="Kulturförvaltningen")
    make.action(ActionPlan.objects.get(), responsible=other)
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}godkann/"
    group = make.group(programme)
    typed = {"group": group.pk, "on": "2026-02-18", f"of_{other.pk}": "förvaltningschef"}

    client.post(form, fill(client.get(form), **typed))
    page = client.get(f"{follow_up.get_absolute_url()}forhandsvisning/").text

    assert "Företrädda vid godkännandet: Kulturförvaltningen (förvaltningschef)." in page
    assert "Utan företrädare: Tekniska förvaltningen." in page


def test_where_no_group_approves_the_page_says_where_to_add_one(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}godkann/"

    without = client.get(form).text
    make.group(follow_up.programme)

    assert "No group approves the follow-up yet." in without
    assert f'href="{follow_up.programme.get_absolute_url()}"' in without
    assert "No group approves the follow-up yet." not in client.get(form).text


def test_a_member_of_a_department_that_has_closed_represents_its_successor(client, follow_up, unit):
    heir = make.department(unit.municipality, name="Samhällsbyggnad")
    unit.valid_through, unit.successor = date(2025, 10, 31), heir
    make.save(unit)
    group, (one,) = members(follow_up, 1, department=unit)

    assent(client, follow_up, group, one)

    (said,) = approving.document(follow_up.approval).approval.represented
    assert (said.department, said.role) == ("Samhällsbyggnad", "ledamot i styrgruppen")


def test_a_person_is_not_named_as_representative(client, follow_up, unit):
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}godkann/"
    typed = {"group": make.group(follow_up.programme).pk, "on": "2026-02-18", f"of_{unit.pk}": "Anna Lindqvist"}

    refused = client.post(form, fill(client.get(form), **typed))

    assert list(refused.context["form"].errors) == [f"of_{unit.pk}"]
    assert not Approval.objects.exists()


def test_where_nobody_was_noted_nothing_is_said_of_representatives(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}godkann/"
    group = make.group(follow_up.programme)

    client.post(form, fill(client.get(form), group=group.pk, on="2026-02-18"))

    assert approving.document(Approval.objects.get()).approval.represented == ()


def test_what_is_approved_waits_for_its_publication(follow_up):
    editor = make.membership(follow_up.municipality, "editor").user
    approval = approve(follow_up)

    before = Waiting(follow_up.municipality, editor, date(2026, 2, 20)).counts["publish"]
    approving.publish(approval, by="Näringslivsenheten")

    assert before == 1
    assert Waiting(follow_up.municipality, editor, date(2026, 2, 20)).counts["publish"] == 0


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, ""),
        (1, "Gruppens enda ledamot har läst och godkänt den."),
        (2, "Båda ledamöterna har läst och godkänt den."),
        (3, "Alla 3 ledamöter har läst och godkänt den."),
    ],
)
def test_the_workbook_says_how_many_members_approved(number, sentence):
    facts = {"group": "Styrgruppen", "on": date(2026, 2, 18), "minutes": "", "registered_by": "styrgrupp"}

    assert dict(sheets.approved(content.Approval(**facts, members=number)))["Om godkännandet"] == sentence


def said(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    make.save(row)


CHANGES = {  # what is changed between approval and publication: how, and by which word it would be known
    "an action's text": (lambda s: said(s["action"], title="Hemlig lots"), "Hemlig lots"),
    "its status": (lambda s: said(s["action"], status="completed"), "Genomförd"),
    "a report": (lambda s: said(s["action"].reports.get(), account="Gick dåligt."), "Gick dåligt."),
    "a figure": (lambda s: said(s["indicator"].observations.get(), value=Decimal(98765)), "98 765"),
    "a target": (lambda s: said(Target.objects.get(), value=Decimal(87654)), "87 654"),
    "a plan": (lambda s: make.action(make.plan(s["programme"], state="adopted", **YEAR), title="Ny lots"), "Ny lots"),
    "an action goes": (lambda s: said(s["action"], dropped=True), "Företagslots"),
    "a department's name": (lambda s: said(s["unit"], name="Gatukontoret"), "Gatukontoret"),
    "the programme's wording": (lambda s: said(s["programme"], vision="<p>En ny vision.</p>"), "En ny vision."),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_changes_after_the_approval_is_told_and_does_not_slip_in(
    client, follow_up, programme, action, indicator, unit, kind
):
    change, word = CHANGES[kind]
    approval = approve(follow_up)
    change({"programme": programme, "action": action, "indicator": indicator, "unit": unit})
    enter(client, follow_up.municipality, "editor")

    since = client.get(follow_up.get_absolute_url()).context["since"]
    approving.publish(approval, by="Näringslivsenheten")

    published = record.latest("follow_up", follow_up.uuid)
    assert word in " ".join(f"{one.room} {one.old} {one.new}" for one in since).replace("\xa0", " ")
    assert approving.chain.canonical(published) == approval.content


def test_a_new_logotype_is_not_on_the_document_that_was_approved(follow_up):
    approval, place = approve(follow_up), follow_up.municipality
    make_document.call(approval.pk)
    before = documents.stored_forms(approval.content_hash)

    body = drawn((200, 100))
    facts = {"purpose": "logotype", "name": "logga.png", "digest": files.keep(place.uuid, body), "size": len(body)}
    make.owned(Upload, follow_up, facts)
    publish(propose_site, place, seen=propose_site(place).seen, by="Näringslivsenheten")
    approving.publish(approval, by="Näringslivsenheten")
    make_document.call(approval.pk)

    assert documents.stored_forms(approval.content_hash) == before


OWN = {
    "a text": lambda f: (FollowUpForm, f, {"summary": "Ändrat.", "title": f.title}),
    "an area's verdict": lambda f: (
        AssessmentForm,
        AreaAssessment(municipality=f.municipality, follow_up=f, area=f.programme.areas.get()),
        {"verdict": "hard"},
    ),
    "a section of its own": lambda f: (SectionForm, f.sections.get(), {"text": "Ändrat."}),
}


@pytest.mark.parametrize("kind", OWN)
def test_what_the_report_says_itself_is_changed_only_when_the_approval_is_withdrawn(follow_up, kind):
    kind_of_form, row, typed = OWN[kind](follow_up)
    approval = approve(follow_up)
    form = kind_of_form(typed_into(kind_of_form, row, typed), instance=row)

    assert form.is_valid(), form.errors
    assert form.apply(None, "Ändrade") is None
    assert "Withdraw the approval" in str(form.errors) or "Ta tillbaka godkännandet" in str(form.errors)
    assert follow_up.approval == approval


def typed_into(kind_of_form, row, typed):
    """Return what a browser sends of a form into which somebody has typed."""
    form = kind_of_form(instance=row)
    stands = {name: form[name].value() for name in form.fields}
    seen = {form[name].html_initial_name: value for name, value in stands.items()} if row.pk else {}
    return {key: "" if value is None else value for key, value in (seen | stands | typed).items()}
