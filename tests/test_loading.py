"""Programmes read from files: all of it or nothing, every fault with its line, and never anything twice."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from actions.models import Action, ActionPlan, Proposal
from indicators.models import Indicator, Observation, Target
from portal.followups.models import FollowUp
from portal.loading import documents
from portal.loading.faults import Faulty
from portal.loading.kinds import ORDER
from portal.loading.load import load
from programmes import case
from programmes.history import Change, change, tracked_models
from programmes.models import Area, CaseStep, Department, Municipality, Programme, Region
from programmes.past import touched
from programmes.undoing import undo
from tests import make

pytestmark = pytest.mark.django_db

DEMONSTRATION = sorted((settings.BASE_DIR / "portal" / "demo" / "data").glob("*.yaml"))
MUNICIPALITY = """\
municipalities:
- code: "0999"
  name: Nystad
  official_name: Nystads kommun
  slug: nystad
"""
PROGRAMME = (
    MUNICIPALITY
    + """\
  programmes:
  - slug: program
    title: Program
"""
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    """Write a file of programmes and return its path."""

    def write(text, more="", name="nystad.yaml"):
        path = tmp_path / name
        path.write_text(text + more, encoding="utf-8")
        return path

    return write


def inside(text, blanks=4):
    """Return a part of a file as it stands inside the programme."""
    return "".join(" " * blanks + line for line in dedent(text).splitlines(keepends=True))


def faults(*paths):
    """Return [(line, message)] of what is wrong."""
    with pytest.raises(Faulty) as found:
        load(paths)
    return [(fault.line, fault.message) for fault in found.value.faults]


def everything():
    """Return how many rows there are of each kind, their history and the changes included."""
    return {model.__name__: (model.objects.count(), model.history.count()) for model in tracked_models()}


# The demonstration


def test_the_demonstration_holds_the_four_programmes():
    load(DEMONSTRATION)

    programmes = {programme.municipality.name: programme for programme in Programme.objects.all()}
    assert {name: programme.title for name, programme in programmes.items()} == {
        "Alingsås": "Näringslivsstrategiskt program 2021–2035",
        "Askersund": "Näringslivsprogram 2020–2023",
        "Stenungsund": "Näringslivsstrategiskt program",
        "Trelleborg": "Näringslivsstrategi 2022–2030",
    }
    assert {name: programme.areas.count() for name, programme in programmes.items()} == {
        "Alingsås": 6,
        "Askersund": 3,
        "Stenungsund": 6,
        "Trelleborg": 6,
    }


def test_dates_are_known_as_far_as_the_documents_tell():
    load(DEMONSTRATION)

    adopted = CaseStep.objects.filter(kind="adoption", concerns="programme")
    assert {step.municipality.name: case.in_words(step) for step in adopted} == {
        "Alingsås": "Antogs av kommunfullmäktige i juni 2021",
        "Askersund": "Antogs av kommunfullmäktige den 15\u00a0juni 2020",
        "Stenungsund": "Antogs den 20\u00a0april 2023",
        "Trelleborg": "Antogs av kommunfullmäktige i juni 2022",
    }
    assert CaseStep.objects.get(municipality__slug="trelleborg", concerns="plan").on.short == "2023-05-22?"


def test_what_is_not_known_stays_unknown():
    load(DEMONSTRATION)

    jobs = Target.objects.get(value=3700)
    assert (jobs.base_year, jobs.base_value, jobs.kind) == (None, None, "change")
    assert set(Area.objects.filter(municipality__slug="trelleborg").values_list("name", flat=True)) == {""}
    assert not CaseStep.objects.get(municipality__slug="stenungsund").body


def test_facts_have_a_source_and_what_is_invented_is_marked():
    load(DEMONSTRATION)

    for model in tracked_models():
        for row in model.objects.all():
            assert row.provenance or row.example or row._meta.model_name == "definition", row
    assert not Action.objects.filter(example=False).exists()
    assert set(Observation.objects.filter(example=False).values_list("value", flat=True)) == {
        Decimal(value) for value in ("198", "66", "167", "165", "3.22", "131")
    }


def test_the_summary_of_the_first_year_and_its_follow_up_are_there():
    load(DEMONSTRATION)

    plan = ActionPlan.objects.get(municipality__slug="alingsas", slug="atgardsplan")
    assert (plan.summary_on, "60-tal" in plan.summary) == (date(2022, 12, 16), True)
    assert FollowUp.objects.get(year=2022).verdict == "too_early"
    assert {proposal.state for proposal in Proposal.objects.filter(example=False)} == {"under_review"}


def test_the_new_total_of_insikt_breaks_with_the_old():
    load(DEMONSTRATION)

    insikt = Indicator.objects.get(municipality__slug="alingsas", slug="insikt-nki-totalt")
    assert list(insikt.definitions.values_list("source_id", "is_break")) == [("U07451", False), ("U07453", True)]


def test_the_way_to_a_target_is_read_year_by_year(file):
    aim = """\
    targets:
    - {indicator: jobb, value: 90, year: 2035, base_value: 60, base_year: 2020, path: {2030: 70.5, 2025: 62}}
    """
    indicators = """\
  indicators: [{slug: jobb, name: Jobb}]
