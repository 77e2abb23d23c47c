"""What no page of ours sends, but somebody may: it is refused in order, at once, and breaks no page."""

import json
import time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Action
from programmes import rich
from programmes.history import change
from programmes.models import Change, Draft
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
ENDLESS = "9" * 5000  # more digits than Python turns into a number
IN_NO_TIME = 5  # seconds; the same took minutes
NAME = "100 % %(x)s %d"


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality, title=NAME), slug="2026", title="Plan 2026")


@pytest.fixture
def kim(client, municipality):
    return enter(client, municipality, "administrator")


def test_endless_digits_are_nobodys_key(client, kim, plan):
    municipality = plan.municipality
    undo = reverse("actions:take_back", args=[municipality.slug, plan.pk])
    history = reverse("programmes:changes", args=[municipality.slug])

    assert client.post(undo, {"change": ENDLESS}).status_code == 404
    assert client.get(history, {"rad": f"goal-{ENDLESS}"}).status_code == 404
    assert client.post(reverse("usersessions_list"), {"session": ENDLESS}).status_code == 404


def test_a_preview_of_an_endless_number_is_not_the_one_that_was_seen(client, kim, plan):
    job = make.table(kim.user, plan, "Åtgärd\nLots", kind="actions")

    client.post(f"{job.get_absolute_url()}ta-in/", {"version": ENDLESS})

    job.refresh_from_db()
    assert job.state == job.State.PREVIEW


def test_an_endless_number_in_a_table_is_told_at_its_cell(client, kim, plan):
    paste = reverse("imports:paste", args=[plan.municipality.slug, plan.pk])

    page = client.post(paste, {"text": f"Nr\tÅtgärd\n{ENDLESS}\tLots", "kind": "actions"}, follow=True)

    assert "is no number of an action." in page.text


def test_no_plan_ends_where_the_calendar_does(client, kim, plan):
    form = f"{plan.get_absolute_url()}andra/"

    page = client.post(form, fill(client.get(form), start="9999-01-01", end="9999-12-31"))

    assert {*page.context["form"].errors} >= {"start", "end"}
    assert client.get(f"{plan.get_absolute_url()}nasta/").status_code == 200


def test_signs_that_no_page_may_hold_are_not_kept(client, kim, plan):
    action = make.action(plan)
    form = f"{action.get_absolute_url()}andra/"

    client.post(form, fill(client.get(form), title="Ett\x07 två\x1b\ufffe", description="Tre\x08\r\nfyra\x85fem"))

    action.refresh_from_db()
    assert (action.title, action.description) == ("Ett två", "Tre\nfyra fem")


@pytest.mark.parametrize("field", ["draft_page", "ti\0tle", "title"])
def test_a_draft_is_kept_without_what_the_database_has_no_sign_for(client, kim, plan, field):
    form = f"{make.action(plan).get_absolute_url()}andra/"

    assert client.post(form, {"draft": "1", "title": "Nytt"} | {field: "A\0B"}).status_code == 200

    assert "\0" not in json.dumps(list(Draft.objects.values_list("page", "fields")))
    assert client.post(form, {"draft_page": "A\0B"}).status_code == 200


@pytest.mark.parametrize("name", ["reports", "plan", "pk", "history"])
def test_a_draft_with_a_field_that_no_form_has_is_shown(client, kim, plan, name):
    action = make.action(plan)
    form = f"{action.get_absolute_url()}andra/"

    client.post(form, {"draft": "1", name: "Okänt"})

    assert "Okänt" in client.get(reverse("programmes:drafts", args=[plan.municipality.slug])).text
    assert client.get(form).status_code == 200


