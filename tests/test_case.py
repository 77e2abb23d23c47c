"""Where a programme stands follows from its decisions and the day."""

from datetime import date

import pytest

from programmes import case
from programmes.words import word
from tests.example import day, step

PROGRAMME, STRATEGY = word("programme", "program"), word("programme", "strategi")
ADOPTION = step(kind="adoption", on=day("2020-06-15"))
APPROVAL = step(kind="approval", body="council", on=day("2020-03-18"), is_decision=False)
REFERRAL = step(kind="referral", body="department", on=day("2020-04-03"), until=date(2020, 4, 27), is_decision=False)
EXTENSION = step(kind="extension", on=day("2023-11"), extends_through=2025)
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
    ],
)
def test_state_follows_from_decisions_and_the_day(steps, on, expected):
    assert case.state(steps, 2021, 2023, on) == expected


def test_a_decision_on_the_plan_does_not_adopt_the_programme():
    assert case.state([step(concerns="plan")], 2021, 2035, date(2026, 1, 1)) == "draft"


def test_a_programme_without_known_end_stays_in_force():
    assert case.state([ADOPTION], None, None, date(2090, 1, 1)) == "in_force"


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
    ],
)
def test_the_next_revision_is_counted_from_the_latest_decision(steps, every, on, expected):
    assert case.next_revision(steps, every, on) == expected
