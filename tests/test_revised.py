"""A figure that its source revises after a report was decided: the report stays, and everybody is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import taking
from indicators.models import Observation
from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.followups.revised import touched
from portal.public.paper.figure_sheets import values
from portal.publications.revised import revisions
from portal.publishing import contents
from programmes.history import change
from tests import make
from tests.example import follow_up, indicator, observation, programme, published, record, site
from tests.read_html import links, read, text, texts
from tests.read_site import HOME, page, pages
from tests.signed_in import enter

OLD = (observation(2023, 139), observation(2024, 144))
PRELIMINARY = (observation(2023, 139), observation(2024, 144, preliminary=True))
REVISED = {"revised_from": Decimal(144), "revised_on": date(2027, 3, 3)}
FINAL = observation(2024, 141, was_preliminary=True, **REVISED)
NEW = (observation(2023, 139), observation(2024, 141, **REVISED))


def plain(words):
    return words.replace("\u00a0", " ")


def site_with(now, then=OLD):
    """Return the site of a programme whose report was decided when the indicator stood otherwise."""
    report = follow_up(programme=programme(indicators=(indicator(observations=then),)))
    newest = programme(indicators=(indicator(observations=now),))
    return record(published(site()), published(report), published(newest, version=2))


def beside_the_report(now, then=OLD):
    root = read(pages(site_with(now, then))[f"{HOME}uppfoljning/2025/"])
    (section,) = [one for one in root.iter("section") if one.get("aria-labelledby") == "reviderat"] or [None]
    return [plain(cell) for cell in texts(section, ".//tbody/tr/*")] if section is not None else []


# For readers


def test_the_report_is_shown_as_it_was_decided_with_what_was_revised_beside_it():
    assert beside_the_report(NEW) == [
        "Svenskt Näringsliv, ranking",
        "2024",
        "plats 144",
        "plats 141",
        "reviderat i källan den 3 mars 2027",
    ]
    assert beside_the_report(OLD) == []


@pytest.mark.parametrize(
    ("now", "how"),
    [
        (FINAL, "preliminärt när det publicerades; slutligt värde sedan den 3 mars 2027"),
        (NEW[1], "preliminärt när det publicerades; slutligt värde sedan den 3 mars 2027"),
        (observation(2024, 141), "preliminärt när det publicerades; slutligt värde"),
        (observation(2024, 141, preliminary=True), "ändrat efter beslutet"),
        (observation(2024, None), "ändrat efter beslutet"),
    ],
    ids=["final", "published before that was kept", "of no known day", "still preliminary", "taken back"],
)
def test_a_preliminary_value_that_has_become_final_is_not_called_revised(now, how):
    assert beside_the_report((OLD[0], now), PRELIMINARY)[4] == how


def test_what_was_told_as_final_and_then_revised_is_called_revised():
    again = observation(2024, 140, revised_from=Decimal(141), revised_on=date(2027, 5, 5))

    assert beside_the_report((OLD[0], again), (OLD[0], FINAL))[4] == "reviderat i källan den 5 maj 2027"


@pytest.mark.parametrize(
    ("then", "how"),
    [(PRELIMINARY, "preliminärt när det publicerades"), (OLD[:1], "tidigare preliminärt")],
)
def test_the_indicators_page_says_that_a_value_is_the_final_one(then, how):
    root = page("indikatorer/ranking/", site_with((OLD[0], FINAL), then))
    (section,) = [one for one in root.iter("section") if one.get("aria-labelledby") == "reviderat"]

    assert plain(texts(section, ".//tbody/tr/*")[3]) == f"{how}; slutligt värde sedan den 3 mars 2027"
    assert "slutligt, tidigare preliminärt" in text(root)
    assert "reviderat i källan" not in text(root)


def test_its_files_keep_every_byte():
    before, after = pages(site_with(OLD)), pages(site_with(NEW))

    assert before[f"{HOME}uppfoljning/2025.json"] == after[f"{HOME}uppfoljning/2025.json"]


def test_the_indicators_page_names_the_revision_and_the_reports_with_the_earlier_value():
    root = page("indikatorer/ranking/", site_with(NEW))
    (section,) = [one for one in root.iter("section") if one.get("aria-labelledby") == "reviderat"]

    assert [plain(cell) for cell in texts(section, ".//tbody/tr/*")] == [
        "2024",
        "plats 144",
        "plats 141",
        "reviderat i källan den 3 mars 2027",
        "Uppföljning 2025",
    ]
    assert links(section) == {"Uppföljning 2025": f"{HOME}uppfoljning/2025/"}


def test_the_workbook_keeps_the_earlier_value_and_the_day():
    sheet = values([indicator(observations=NEW)])
    newest = dict(zip((heading for heading, _ in sheet.columns), list(sheet.rows)[-1], strict=True))

    assert (newest["Värdet före revidering"].value, newest["Reviderat i källan"]) == (144, date(2027, 3, 3))
    assert newest["Slutligt, tidigare preliminärt"] is None


def test_the_workbook_keeps_apart_what_is_revised_and_what_is_final():
    sheet = values([indicator(observations=(FINAL,))])
    told = dict(zip((heading for heading, _ in sheet.columns), next(iter(sheet.rows)), strict=True))

    assert (told["Reviderat i källan"], told["Slutligt, tidigare preliminärt"]) == (None, date(2027, 3, 3))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (observation(2024, 141), ["plats 141", "ändrat efter beslutet"]),
        (observation(2024, None), ["ännu inte publicerat", "ändrat efter beslutet"]),
        (observation(2024, 144), []),
        (observation(2024, None, missing="too_few"), []),
        (observation(2024, None, missing="withheld"), []),
        (observation(2024, 141, definition=2), []),
        (observation(2024, 141, sex="K"), []),
    ],
    ids=["put right", "taken back", "the same", "too few", "withheld", "another definition", "another sex"],
)
def test_only_the_same_figure_with_another_value_is_told_and_nothing_that_is_hidden(now, told):
    assert beside_the_report((OLD[0], now))[3:] == told


def test_a_value_that_came_later_is_no_revision():
    assert list(revisions((observation(2024, None),), (observation(2024, 141),))) == []


# For officials


@pytest.fixture
def figure(db):
    one = make.indicator(name="Ranking", unit="placering")
    return make.observation(one, year=2024, value=144)


@pytest.fixture
def report(figure):
    programme = make.programme(figure.municipality)
    make.save(figure.indicator, programmes=[programme])
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, facts, programme=programme, verdict="partly")


def approve(report):
    facts = {"follow_up": report, "group": make.group(report.programme), "on": date(2026, 2, 18)}
    approval = Approval(municipality=report.municipality, registered_by="redaktör", **facts)
    with change("Godkände", municipality=report.municipality):
        approving.freeze(approval)
        approval.save()
    return approval


def waiting(figure, value):
    return make.fetched_value(figure.indicator, year=figure.year, value=value, before=figure.value)


def told(place):
    return [(plain(one.old), plain(one.new), one.waits) for one in touched(place)]


def test_a_figure_is_flagged_while_it_waits_and_when_it_has_been_taken_over(figure, report):
    approval, value = approve(report), waiting(figure, Decimal(141))
    before = told(figure.municipality)

    taking.take([value], make.user(), figure.municipality)

    figure.refresh_from_db()
    approval.refresh_from_db()
    assert before == [("plats 144", "plats 141", True)]
    assert told(figure.municipality) == [("plats 144", "plats 141", False)]
    assert figure.revised_on == value.fetch.at.date()
    assert approving.document(approval).programme.indicators[0].observations[0].value == 144


def test_a_preliminary_value_is_flagged_as_final_once_that_is_taken_over(client, figure, report):
    figure.preliminary = True
    make.save(figure)
    approve(report)
    taking.take([waiting(figure, Decimal(141))], make.user(), figure.municipality)
    enter(client, figure.municipality, "reader")

    page = client.get(reverse("followups:revised", args=[figure.municipality.slug])).text

    figure.refresh_from_db()
    assert figure.is_final
    assert f"preliminary when it was decided; the final value since {figure.revised_on}" in page
    assert "revised in the source" not in page


def test_what_no_report_tells_and_what_was_declined_is_not_flagged(figure, report):
    waiting(figure, Decimal(141))
    before = told(figure.municipality)
    approve(report)
    taking.decline(taking.waiting(figure.municipality))

    assert (before, told(figure.municipality)) == ([], [])


def test_the_flag_leads_from_the_indicator_to_the_reports(client, figure, report):
    approve(report)
    waiting(figure, Decimal(141))
    enter(client, figure.municipality, "reader")
    page = client.get(figure.indicator.get_absolute_url())

    address = reverse("followups:revised", args=[figure.municipality.slug])
    assert f'<a href="{address}">1 figure in a decided report is another one by now</a>' in page.text
    assert "the source has another value, which waits" in client.get(address).text


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_takes_as_many_queries_however_many_figures(client, figure, report, count, django_assert_num_queries):
    for year in range(2000, 2000 + count):
        make.observation(figure.indicator, year=year, value=1)
    approve(report)
    with change("Rättade", municipality=figure.municipality):
        for one in Observation.objects.filter(year__lt=2024):
            one.value = 2
            one.save()
    enter(client, figure.municipality, "reader")

    with django_assert_num_queries(8):
        response = client.get(reverse("followups:revised", args=[figure.municipality.slug]))

    assert len(response.context["touched"]) == count


def test_a_hidden_figure_takes_its_earlier_value_with_it(figure, report):
    for sex, facts in (("K", {"missing": "too_few"}), ("M", {"value": 5, "revised_from": Decimal(6)})):
        make.observation(figure.indicator, year=2024, sex=sex, **facts)

    (told_of,) = contents.programme(report.programme, date(2026, 1, 1)).indicators

    assert {one.sex: (one.missing, one.revised_from) for one in told_of.observations} == {
        "T": ("", None),
        "K": ("too_few", None),
        "M": ("withheld", None),
    }