def test_a_percent_sign_in_a_name_breaks_no_sentence(client, kim, plan, reader):
    type(reader).objects.filter(pk=reader.pk).update(name=NAME)
    member = reader.memberships.get()
    page = client.get(reverse("access:add_role", args=[plan.municipality.slug, member.pk]))
    client.post(page.request["PATH_INFO"], fill(page, role="contributor"))

    pdf = SimpleUploadedFile("antaget.pdf", b"%PDF-1.7 %%EOF")
    client.post(reverse("programmes:adopted_document", args=[plan.municipality.slug, plan.programme_id]), {"file": pdf})

    told = set(Change.objects.values_list("sentence", flat=True))
    assert {f"Gave {NAME} one more role", f"Changed the adopted document of “{NAME}”"} <= told


@pytest.mark.parametrize(
    "seen", ["[" * 100_000, '{"%d": {"title": "\\ud800"}}', '{"0%d": {}}', '{"%d": []}', f'{{"%d": {ENDLESS}}}']
)
def test_what_nobody_can_have_seen_of_actions_is_not_found(client, kim, plan, seen):
    action = make.action(plan)
    form = reverse("actions:change_actions", args=[plan.municipality.slug, plan.pk])
    seen = seen.replace("%d", str(action.pk))

    assert client.post(form, {"row": action.pk, "seen": seen, "status": "ongoing"}).status_code == 404


def test_who_sets_an_area_again_after_a_colleague_took_it_away_is_heard(client, kim, plan):
    area, other = make.area(plan.programme), make.area(plan.programme)
    action = make.action(plan, area=area)
    form = reverse("actions:change_actions", args=[plan.municipality.slug, plan.pk])
    page = client.post(form, {"row": action.pk})
    with change("En annan", municipality=plan.municipality) as deed:
        row = deed.lock(action)
        row.area = None
        row.save()

    refused = client.post(form, fill(page, area=other.pk))
    client.post(form, fill(refused, area=other.pk))

    assert refused.status_code == 200
    assert Action.objects.get().area == other


@pytest.mark.parametrize(
    "html",
    [
        f'<p style="{"mso-list:" * 50_000}">Text</p>',
        "<ul><li>" * 30_000 + "Text",
        "<li><dd>" * 30_000 + "Text",
        "<a href=x" * 30_000 + "><p>Text",
    ],
)
def test_no_html_keeps_anybody_waiting(html):
    begun = time.process_time()

    rich.clean(html)

    assert time.process_time() - begun < IN_NO_TIME


def test_a_text_of_very_many_lines_is_read_in_no_time():
    begun = time.process_time()

    assert rich.from_text("a\n" * 50_000).count("<br>") == 49_999

    assert time.process_time() - begun < IN_NO_TIME


def test_the_words_in_tags_that_stand_too_deep_stay():
    assert rich.clean("<div>" * 900 + "Ett <b>två</b>" + "</div>" * 900 + "<b>tre</b>") == (
        "<p>Ett två</p><p><strong>tre</strong></p>"
    )


def test_long_texts_are_not_remembered():
    before = rich._kept.cache_info().currsize

    rich.clean("<p>" + "Ett ord " * 10_000)

    assert rich._kept.cache_info().currsize == before


def test_many_words_are_looked_for_in_no_time(client, kim, plan):
    for number in range(1, 31):
        make.report(make.action(plan, number=number), account="abc " * 1000)
    query = "?ord=" + "+".join("abc"[: 1 + place % 3] for place in range(1_000_000))
    begun = time.process_time()

    client.post(reverse("actions:change_actions", args=[plan.municipality.slug, plan.pk]), {"all": "1", "query": query})

    assert time.process_time() - begun < IN_NO_TIME


def test_changes_are_not_searched_for_thousands_of_words(client, kim, plan):
    history = reverse("programmes:changes", args=[plan.municipality.slug])

    page = client.get(history, {"sok": "a " * 2000})

    assert page.context["form"].errors.keys() == {"sok"}


def test_no_more_files_are_taken_at_once_than_a_form_has(client):
    files = {f"file{number}": SimpleUploadedFile("a.pdf", b"%PDF-") for number in range(20)}

    assert client.post(reverse(settings.LOGIN_URL), files).status_code == 400
