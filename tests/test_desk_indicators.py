"""Indicators, their values and definitions, and the targets of programmes, as officials work with them."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from indicators.models import Annotation, Definition, Indicator, Observation, Target
from programmes.models import Change, Role
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
NEW_METHOD = {"text": "Ny metod.", "decided_on": "2026-03-04", "reason": "Källan räknar om."}


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def indicator(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", decimals=1)


def url(name, place, *args):
    return reverse(f"indicators:{name}", args=[place.slug, *args])


def save(client, page, **typed):
    """Open a page, type, and press the button."""
    return client.post(page, fill(client.get(page), **typed), follow=True)


def faults(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def target(indicator, programme, **fields):
    given = {"value": Decimal(85), "year": 2035, "base_value": Decimal(80), "base_year": 2015}
    return make.owned(Target, indicator, fields, indicator=indicator, programme=programme, **given)


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_takes_as_many_queries_however_long_it_is(client, editor, place, count, django_assert_num_queries):
    for n in range(count):
        one = make.indicator(place, responsible=editor)
        make.observation(one, year=2024, value=n)
        make.observation(one, year=2025, missing="not_published")

    with django_assert_num_queries(10):
        response = client.get(url("indicators", place))

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 100])
def test_the_series_takes_as_many_queries_however_long_it_is(
    client, editor, place, indicator, count, django_assert_num_queries
):
    for year in range(2025 - count, 2025):
        make.observation(indicator, year=year)

    with django_assert_num_queries(20):
        client.get(indicator.get_absolute_url())


def test_the_list_tells_the_latest_value_and_why_the_newest_year_has_none(client, editor, place, indicator):
    make.observation(indicator, year=2024, value=Decimal("83.1"))
    make.observation(indicator, year=2025, missing="not_published")

    page = client.get(url("indicators", place)).content.decode()

    assert "83,1\u00a0%" in page
    assert "not yet published" in page


def test_a_new_indicator_gets_an_address_and_its_first_definition(client, editor, place):
    programme = make.programme(place)
    typed = {"name": "Nystartade företag", "definition": "Per 1 000 invånare.", "programmes": [programme.pk]}

    save(client, url("add_indicator", place), **typed, tolerance="0,5")

    new = Indicator.objects.get()
    assert (new.slug, new.tolerance, list(new.programmes.all())) == ("nystartade-foretag", Decimal("0.5"), [programme])
    assert [(one.version, one.text) for one in new.definitions.all()] == [(1, "Per 1 000 invånare.")]


def test_a_new_version_of_the_definition_draws_a_break(client, editor, place, indicator):
    save(client, url("add_definition", place, indicator.pk), from_year="2026", **NEW_METHOD)

    newest = Definition.objects.last()
    assert (newest.version, newest.from_year, newest.is_break) == (2, 2026, True)
    assert (newest.decided_on, newest.reason) == (date(2026, 3, 4), "Källan räknar om.")


def test_figures_from_the_year_of_a_new_version_are_measured_by_it(client, editor, place, indicator):
    for year in (2021, 2022, 2023):
        make.observation(indicator, year=year)
    other = make.comparison(indicator, values=[(2021, 1), (2022, 2)])

    save(client, url("add_definition", place, indicator.pk), from_year="2022", **NEW_METHOD)

    assert list(indicator.observations.values_list("year", "definition")) == [(2021, 1), (2022, 2), (2023, 2)]
    assert list(other.values.values_list("year", "definition")) == [(2021, 1), (2022, 2)]
    assert Change.objects.first().sentence == "Defined “Sysselsättningsgrad, 2” anew"


def test_figures_that_were_measured_in_the_old_way_stay_so(client, editor, place, indicator):
    make.observation(indicator, year=2022)
    page = url("add_definition", place, indicator.pk)

    typed = fill(client.get(page), from_year="2022", **NEW_METHOD)
    client.post(page, {name: value for name, value in typed.items() if name != "measured"})

    assert Definition.objects.last().version == 2
    assert indicator.observations.get().definition == 1


@pytest.mark.parametrize("name", ["decided_on", "reason"])
def test_a_new_version_says_when_and_why(client, editor, place, indicator, name):
    answer = save(client, url("add_definition", place, indicator.pk), **NEW_METHOD | {name: ""})

    assert list(answer.context["form"].errors) == [name]


def test_a_definition_that_figures_are_measured_by_is_not_rewritten(client, editor, place, indicator):
    definition = indicator.definitions.get()
    definition.text = "Som förut."
    make.save(definition)
    make.observation(indicator)

    answer = save(client, url("edit_definition", place, definition.pk), text="Som nu.")

    assert "text" in answer.context["form"].errors
    assert indicator.definitions.get().text == "Som förut."


def test_a_definition_that_was_not_known_can_be_filled_in(client, editor, place, indicator):
    make.observation(indicator)

    save(client, url("edit_definition", place, indicator.definitions.get().pk), text="Andel av 100 svar.")

    assert indicator.definitions.get().text == "Andel av 100 svar."


@pytest.mark.parametrize(
    ("typed", "kept"), [("83,1", "83.1"), ("83.1", "83.1"), ("0", "0"), ("3 700", "3700"), ("\u22122,5", "-2.5")]
)
def test_a_value_is_written_as_people_write_it(client, editor, place, indicator, typed, kept):
    save(client, url("values", place, indicator.pk), year="2024", value=typed)

    assert Observation.objects.get().value == Decimal(kept)


def test_an_odd_value_is_asked_about_once(client, editor, place, indicator):
    make.observation(indicator, year=2023, value=83)
    page = url("values", place, indicator.pk)

    asked = save(client, page, year="2024", value="0,83")
    sent = client.post(page, fill(asked), follow=True)

    assert faults(asked)["value"][0] == "Is 83 per cent meant? The other values are such as 83."
    assert (sent.status_code, indicator.observations.get(year=2024).value) == (200, Decimal("0.83"))


def test_a_year_can_lack_a_value_for_a_reason(client, editor, place, indicator):
    save(client, url("values", place, indicator.pk), year="2025", missing="too_few")

    assert [(one.value, one.missing) for one in Observation.objects.all()] == [(None, "too_few")]


@pytest.mark.parametrize("typed", [{"value": ""}, {"value": "0", "missing": "too_few"}])
def test_there_is_either_a_value_or_a_reason(client, editor, place, indicator, typed):
    response = save(client, url("values", place, indicator.pk), year="2025", **typed)

    assert faults(response) == {"value": ["Give either a value or the reason why there is none. Zero is a value."]}


def test_there_is_one_value_a_year_and_sex(client, editor, place, indicator):
    make.observation(indicator, year=2025)

    women = save(client, url("values", place, indicator.pk), year="2025", sex="K", value="1")
    again = save(client, url("values", place, indicator.pk), year="2025", value="1")

    assert women.redirect_chain
    assert faults(again) == {"__all__": ["There is already a value for this year."]}


def test_a_revised_figure_keeps_the_earlier_one_and_a_corrected_slip_does_not(client, editor, place, indicator):
    value = make.observation(indicator, value=Decimal(81))

    save(client, url("edit_value", place, value.pk), value="82")
    save(client, url("edit_value", place, value.pk), value="83,1", revised="on")

    value.refresh_from_db()
    assert (value.value, value.revised_from) == (Decimal("83.1"), Decimal(82))


def test_an_assessment_that_differs_from_the_numbers_needs_a_motivation(client, editor, place, indicator):
    aim = target(indicator, make.programme(place))
    for year, value in ((2020, 82), (2025, 83)):
        make.observation(indicator, year=year, value=value)

    refused = save(client, url("edit_target", place, aim.pk), assessment="hard")
    same = save(client, url("edit_target", place, aim.pk), assessment="on_track")
    save(client, url("edit_target", place, aim.pk), assessment="hard", motivation="Prognosen är svag.")

    aim.refresh_from_db()
    assert faults(refused) == {"motivation": ["The numbers say “on track”. Say why your assessment differs."]}
    assert same.redirect_chain
    assert (aim.assessment, aim.motivation) == ("hard", "Prognosen är svag.")


def test_what_the_numbers_say_stands_beside_the_question_what_a_person_says(client, editor, place, indicator):
    aim = target(indicator, make.programme(place))
    for year, value in ((2020, 82), (2025, 83)):
        make.observation(indicator, year=year, value=value)

    help_text = client.get(url("edit_target", place, aim.pk)).context["form"]["assessment"].help_text

    assert help_text.startswith("The numbers say: <b>on track</b>. Of the way from")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Of the way from 80 % (2015) to at least 85 %, 60 % has been covered: (83 − 80) / (85 − 80)."),
        ("sv", "Av vägen från 80 % (2015) till minst 85 % är 60 % avklarad: (83 − 80) / (85 − 80)."),
    ],
)
def test_the_page_writes_the_calculation_out_as_its_reader_reads(client, editor, place, indicator, language, said):
    get_user_model().objects.update(language=language)
    target(indicator, make.programme(place))
    for year, value in ((2020, 82), (2025, 83)):
        make.observation(indicator, year=year, value=value)

    page = client.get(indicator.get_absolute_url()).content.decode().replace("\u00a0", " ")

    assert said in page


def test_a_target_is_set_for_a_programme_once(client, editor, place, indicator):
    programme = make.programme(place)
    page = url("add_target", place, indicator.pk, programme.pk)

    save(client, page, value="85", year="2035")
    again = save(client, page, value="90")

    assert [(one.value, one.base_value) for one in Target.objects.all()] == [(Decimal(85), None)]
    assert faults(again) == {"__all__": ["The programme already has a target for this indicator."]}


def test_the_expected_path_is_written_year_by_year(client, editor, place, indicator):
    aim = target(indicator, make.programme(place))

    save(client, url("edit_target", place, aim.pk), path_lines="2030: 84\r\n2020 81,5\r\n")

    aim.refresh_from_db()
    assert (aim.path_lines, aim.path) == ("2020: 81,5\n2030: 84", ((2020, Decimal("81.5")), (2030, Decimal(84))))
    assert "81,5 % (2020), 84,0 % (2030)" in client.get(indicator.get_absolute_url()).text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"path_lines": "snart"}, "Write one year a line, such as 2027: 45."),
        ({"path_lines": f"2020: {'9' * 400}"}, "Write one year a line, such as 2027: 45."),
        ({"path_lines": "2020: 81\n2020: 82"}, "Write one year a line, such as 2027: 45."),
        ({"path_lines": "2035: 81"}, "The years of the path lie between the baseline&#x27;s and the target&#x27;s."),
        (
            {"path_lines": "2020: 81", "base_year": ""},
            "A path goes from a baseline to a target; give the value and the year of both.",
        ),
        ({"path_lines": "2020: 81", "operator": "keep"}, "A level that is held the whole time has no way to go."),
        (
            {"operator": "top", "kind": "change"},
            "A place, or a level to hold, is a value to reach and not a change.",
        ),
    ],
)
def test_a_path_that_cannot_be_followed_is_refused_with_a_sentence(client, editor, place, indicator, typed, fault):
    aim = target(indicator, make.programme(place))

    refused = save(client, url("edit_target", place, aim.pk), **typed)

    assert fault in refused.text
    assert Target.objects.get().path_lines == ""


@pytest.mark.parametrize(
    ("name", "written", "question"),
    [
        ("value", "0,83", "Is 83 per cent meant? The other values are such as 82."),
        ("base_value", "0,8", "Is 80 per cent meant? The other values are such as 82."),
        ("path_lines", "2030: 0,83", "2030: Is 83 per cent meant? The other values are such as 82."),
        ("value", "8,400", "It is read as 8,4. If 8 400 is meant, write it with a space."),
    ],
)
def test_a_targets_numbers_are_asked_about_once_as_the_figures_are(
    client, editor, place, indicator, name, written, question
):
    make.observation(indicator, year=2023, value=82)
    aim = target(indicator, make.programme(place))

    asked = save(client, url("edit_target", place, aim.pk), **{name: written})
    sent = client.post(url("edit_target", place, aim.pk), fill(asked), follow=True)

    told = {name: [one.replace("\u00a0", " ") for one in errors] for name, errors in faults(asked).items()}
    assert told[name][-2:] == [question, "Save once more if it is right."]
    assert sent.redirect_chain
    assert list(told) == [name]


def test_each_number_is_asked_about_for_itself(client, editor, place, indicator):
    make.observation(indicator, year=2023, value=82)
    page = url("edit_target", place, target(indicator, make.programme(place)).pk)

    asked = save(client, page, value="0,83", base_value="0,8")
    again = client.post(page, fill(asked, base_value="0,7"), follow=True)

    assert [sorted(faults(one)) for one in (asked, again)] == [["base_value", "value"], ["base_value"]]


@pytest.mark.parametrize("typed", [{"kind": "change", "value": "0,83"}, {"motivation": "Läget är oklart."}])
def test_a_change_and_what_was_let_alone_are_not_asked_about(client, editor, place, indicator, typed):
    make.observation(indicator, year=2023, value=82)
    aim = target(indicator, make.programme(place), base_value=Decimal("0.8"))

    assert save(client, url("edit_target", place, aim.pk), **typed).redirect_chain


def test_without_figures_target_and_baseline_are_held_beside_each_other(client, editor, place, indicator):
    page = url("add_target", place, indicator.pk, make.programme(place).pk)

    asked = save(client, page, value="0,85", base_value="80")

    assert faults(asked)["value"][0] == "Is 85 per cent meant? The other values are such as 80."


def test_the_page_says_what_is_asked_of_the_indicator(client, editor, place):
    rank = make.indicator(place, unit="placering", direction="down")
    for kind in ("top", "keep", "ge"):
        target(rank, make.programme(place, slug=kind), operator=kind)

    page = client.get(rank.get_absolute_url()).text.replace("\u00a0", " ")

    found = [
        words in page for words in ("Plats 85 or better (2035)", "At most plats 85 the whole time", "At least plats")
    ]
    assert found == [True, True, True]


def test_an_indicator_goes_with_its_values_in_one_change_unless_a_programme_aims_at_it(
    client, editor, place, indicator
):
    value, aim = make.observation(indicator), target(indicator, make.programme(place))

    refused = save(client, url("drop_indicator", place, indicator.pk))
    save(client, url("drop_target", place, aim.pk))
    before = Change.objects.count()
    save(client, url("drop_indicator", place, indicator.pk))

    value.refresh_from_db()
    assert list(faults(refused)) == ["__all__"]
    assert (value.dropped, Change.objects.count()) == (True, before + 1)
    assert client.get(indicator.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("value", "83,1 %"),
        ("value", "1e5"),
        ("value", "0,12345"),
        ("value", "9" * 50_000),
        ("value", "1\x00"),
        ("year", "20 25"),
        ("year", "25"),
        ("retrieved", "12/31/2025"),
        ("note", "x" * 50_000),
        ("sex", "X"),
        ("definition", "9"),
    ],
)
def test_bad_input_is_refused_at_its_place_and_nothing_typed_is_lost(client, editor, place, indicator, name, typed):
    given = {"year": "2025", "value": "1", "period": "Skrivet"}

    response = save(client, url("values", place, indicator.pk), **given | {name: typed})

    assert list(faults(response)) == [name]
    assert "Skrivet" in response.content.decode()
    assert list(Observation.objects.all()) == []


FOREIGN = {
    "indicator": {
        "responsible": lambda: make.membership(make.municipality(), "editor"),
        "programmes": make.programme,
        "areas": make.area,
    },
    "target": {"goal": make.goal},
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, fields in FOREIGN.items() for name in fields])
def test_another_municipalitys_row_cannot_be_chosen_and_is_not_named(client, editor, place, indicator, kind, name):
    row = indicator if kind == "indicator" else target(indicator, make.programme(place))
    foreign = FOREIGN[kind][name]()
    several = row._meta.get_field(name).many_to_many

    response = save(client, url(f"edit_{kind}", place, row.pk), **{name: [foreign.pk] if several else foreign.pk})

    assert faults(response) == {name: ["Choose one of the listed alternatives."]}
    assert str(foreign) not in response.content.decode()


def test_another_municipalitys_pages_do_not_exist(client, editor, place, indicator):
    foreign = make.indicator()
    value, aim = make.observation(foreign), target(foreign, make.programme(foreign.municipality))
    pages = [url(name, place, foreign.pk) for name in ("indicator", "edit_indicator", "drop_indicator", "values")]
    pages += [url("add_definition", place, foreign.pk), url("edit_definition", place, foreign.definitions.get().pk)]
    pages += [url("edit_value", place, value.pk), url("drop_value", place, value.pk)]
    pages += [url("edit_target", place, aim.pk), url("drop_target", place, aim.pk)]
    pages += [url("add_target", place, indicator.pk, aim.programme.pk)]
    pages += [url("add_target", place, foreign.pk, make.programme(place).pk)]

    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page).status_code for page in pages[1:]} == {404}


def test_readers_read_and_change_nothing(client, place, indicator):
    enter(client, place, Role.READER)
    value = make.observation(indicator)

    assert client.get(url("values", place, indicator.pk)).status_code == 200
    assert client.post(url("values", place, indicator.pk), {"year": "2024", "value": "1"}).status_code == 403
    assert client.get(url("edit_value", place, value.pk)).status_code == 403


def test_an_event_is_marked_beside_the_figures_changed_and_removed(client, editor, place, indicator):
    save(client, url("add_annotation", place, indicator.pk), year="2024", text="Motorvägen öppnades")
    event = Annotation.objects.get()
    save(client, url("edit_annotation", place, event.pk), text="Motorvägen invigdes")
    shown = client.get(indicator.get_absolute_url()).content.decode()
    client.post(url("drop_annotation", place, event.pk), follow=True)

    assert "2024: Motorvägen invigdes" in shown
    assert [change.sentence for change in Change.objects.order_by("pk")][-3:] == [
        "Added the event “2024: Motorvägen öppnades”",
        "Changed the event “2024: Motorvägen invigdes”",
        "Removed the event “2024: Motorvägen invigdes”",
    ]
    assert not indicator.annotations.kept().exists()


@pytest.mark.parametrize(
    ("year", "field"), [("3024", "year"), ("", "year"), ("2024", "__all__")]
)  # the last one is there already
def test_an_event_of_no_year_or_told_twice_is_refused(client, editor, place, indicator, year, field):
    make.owned(Annotation, indicator, {}, indicator=indicator, year=2024, text="Ny väg")

    response = save(client, url("add_annotation", place, indicator.pk), year=year, text="Ny väg")

    assert [*faults(response)] == [field]
    assert indicator.annotations.count() == 1


def test_an_indicator_that_goes_takes_its_events_along(client, editor, place, indicator):
    event = make.owned(Annotation, indicator, {}, indicator=indicator, year=2024, text="Ny väg")

    client.post(url("drop_indicator", place, indicator.pk))

    event.refresh_from_db()
    assert event.dropped
