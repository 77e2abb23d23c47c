"""Where a programme stands follows from its decisions and the day."""

from datetime import date

import pytest

from programmes import case
from programmes.course import in_order
from programmes.words import word
from tests.example import day, step

PROGRAMME, STRATEGY = word("programme", "program"), word("programme", "strategi")
ADOPTION = step(kind="adoption", on=day("2020-06-15"))
APPROVAL = step(kind="approval", body="council", on=day("2020-03-18"), is_decision=False)
REFERRAL = step(kind="referral", body="department", on=day("2020-04-03"), until=date(2020, 4, 27), is_decision=False)
EXTENSION = step(kind="extension", on=day("2023-11"), extends_through=2025)
BACK = step(kind="referral_back", on=day("2020-04-20"))
LATER = date(2022, 12, 31)
REPEAL = step(kind="repeal", on=day("2022-05-02"))


@pytest.mark.parametrize(
    ("steps", "on", "expected"),
    [
        ([], date(2020, 1, 1), "draft"),
        ([APPROVAL], date(2020, 4, 1), "draft"),
        ([APPROVAL, REFERRAL], date(2020, 4, 27), "referral"),
        ([APPROVAL, REFERRAL], date(2020, 4, 28), "draft"),
        ([ADOPTION], date(2020, 6, 14), "draft"),
        ([ADOPTION], date(2020, 6, 15), "adopted"),
        ([ADOPTION], date(2021, 1, 1), "in_force"),
        ([ADOPTION], date(2023, 12, 31), "in_force"),
        ([ADOPTION], date(2024, 1, 1), "expired"),
        ([ADOPTION, EXTENSION], date(2025, 12, 31), "extended"),
        ([ADOPTION, EXTENSION], date(2026, 1, 1), "expired"),
        ([ADOPTION, step(kind="extension", on=day(""))], date(2031, 1, 1), "extended"),
        ([ADOPTION, REPEAL], date(2022, 5, 2), "repealed"),
        ([ADOPTION, step(kind="repeal", on=day(""))], date(2022, 5, 2), "repealed"),
        ([step(on=day("2020"))], date(2021, 1, 1), "in_force"),
        ([step(on=day(""))], date(2021, 1, 1), "in_force"),
        ([REFERRAL, BACK], date(2020, 4, 20), "draft"),
        ([BACK, ADOPTION], date(2021, 1, 1), "in_force"),
        ([ADOPTION, REPEAL, step(on=day("2022-09-01"))], date(2022, 9, 1), "in_force"),
        ([ADOPTION, EXTENSION, step(on=day("2024-06-01"))], date(2024, 7, 1), "expired"),
        ([step(on=day("2020-06-15"), takes_effect=date(2021, 3, 1))], date(2021, 2, 28), "adopted"),
        ([step(on=day("2020-06-15"), takes_effect=date(2021, 3, 1))], date(2021, 3, 1), "in_force"),
        ([ADOPTION, step(kind="repeal", on=day("2022-05-02"), takes_effect=LATER)], date(2022, 6, 1), "in_force"),
        ([ADOPTION, step(kind="repeal", on=day("2022-05-02"), takes_effect=LATER)], LATER, "repealed"),
        ([ADOPTION, step(kind="extension", on=day("2022"), extends_through=2022)], date(2023, 1, 1), "in_force"),
    ],
)
def test_state_follows_from_decisions_and_the_day(steps, on, expected):
    assert case.state(steps, 2021, 2023, on) == expected


def test_a_decision_on_the_plan_does_not_adopt_the_programme():
    assert case.state([step(concerns="plan")], 2021, 2035, date(2026, 1, 1)) == "draft"


def test_a_programme_without_known_end_stays_in_force():
    assert case.state([ADOPTION], None, None, date(2090, 1, 1)) == "in_force"


def said(*steps, on, word=PROGRAMME):
    return case.state_in_words(steps, 2021, 2023, word, on)


def test_what_was_referred_back_or_tabled_is_said_as_what_it_is():
    tabled = step(kind="tabling", on=day("2020-06-01"), paragraph="12")

    assert said(BACK, on=date(2020, 5, 1)) == (
        "Programmet är ett förslag och är inte antaget. "
        "Ärendet återremitterades av kommunfullmäktige den 20\u00a0april 2020. Det bereds på nytt."
    )
    assert said(BACK, tabled, on=date(2020, 6, 2)) == (
        "Programmet är ett förslag och är inte antaget. Ärendet bordlades av kommunfullmäktige "
        "den 1\u00a0juni 2020, §\u00a012. Beslutet tas vid ett senare sammanträde."
    )
    assert said(BACK, tabled, ADOPTION, on=date(2021, 6, 2)) == ""


