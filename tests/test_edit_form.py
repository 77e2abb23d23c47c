"""The form over a working row: what two people write meets here."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from portal.access.member_forms import MemberForm
from programmes.dates import PartialDate
from programmes.forms import EditForm
from programmes.history import Change
from programmes.models import Goal, Programme
from programmes.views.forms import GoalForm, StepForm, TextsForm
from tests import make
from tests.browse import Form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Sentences stand here as they do in the code."""
    with translation.override("en"):
        yield


class DiaryForm(EditForm):
    class Meta:
        model = Programme
        fields = ["title", "internal_note", "diary_number", "revision_every"]


def opened(form, row):
    """Return what a browser holds after a page with the form over the row was opened."""
    return Form(f'<main><form class="form">{form(instance=fresh(row))}</form>').values


def sent(form, row, page, **typed):
    """Send the page back with what was typed; return the form, saved or with its errors."""
    data = QueryDict(mutable=True)
    for name, value in (page | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    done = form(data, instance=fresh(row))
    if done.is_valid():
        done.apply(None, "Ändrade")
    return done


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def html_of(form):
    return Form(f'<main><form class="form">{form}</form>').values


def test_two_people_who_change_different_fields_both_get_through():
    programme = make.programme(title="Före", internal_note="Före")
    first, second = opened(DiaryForm, programme), opened(DiaryForm, programme)

    sent(DiaryForm, programme, first, title="Efter")
    sent(DiaryForm, programme, second, internal_note="Efter")

    assert (fresh(programme).title, fresh(programme).internal_note) == ("Efter", "Efter")


def test_the_same_field_shows_both_texts_and_saves_nothing():
    programme = make.programme(internal_note="Före", diary_number="1")
    first, second = opened(DiaryForm, programme), opened(DiaryForm, programme)
    sent(DiaryForm, programme, first, internal_note="Annas text")

    form = sent(DiaryForm, programme, second, internal_note="Bos text", diary_number="2")

    assert list(form.errors) == ["internal_note"]
    assert "Annas text" in str(form)
    assert "Bos text" in str(form)
    assert (fresh(programme).internal_note, fresh(programme).diary_number) == ("Annas text", "1")


def test_the_second_save_wins():
    programme = make.programme(internal_note="Före")
    first, second = opened(DiaryForm, programme), opened(DiaryForm, programme)
    sent(DiaryForm, programme, first, internal_note="Annas text")
    form = sent(DiaryForm, programme, second, internal_note="Bos text")

    sent(DiaryForm, programme, html_of(form))

    assert fresh(programme).internal_note == "Bos text"


def test_a_third_person_between_the_two_saves_is_shown_too():
    programme = make.programme(internal_note="Före")
    first, second, third = (opened(DiaryForm, programme) for _ in range(3))
    sent(DiaryForm, programme, first, internal_note="Annas text")
    form = sent(DiaryForm, programme, second, internal_note="Bos text")
    sent(DiaryForm, programme, html_of(sent(DiaryForm, programme, third, internal_note="Cissis text")))

    again = sent(DiaryForm, programme, html_of(form))

    assert list(again.errors) == ["internal_note"]
    assert "Cissis text" in str(again)


def test_two_people_who_write_the_same_do_not_collide():
    programme = make.programme(internal_note="Före")
    first, second = opened(DiaryForm, programme), opened(DiaryForm, programme)
    sent(DiaryForm, programme, first, internal_note="Efter")

    assert not sent(DiaryForm, programme, second, internal_note="Efter").errors


def test_another_fault_does_not_hide_what_somebody_else_wrote():
    programme = make.programme(internal_note="Före")
    first, second = opened(DiaryForm, programme), opened(DiaryForm, programme)
    sent(DiaryForm, programme, first, internal_note="Annas text")
    form = sent(DiaryForm, programme, second, internal_note="Bos text", title="")

    again = sent(DiaryForm, programme, html_of(form) | {"title": "Titel"})

    assert list(again.errors) == ["internal_note"]


def test_a_page_that_does_not_say_what_it_saw_collides_with_what_stands():
    programme = make.programme(title="Före", internal_note="Före")

    form = sent(DiaryForm, programme, {}, title="Före", internal_note="Efter", diary_number="", revision_every="")

    assert "internal_note" in form.errors
    assert fresh(programme).internal_note == "Före"


def test_nothing_typed_leaves_no_change():
    programme = make.programme(internal_note="Rad ett\nrad två")
    before = Change.objects.count()

    sent(DiaryForm, programme, opened(DiaryForm, programme))

    assert Change.objects.count() == before


def test_the_line_ends_of_browsers_are_no_change():
    programme = make.programme(internal_note="Rad ett\nrad två")
    page = {
        name: [value.replace("\n", "\r\n") for value in values] for name, values in opened(DiaryForm, programme).items()
    }

    form = sent(DiaryForm, programme, page, diary_number="2026/1")

    assert not form.errors
    assert fresh(programme).internal_note == "Rad ett\nrad två"


def test_texts_are_kept_with_plain_line_ends():
    programme = make.programme()

    sent(DiaryForm, programme, opened(DiaryForm, programme), internal_note="Rad ett\r\nrad två")

    assert fresh(programme).internal_note == "Rad ett\nrad två"


class SummaryForm(EditForm):
    class Meta:
        model = Programme
        fields = ["summary", "diary_number"]


RICH = "<h3>Mål</h3><ul><li>Fler <strong>jobb</strong></li></ul><p>Rad ett<br>rad två, se [1]</p>"


def test_a_rich_text_is_written_with_signs_where_there_is_no_editor():
    programme = make.programme()

    sent(SummaryForm, programme, opened(SummaryForm, programme), summary="## Mål\r\n\r\n- Fler **jobb**\r\n")

    assert fresh(programme).summary == "<h3>Mål</h3><ul><li>Fler <strong>jobb</strong></li></ul>"


def test_a_rich_text_comes_as_html_from_the_editor_and_is_cleaned():
    programme = make.programme()
    typed = {"summary": '<p style="color:red" data-hx-post="/x">Ny <b>text</b></p><p></p>', "summary-as": "html"}

    sent(SummaryForm, programme, opened(SummaryForm, programme), **typed)

    assert fresh(programme).summary == "<p>Ny <strong>text</strong></p>"


def test_a_rich_text_that_nobody_touched_is_no_change():
    programme = make.programme(summary=RICH)
    before = Change.objects.count()

    sent(SummaryForm, programme, opened(SummaryForm, programme))
    sent(SummaryForm, programme, opened(SummaryForm, programme), **{"summary": RICH, "summary-as": "html"})

    assert Change.objects.count() == before


def test_two_rich_texts_collide_and_both_are_shown_as_they_look():
    programme = make.programme(summary=RICH)
    first, second = opened(SummaryForm, programme), opened(SummaryForm, programme)
    sent(SummaryForm, programme, first, summary="Annas **text**")

    form = sent(SummaryForm, programme, second, summary="Bos text")

    assert list(form.errors) == ["summary"]
    assert "<p>Annas <strong>text</strong></p>" in str(form)
    assert not sent(SummaryForm, programme, html_of(form)).errors
    assert fresh(programme).summary == "<p>Bos text</p>"


def test_the_room_in_a_rich_text_counts_what_people_see():
    programme = make.programme()
    bold = " ".join(["**å**"] * 10_000)  # 19 999 characters, shown

    assert not sent(SummaryForm, programme, opened(SummaryForm, programme), summary=bold).errors
    form = sent(SummaryForm, programme, opened(SummaryForm, programme), summary=f"{bold} åå")

    assert form.errors["summary"] == ["The text has 20002 characters; there is room for 20000."]


def test_an_empty_number_is_unknown_and_does_not_collide():
    programme = make.programme(revision_every=None)
    page = opened(DiaryForm, programme)

    assert not sent(DiaryForm, programme, page, revision_every="4").errors
    assert not sent(DiaryForm, programme, opened(DiaryForm, programme), revision_every="").errors
    assert fresh(programme).revision_every is None


def test_a_partial_date_is_kept_as_far_as_it_is_known():
    step = make.step(on_date=date(2022, 6, 1), on_precision="month")
    page = opened(StepForm, step)

    sent(StepForm, step, page, on="2022")

    assert page["on"] == ["2022-06"]
    assert fresh(step).on == PartialDate(date(2022, 1, 1), "year")


def test_a_partial_date_collides_as_it_is_written():
    step = make.step(on_date=None, on_precision="unknown")
    first, second = opened(StepForm, step), opened(StepForm, step)
    sent(StepForm, step, first, on="2022-06")

    form = sent(StepForm, step, second, on="2023")

    assert list(form.errors) == ["on"]
    assert "2022-06" in str(form)
    assert not sent(StepForm, step, html_of(form)).errors
    assert fresh(step).on.short == "2023"


@pytest.mark.parametrize("written", ["2026-13-01", "05/03/2026", "i juni", "2026-02-30", "2" * 50_000, "2026\x00"])
def test_a_wrong_date_is_refused_and_stays(written):
    step = make.step()

    form = sent(StepForm, step, opened(StepForm, step), on=written)

    assert list(form.errors) == ["on"]
    assert form["on"].value() == written


def goal_with_areas():
    goal = make.goal()
    return goal, [make.area(goal.programme) for _ in range(3)]


def test_relations_that_two_people_change_collide_and_the_second_save_wins():
    goal, (north, south, west) = goal_with_areas()
    first, second = opened(GoalForm, goal), opened(GoalForm, goal)
    sent(GoalForm, goal, first, areas=[str(north.pk)])

    form = sent(GoalForm, goal, second, areas=[str(south.pk), str(west.pk)])

    assert list(form.errors) == ["areas"]
    assert list(fresh(goal).areas.all()) == [north]
    assert not sent(GoalForm, goal, html_of(form)).errors
    assert set(fresh(goal).areas.all()) == {south, west}


def test_a_relation_and_a_field_of_two_people_both_get_through():
    goal, (north, *_others) = goal_with_areas()
    first, second = opened(GoalForm, goal), opened(GoalForm, goal)

    sent(GoalForm, goal, first, areas=[str(north.pk)])
    sent(GoalForm, goal, second, theme="Tema")

    assert (fresh(goal).theme, list(fresh(goal).areas.all())) == ("Tema", [north])


def test_a_changed_relation_alone_is_in_the_history():
    goal, (north, *_others) = goal_with_areas()

    sent(GoalForm, goal, opened(GoalForm, goal), areas=[str(north.pk)])

    assert [one.area_id for one in goal.history.first().areas.all()] == [north.pk]


def test_a_row_dropped_meanwhile_is_not_written():
    goal = make.goal(theme="Före")
    page = opened(GoalForm, goal)
    goal.dropped = True
    make.save(goal)

    form = sent(GoalForm, goal, page, theme="Efter")

    assert [str(fault) for fault in form.non_field_errors()] == ["Somebody else has removed this while you wrote."]
    assert fresh(goal).theme == "Före"
    assert "Efter" in str(form)


def test_a_choice_that_was_dropped_meanwhile_stays_chosen():
    department = make.department(make.municipality())
    member = make.membership(department.municipality, "contributor", department=department)
    department.dropped = True
    make.save(department)

    sent(MemberForm, member, opened(MemberForm, member), until="2026-12-31")

    assert fresh(member).department == department


def test_what_was_dropped_cannot_be_chosen_anew():
    department = make.department(make.municipality(), dropped=True)
    member = make.membership(department.municipality, "contributor")

    form = sent(MemberForm, member, opened(MemberForm, member), department=str(department.pk))

    assert list(form.errors) == ["department"]


def test_a_row_of_another_municipality_is_no_choice_and_is_not_named():
    foreign = make.department(make.municipality(), name="Hemliga enheten")
    member = make.membership(make.municipality(), "contributor")

    form = sent(MemberForm, member, opened(MemberForm, member), department=str(foreign.pk))

    assert list(form.errors) == ["department"]
    assert "Hemliga" not in str(form)


@pytest.mark.parametrize("written", ["0", "-1", "x", "9" * 40, "1\x00", "å"])
def test_what_is_no_row_is_no_choice(written):
    goal, _areas = goal_with_areas()

    form = sent(GoalForm, goal, opened(GoalForm, goal), areas=[written])

    assert list(form.errors) == ["areas"]


def test_the_rules_are_asked_of_what_both_have_written():
    programme = make.programme(period_from=2021, period_through=2035)
    first, second = opened(TextsForm, programme), opened(TextsForm, programme)
    sent(TextsForm, programme, first, period_from="2030")

    form = sent(TextsForm, programme, second, period_through="2025")

    assert form.non_field_errors() == ["The last year lies before the first."]
    assert fresh(programme).period_through == 2035


def test_what_is_too_long_is_said_and_stays():
    programme = make.programme()
    text = "å" * 50_000

    form = sent(DiaryForm, programme, opened(DiaryForm, programme), internal_note=text)

    assert form.errors["internal_note"] == ["The text has 50000 characters; there is room for 20000."]
    assert form["internal_note"].value() == text


def test_the_browser_cuts_nothing_off():
    assert "maxlength" not in str(DiaryForm(instance=make.programme()))


def test_a_null_character_is_refused():
    programme = make.programme()

    form = sent(DiaryForm, programme, opened(DiaryForm, programme), internal_note="Noll\x00tecken")

    assert list(form.errors) == ["internal_note"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "Jobb 🚀", "“Citat” – från Word…", "javascript:alert(1)"]
)
def test_texts_are_stored_as_they_are_and_shown_as_text(text):
    programme = make.programme()

    sent(DiaryForm, programme, opened(DiaryForm, programme), internal_note=text)

    assert fresh(programme).internal_note == text
    assert "<script>" not in str(DiaryForm(instance=fresh(programme)))
    assert opened(DiaryForm, programme)["internal_note"] == [text]


def test_a_fault_is_tied_to_its_field():
    programme = make.programme()

    form = sent(DiaryForm, programme, opened(DiaryForm, programme), title="")

    html = str(form)
    assert 'aria-describedby="id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'href="#id_title"' in html


def test_a_new_row_belongs_where_it_was_made():
    place = make.municipality()
    form = GoalForm({"wording": "Fler jobb."}, instance=Goal(municipality=place, programme=make.programme(place)))

    assert form.is_valid()
    assert form.apply(None, "La till")
    assert Goal.objects.get().municipality == place
