"""What `manage.py bench public` does: not how fast anything is here, but that it measures what it says."""

import os
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.desk import bench as desk
from portal.desk import bench_reports
from portal.followups import bench as reports
from portal.public.bench import public as bench
from portal.public.bench.load import UnexpectedAnswerError, answers, fetch, request_for
from portal.public.bench.loopback import free_port, gunicorn, running
from portal.public.bench.public import Figure, table
from portal.publications import chain, record
from portal.publications.models import Publication
from portal.publishing import bench as publishing
from programmes.models import Municipality
from tests import example
from tests.public_requests import HOME, put_sites


@pytest.fixture
def port(tmp_path):
    put_sites(tmp_path)
    port = free_port()
    with running(gunicorn("tests.files_only:application", port), port, {**os.environ, "SITES": str(tmp_path)}):
        yield port


def test_the_client_counts_whole_answers_of_the_expected_length(port):
    request = request_for("localhost", "/orust/")

    length, body = fetch(port, request)

    assert body == HOME.encode()
    assert answers(port, request, length, 0.2) > 10
    with pytest.raises(UnexpectedAnswerError, match="longer"):
        answers(port, request, length - 1, 5)


def test_the_client_does_not_count_what_is_not_found(port):
    with pytest.raises(UnexpectedAnswerError, match="404 Not Found"):
        fetch(port, request_for("localhost", "/finns-inte/"))


def test_the_table_tells_how_many_times_as_much_as_an_empty_view_each_is():
    figures = [Figure("own server, file", 3000, 200), Figure("empty Django view", 1500, 500), Figure("page", 100, None)]

    heads, *lines, _ = [line.split() for line in table(figures)]

    assert [line[-4:] for line in lines] == [
        ["3000", "200", "2.00", "2.50"],
        ["1500", "500", "1.00", "1.00"],
        ["100", "–", "0.07", "–"],
    ]


@pytest.mark.django_db
def test_there_is_nothing_to_measure_before_anything_is_published():
    with pytest.raises(CommandError, match="No programme has been published"):
        call_command("bench", "public")


@pytest.mark.django_db(transaction=True)
def test_the_programmes_page_is_measured_in_five_ways(monkeypatch, capsys):
    with transaction.atomic():
        for content, kind in ((example.site(), "site"), (example.programme(), "programme")):
            record.append(
                chain.freeze(content),
                municipality=example.uid("municipality"),
                slug="exempelby",
                kind=kind,
                subject=content.id,
                change="decision",
                published_by="Näringslivsenheten",
            )
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.chores")
    monkeypatch.setenv("WORKER_DATABASE", connection.settings_dict["NAME"])
    monkeypatch.setattr(bench, "ROUNDS", 1)
    monkeypatch.setattr(bench, "SECONDS", 0.3)

    call_command("bench", "public")

    printed = capsys.readouterr().out
    ways = [
        "nginx, file",
        "nginx, plain file of the same bytes",
        "own server, file",
        "empty Django view",
        "page rendered for each request",
    ]
    assert re.findall(r"^(\S.*?)  +[1-9]", printed, re.MULTILINE) == ways


@pytest.mark.django_db
def test_a_save_in_the_plans_table_is_measured_beside_an_empty_view(monkeypatch, settings):
    monkeypatch.setattr(desk, "SAVES", 3)
    monkeypatch.setattr(desk, "OPENINGS", 2)
    settings.ROOT_URLCONF = desk.__name__

    _size, table, _seconds, _size_of_page, save, *times = desk.line(4).split()

    assert int(table) > 5
    assert 3 < int(save) <= 10
    assert all(float(figure) > 0 for figure in times)


@pytest.mark.django_db
def test_publishing_is_measured_with_what_stands_before_and_beside_it(settings):
    measured = publishing.line(publishing.Size(3, 2, 2))

    assert measured.pages > 12
    assert measured.build > measured.append > 0
    assert [*Municipality.objects.filter(name="Bänkstad")] != []


@pytest.mark.django_db(transaction=True)
def test_what_was_published_to_measure_is_taken_back():
    measured = publishing.in_a_process(publishing.Size(2, 1, 1))

    assert measured.seconds > 0
    assert Publication.objects.count() == 0


def test_the_regions_bench_makes_the_page_of_all_municipalities(capsys, monkeypatch):
    monkeypatch.setattr("portal.public.bench.region.MEMBERS", (2, 20))

    call_command("bench", "region")

    few, many = capsys.readouterr().out.splitlines()
    assert "2 municipalities" in few and "1.00 x" in few
    assert "20 municipalities" in many


@pytest.mark.django_db
def test_charts_are_measured_from_one_picture_to_the_page_that_shows_all(capsys, monkeypatch):
    monkeypatch.setattr("portal.publishing.bench_charts.INDICATORS", 2)
    monkeypatch.setattr("portal.publishing.bench_charts.ACTIONS", 3)

    call_command("bench", "charts")

    head, _names, *lines = capsys.readouterr().out.splitlines()
    assert head == "2 indicators × 20 years, 3 actions"
    assert [int(line.split()[-1].replace(",", "")) > 100 for line in lines[:5]] == [True] * 5
    assert [line.partition(":")[0] for line in lines[5:]] == [
        "first publication",
        "next, one new value",
        "programme's page",
    ]
    assert Publication.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_report_is_printed_beside_the_same_page_from_a_browser(monkeypatch):
    monkeypatch.setattr(reports, "SIZES", ((3, 1),))
    monkeypatch.setattr(reports, "WORKBOOKS", (3,))

    _head, *lines, _, _, workbook = reports.measure()

    assert [re.split(r"  +", line.strip())[:3] for line in lines] == [
        ["3", "1", "the press"],
        ["3", "1", "Chromium"],
    ]
    assert all(float(ratio) > 0 for ratio in lines[0].split()[-2:])
    assert 5 < int(workbook.split()[1]) < 60
    assert Municipality.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_machine_without_a_browser_says_so_and_measures_the_press(monkeypatch):
    monkeypatch.setattr(reports, "SIZES", ())
    monkeypatch.setattr(reports, "WORKBOOKS", ())
    monkeypatch.setenv("PATH", "/nowhere")

    assert "No Chromium is found here" in next(reports.measure())


@pytest.mark.django_db(transaction=True)
def test_reports_asked_for_at_once_are_all_made(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    told = [*bench_reports.at_once(2, 2, 2)]

    assert told[0].startswith("2 of 2 reports of 2 actions made by 2 workers")
    assert "before: median" in told[2]