def test_what_has_been_decided_and_takes_effect_later_is_said_until_then():
    revision = step(kind="revision", on=day("2022-05-02"), takes_effect=LATER)
    repeal = step(kind="repeal", on=day("2022-05-02"), takes_effect=LATER)

    assert said(ADOPTION, revision, on=date(2022, 6, 1)) == (
        "En revidering är beslutad. Den gäller från den 31\u00a0december 2022."
    )
    assert said(ADOPTION, repeal, on=date(2022, 6, 1), word=STRATEGY) == (
        "Strategin är upphävd från den 31\u00a0december 2022."
    )
    assert said(ADOPTION, revision, on=LATER) == ""


def test_until_further_notice_is_said_in_words():
    assert said(ADOPTION, step(kind="extension", on=day("2023")), on=date(2031, 1, 1)) == (
        "Programmet är förlängt tills vidare."
    )


def test_a_name_of_several_words_keeps_its_article():
    assert said(ADOPTION, on=date(2024, 1, 1), word=word("programme", "näringslivsstrategiskt program")) == (
        "Det näringslivsstrategiska programmet gällde till och med 2023."
    )


def test_steps_of_one_day_or_of_no_day_follow_the_course_of_a_case():
    commission = step(kind="commission", on=day("2020"))
    preparation = step(kind="preparation", on=day("2020-06-15"), body="KS")
    undated = step(kind="official_report", on=day(""))
    closed = step(kind="assignment_fulfilled", on=day(""))
    month = step("month", on=day("2020-06"))

    assert in_order([closed, undated, month, ADOPTION, preparation, commission]) == [
        commission,
        undated,
        preparation,
        ADOPTION,
        month,
        closed,
    ]


@pytest.mark.parametrize(
    ("steps", "word", "on", "expected"),
    [
        ([ADOPTION], PROGRAMME, date(2022, 1, 1), ""),
        ([ADOPTION], PROGRAMME, date(2024, 1, 1), "Programmet gällde till och med 2023."),
        ([ADOPTION], STRATEGY, date(2020, 7, 1), "Strategin är antagen och gäller från 2021."),
        ([REFERRAL], PROGRAMME, date(2020, 4, 5), "Programmet är på remiss till och med 27\u00a0april 2020."),
        ([], STRATEGY, date(2020, 1, 1), "Strategin är ett förslag och är inte antagen."),
        ([ADOPTION, EXTENSION], PROGRAMME, date(2024, 1, 1), "Programmet är förlängt till och med 2025."),
        (
            [ADOPTION, REPEAL],
            PROGRAMME,
            date(2024, 1, 1),
            "Programmet upphävdes av kommunfullmäktige den 2\u00a0maj 2022.",
        ),
    ],
)
def test_the_state_is_said_with_the_programmes_own_word(steps, word, on, expected):
    assert case.state_in_words(steps, 2021, 2023, word, on) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": day("2022-06")}, "Antogs av kommunfullmäktige i juni 2022"),
        ({"on": day("2023-04-20"), "body": ""}, "Antogs den 20\u00a0april 2023"),
        ({"on": day(""), "body": "KS"}, "Antogs av kommunstyrelsen"),
        ({"on": day("2021"), "paragraph": "§161"}, "Antogs av kommunfullmäktige 2021, §\u00a0161"),
        ({"on": day(""), "body": ""}, ""),
    ],
)
def test_the_adoption_is_said_as_far_as_it_is_known(changes, expected):
    assert case.adopted_in_words([step(**changes)]) == expected


def test_a_business_councils_approval_is_said_as_an_approval():
    assert case.in_words(APPROVAL) == "Godkändes av näringslivsrådet den 18\u00a0mars 2020"


@pytest.mark.parametrize(
    ("steps", "every", "on", "expected"),
    [
        ([ADOPTION], 4, date(2021, 1, 1), (2024, "Revideras 2024")),
        ([ADOPTION], 4, date(2026, 1, 1), (2024, "Skulle ha reviderats 2024")),
        ([ADOPTION, step(kind="revision", on=day("2024-02"))], 4, date(2026, 1, 1), (2028, "Revideras 2028")),
        ([ADOPTION], None, date(2021, 1, 1), None),
        ([step(on=day(""))], 4, date(2021, 1, 1), None),
        ([ADOPTION, REPEAL], 4, date(2023, 1, 1), None),
    ],
)
def test_the_next_revision_is_counted_from_the_latest_decision(steps, every, on, expected):
    assert case.next_revision(steps, every, on) == expected


def test_what_is_over_by_then_is_not_revised():
    assert case.next_revision([ADOPTION], 4, date(2021, 1, 1), 2023) is None
    assert case.next_revision([ADOPTION, EXTENSION], 4, date(2023, 12, 1), 2023) == (2024, "Revideras 2024")