"""
    load([file(PROGRAMME, inside(aim) + indicators)])

    assert Target.objects.get().path_lines == "2025: 62\n2030: 70,5"


# Twice


def test_loading_twice_changes_nothing():
    load(DEMONSTRATION)
    before, changes = everything(), Change.objects.count()

    outcome = load(DEMONSTRATION)

    assert (everything(), Change.objects.count()) == (before, changes)
    assert outcome.count["new"] == outcome.count["changed"] == 0


def test_each_municipality_is_one_change_that_names_the_file():
    load(DEMONSTRATION)

    assert {(deed.municipality and deed.municipality.name, deed.sentence) for deed in Change.objects.all()} == {
        (None, "Read in 0-goteborgsregionen.yaml"),
        ("Alingsås", "Read in alingsas.yaml"),
        ("Askersund", "Read in askersund.yaml"),
        ("Stenungsund", "Read in stenungsund.yaml"),
        ("Trelleborg", "Read in trelleborg.yaml"),
    }


def test_a_changed_file_changes_what_differs(file):
    plan = inside("""\
    plans:
    - slug: plan
      title: Plan
      actions:
      - {number: 1, title: Ett, progress: 10}
      - {number: 2, title: Två, progress: 10}
    """)
    load([file(PROGRAMME, plan)])

    load([file(PROGRAMME, plan.replace("Två, progress: 10", "Två, progress: 60"))])

    assert [row.progress for row in Action.objects.all()] == [10, 60]
    assert [touched([deed])[deed.pk].total() for deed in Change.objects.all()] == [1, 5]


def test_the_same_file_gives_the_same_uuids_in_every_house(file):
    path = file(PROGRAMME, inside("goals: [{key: jobb, wording: Fler jobb.}]"))
    load([path])
    goal = Programme.objects.get().goals.get()

    undo(Change.objects.get(), user=None)
    load([path], overwrite=True)

    assert Programme.objects.get().goals.get(dropped=False) == goal
    assert str(goal.uuid) == "f7e0eab5-1913-5a4d-b4c2-1e56c36c390a"


# What people have done since


def edit(row, **values):
    with change("Skrev om", municipality=row.municipality, user=make.user()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def test_what_people_have_changed_stays(file):
    path = file(PROGRAMME, inside("summary: Enligt filen"))
    load([path])
    edit(Programme.objects.get(), summary="Enligt handläggaren")

    outcome = load([path])

    assert Programme.objects.get().summary == "<p>Enligt handläggaren</p>"
    assert outcome.count["kept"] == 1


def test_what_both_have_changed_is_a_fault_that_shows_both(file):
    load([file(PROGRAMME, inside("summary: Enligt filen"))])
    edit(Programme.objects.get(), summary="Enligt handläggaren")
    newer = file(PROGRAMME, inside("summary: Enligt nya filen"))

    [(line, message)] = faults(newer)
    assert (line, "“Enligt handläggaren”" in message, "“Enligt nya filen”" in message) == (9, True, True)

    load([newer], overwrite=True)
    assert Programme.objects.get().summary == "<p>Enligt nya filen</p>"


def test_what_the_file_does_not_say_stays(file):
    load([file(PROGRAMME, inside("summary: Enligt filen"))])
    edit(Programme.objects.get(), vision="Enligt handläggaren")

    load([file(PROGRAMME, inside("summary: null"))])

    programme = Programme.objects.get()
    assert (programme.summary, programme.vision) == ("<p>Enligt filen</p>", "<p>Enligt handläggaren</p>")


def test_what_people_have_dropped_stays_dropped(file):
    path = file(PROGRAMME, inside("areas: [{slug: klimat, name: Klimat}]"))
    load([path])
    edit(Area.objects.get(), dropped=True)

    assert load([path]).count["kept"] == 1
    assert Area.objects.get().dropped


def test_rows_made_at_the_desk_are_known_again(file):
    place = make.municipality(code="0999", slug="nystad", name="Nystad", official_name="Nystads kommun")
    make.programme(place, slug="program", title="Program")

    outcome = load([file(PROGRAMME, inside("summary: Enligt filen"))])

    assert (outcome.count["new"], outcome.count["changed"]) == (0, 1)


def test_adopted_wording_is_corrected_with_its_reason_only(file):
    adopted = inside("steps: [{key: antagande, kind: adoption, body: KF, decision: true}]")
    load([file(PROGRAMME, adopted)])
    renamed = file(PROGRAMME.replace("title: Program", "title: Programmet"), adopted)

    [(line, message)] = faults(renamed)
    assert (line, message.startswith("This wording has been adopted and is locked.")) == (8, True)

    load([renamed], correction="Rättade titeln")
    assert Programme.objects.get().title == "Programmet"
    assert Change.objects.first().reason == "Rättade titeln"


# Faults


def test_five_faults_are_told_with_their_lines_and_nothing_is_loaded(file):
    path = file(
        PROGRAMME,
        inside("""\
        state: adopted
        areas:
        - {slug: kraft, name: Innovationskraft}
        plans:
        - slug: plan
          title: Plan
          start: 2026-02-30
          actions:
          - {number: 1, title: Ett, area: Innovasion}
          - number: 1
            title: Två
            start: 2026-05-01
            end: 2026-04-01
        """),
    )

    assert faults(path) == [
        (9, "The programme is set as adopted, but no step is a decision that adopts it."),
        (15, "There is no such date as 2026-02-30."),
        (17, "The area “Innovasion” does not exist. Did you mean “Innovationskraft”?"),
        (18, "number: 1 stands twice, first on line 17."),
        (21, "The end date lies before the start date."),
    ]
    assert everything() == {model.__name__: (0, 0) for model in tracked_models()}


def test_a_fault_in_one_file_keeps_the_others_out(file):
    good, bad = file(PROGRAMME), file("municipalities: [{}]", name="fel.yaml")

    assert {line for line, _message in faults(good, bad)} == {1}
    assert not Municipality.objects.exists()


FAULTS = {
    "titel: Programmet": "There is no key titel here. Did you mean “title”?",
    "areas: {slug: ett}": "Write areas as a list: each begins with a hyphen.",
    "areas: [Klimat]": "Write a group of keys here.",
    "valid_from: snart": "“snart” is not a whole number.",
    "valid_from: 20211": "Write years as 2035.",
    "vision: [En, två]": "Write one text here, not a list or a group of keys.",
    "region: okänd": "The region “okänd” does not exist.",
    "words: {area: fokusområden}": "The word is not in the catalogue, and an own word has the forms article, one,"
    " the, many and all. Did you mean “fokusområde”?",
    "words: {area: {article: en, one: gren}}": "The word is not in the catalogue, and an own word has the forms"
    " article, one, the, many and all.",
    "words: {mål: program}": "There is no key mål here.",
    "state: gäller": "“gäller” is none of draft, referral, adopted, extended, repealed.",
    "goals: [{wording: Fler jobb.}]": "The key key is missing here.",
    "steps: [{key: ett, kind: adoption, on: i juni}]": "Write the date as 2023-04-20, 2022-06, 2022 or 2023-05-22?,"
    " not “i juni”.",
    "steps: [{key: ett, kind: adoption, decision: ja}]": "Write true or false, not “ja”.",
    "steps: [{key: ett, kind: adoption, body: council, decision: true}]": "A business council, a group or a department"
    " does not decide.",
    "areas: [{slug: a, name: Ett}, {slug: b, name: Ett}]": "name: Ett stands twice, first on line 9.",
    "title: Programmet": "The key title stands twice.",
    "example: !!python/name:os.system": "The tag !!python/name:os.system is not allowed here.",
    'vision: "En \\0 vision"': "There is a character here that no text can hold ('\\x00').",
    "vision: 'En": "This cannot be read as YAML. Often a text with a colon or a quotation mark lacks quotation marks"
    " around it, or a line is indented wrongly.",
    "vision: *saknas": "The alias refers to something that is not named before.",
    "predecessor_url: 'javascript:alert(1)'": "Enter a valid URL.",
    "plans: [{slug: a, title: A, example: true, actions: [{number: 1, title: B, example: false}]}]": "This stands"
    " under example data and is example data, too.",
    "plans: [{slug: a, title: A, actions: [{number: 1, title: B, status: ongoing, reports: [{period: '2026',"
    " status: completed, ready: true}]}]}]": "The action's status is not the one of its latest ready report.",
    "plans: [{slug: a, title: A, continues: b}, {slug: b, title: B, continues: a}]": "This is part of itself: plans"
    " point at each other in a circle.",
}


@pytest.mark.parametrize(("line", "message"), FAULTS.items(), ids=range(len(FAULTS)))
def test_a_fault_in_a_programme_is_told_on_its_line(file, line, message):
    assert (9, message) in faults(file(PROGRAMME, inside(line)))


def test_a_text_that_is_too_long_says_how_long(file):
    path = file(PROGRAMME, inside("vision: " + "å" * 20_001))

    assert faults(path) == [(9, "The text has 20001 characters; at most 20000 are possible here.")]


@pytest.mark.parametrize("said", ["{year: 2025}", "{year: 2025, value: 3, missing: too_few}"])
def test_a_figure_is_a_value_or_a_reason(file, said):
    indicators = f"  indicators: [{{slug: nki, name: NKI, observations: [{said}]}}]\n"

    [(line, message)] = faults(file(MUNICIPALITY + indicators))

    assert (line, message) == (6, "Give either a value or the reason why there is none. Zero is a value.")


def test_departments_that_are_part_of_each_other_are_refused(file):
    path = file(
        MUNICIPALITY,
        inside(
            """\
        departments:
        - {name: Kontoret, part_of: Enheten}
        - {name: Enheten, part_of: Kontoret}
        """,
            2,
        ),
    )

    assert [line for line, _message in faults(path)] == [7, 8]


def test_one_code_is_one_municipality(file):
    path, other = file(MUNICIPALITY), file(MUNICIPALITY.replace("slug: nystad", "slug: gammalstad"), name="annan.yaml")

    with pytest.raises(Faulty, match="code: 0999 stands twice, first on line 2"):
        load([path, other])


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("regions:\n- name: Skåne\n".encode("latin-1"))

    assert faults(path) == [(2, "The file is not written in UTF-8. Save it with that encoding.")]


def test_a_nul_in_a_file_is_refused(file):
    assert faults(file("regions:\n- name: \0")) == [
        (2, "There is a character here that no text can hold, such as NUL.")
    ]


def test_aliases_are_bounded(file):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))

    assert faults(file(bomb)) == [(1, "The file has far too many parts, written out or by aliases.")]


def test_something_within_itself_is_refused(file):
    assert (1, "The alias refers to something that it is part of itself.") in faults(file("regions: &a [*a]"))


def test_too_many_levels_are_refused(file):
    assert faults(file("regions: " + "[" * 5000)) == [(0, "The file has far too many levels.")]


def test_the_size_of_a_file_is_bounded(file):
    assert faults(file("#" * documents.MAX_BYTES + "\n")) == [(0, "The file is larger than 4 MB.")]


def test_empty_and_missing_files_are_told(file, tmp_path):
    assert faults(file("")) == [(0, "The file is empty.")]
    assert faults(tmp_path / "saknas.yaml") == [(0, "The file cannot be opened.")]


def test_what_only_the_database_knows_is_told_with_its_line(file):
    make.municipality(slug="nystad", code="0111")

    assert faults(file(PROGRAMME)) == [(5, "Municipality with this Address already exists.")]
    assert not Programme.objects.exists()


def test_the_command_tells_all_faults_and_fails(file):
    path = file(PROGRAMME, inside("valid_from: 2035\nvalid_through: 2021"))

    with pytest.raises(CommandError, match=r"nystad.yaml, line 10: The last year lies before the first\."):
        call_command("load_programmes", path)


# Any municipality


def test_a_municipality_nobody_thought_of_loads_as_well(file):
    path = file(
        MUNICIPALITY,
        "  programmes:\n"
        + inside(
            """\
            - slug: tillvaxtlyft
              title: Tillväxtlyftet
              state: adopted
              words:
                programme: {article: ett, one: lyft, the: lyftet, many: lyft, all: lyften}
                area: {article: en, one: gren, the: grenen, many: grenar, all: grenarna}
                action: {article: ett, one: steg, the: steget, many: steg, all: stegen}
              areas:
            """,
            2,
        )
        + "".join(f"    - {{slug: gren-{n}, name: Gren {n}}}\n" for n in range(1, 10))
        + "    steps:\n"
        + "    - {key: ja, kind: adoption, body: board, body_name: tillväxtnämnden, on: 2025, decision: true}\n",
    )

    load([path])

    programme = Programme.objects.get()
    assert (programme.word("area").count(9), programme.word("action").the) == ("grenar", "steget")
    assert [area.order for area in programme.areas.all()] == list(range(1, 10))
    assert case.adopted_in_words(programme.steps.all()) == "Antogs av tillväxtnämnden 2025"


def test_nothing_is_guessed_from_how_a_word_looks(file):
    load([file(MUNICIPALITY.replace('"0999"', "0999").replace("name: Nystad", "name: No", 1))])

    assert Municipality.objects.values_list("code", "name").get() == ("0999", "No")


def test_a_plan_that_is_closed_gets_its_actions_first(file):
    path = file(
        PROGRAMME,
        inside("""\
        plans:
        - {slug: a, title: A, state: closed, actions: [{number: 1, title: Ett, end: 2025-05-01}]}
        """),
    )

    load([path])
    outcome = load([path])

    assert (ActionPlan.objects.get().state, Action.objects.get().end_adopted) == ("closed", date(2025, 5, 1))
    assert outcome.count["changed"] == 0


def test_a_region_that_is_there_already_can_be_named(file):
    load(DEMONSTRATION[:1])

    load([file(PROGRAMME, inside("region: goteborgsregionen\nareas: [{slug: a, regional_area: Företagsklimat}]"))])

    assert Area.objects.get().regional_area.region == Region.objects.get() == Programme.objects.get().region


def test_departments_come_after_what_they_are_part_of(file):
    load([file(MUNICIPALITY + "  departments: [{name: Enheten, part_of: Kontoret}, Kontoret]\n")])

    assert Department.objects.get(name="Enheten").parent.name == "Kontoret"


def test_the_documentation_tells_every_key():
    text = Path(settings.BASE_DIR / "docs" / "loading.md").read_text()

    told = set(text.replace("`", " ").replace("|", " ").replace(",", " ").replace(":", " ").split())
    assert {key for kind in ORDER for key in (kind.section, *kind.keys)} - told == set()
