"""The sections of a report: the municipality's own ones, and those that it leaves out."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.followups import contents
from portal.followups.models import Approval, FollowUp, Section
from portal.public.paper.report import report_html
from portal.public.paper.sheets import report_workbook
from portal.publications import chain
from portal.publications.content import Section as OwnSection
from tests import make
from tests.browse import fill
from tests.example import follow_up as told
from tests.example import programme as programme_told
from tests.example import published, record, site
from tests.example_parts import uid
from tests.read_html import read, text, texts
from tests.read_site import HOME, pages
from tests.signed_in import enter

OWN = OwnSection(id=uid("own"), place="areas", heading="Arbetsmarknaden", text="<p>Arbetslösheten sjönk.</p>")


@pytest.fixture
def follow_up():
    programme = make.programme()
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, facts, programme=programme)


@pytest.mark.django_db
def test_an_own_section_is_written_moved_and_removed(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    address = reverse("followups:add_section", args=[follow_up.municipality.slug, follow_up.pk])

    client.post(address, fill(client.get(address), heading="Arbetsmarknaden", text="Arbetslösheten sjönk."))
    row = Section.objects.get()
    client.post(row.get_absolute_url(), fill(client.get(row.get_absolute_url()), place="summary"))

    assert [(one.heading, one.place) for one in contents.follow_up(follow_up).sections] == [
        ("Arbetsmarknaden", "summary")
    ]
    gone = f"{row.get_absolute_url()}ta-bort/"
    client.post(gone, fill(client.get(gone)))
    assert contents.follow_up(follow_up).sections == ()


@pytest.mark.django_db
def test_what_is_left_out_is_chosen_and_its_dialogues_do_not_go_along(client, follow_up):
    make.dialogue(follow_up.programme)
    make.proposal(follow_up.programme)
    enter(client, follow_up.municipality, "editor")
    address = reverse("followups:sections", args=[follow_up.municipality.slug, follow_up.pk])

    client.post(address, fill(client.get(address), without_dialogues="on", without_key="on"))

    content = contents.follow_up(FollowUp.objects.get())
    assert content.left_out == ("key", "dialogues")
    assert (content.programme.dialogues, content.programme.proposals) == ((), ())


@pytest.mark.django_db
def test_sections_of_an_approved_follow_up_stay(client, follow_up):
    row = make.owned(Section, follow_up, {}, follow_up=follow_up, heading="Arbetsmarknaden", text="<p>Sjönk.</p>")
    enter(client, follow_up.municipality, "editor")
    typed = fill(client.get(row.get_absolute_url()), heading="Annat")
    facts = {"follow_up": follow_up, "group": make.group(follow_up.programme), "on": date(2026, 2, 1), "schema": 2}
    make.owned(Approval, follow_up, facts, registered_by="redaktör", salt="s", content="{}", content_hash="h")

    refused = client.post(row.get_absolute_url(), typed)

    assert "Withdraw the approval to change it." in refused.text
    assert Section.objects.get().heading == "Arbetsmarknaden"


def page_of(content):
    made = record(published(site()), published(programme_told()), published(content))
    return read(pages(made)[f"{HOME}uppfoljning/2025/"])


def test_the_four_forms_hold_an_own_section():
    content = told(sections=(OWN,))
    workbook = load_workbook(io.BytesIO(report_workbook(content, site(), "a" * 64)))

    page, paper = page_of(content), read(report_html(content, site(), "a" * 64).encode())
    for form in (page, paper):
        own = [text(one) for one in form.iter("section") if "Arbetsmarknaden" in texts(one, "h2")]
        assert own == ["Arbetsmarknaden Arbetslösheten sjönk."]
    assert [cell.value for cell in workbook["Egna avsnitt"][2]][:3] == [
        "efter områdena", "Arbetsmarknaden", "Arbetslösheten sjönk."
    ]  # fmt: skip
    assert '"heading":"Arbetsmarknaden"' in chain.canonical(content)


def test_what_is_left_out_stands_in_no_form_and_readers_are_told():
    content = told(left_out=("programme", "key", "dialogues", "definitions"))
    names = "Om programmet, Så läser du rapporten, Dialoger och förslag, Definitioner och källor"

    paper = read(report_html(content, site(), "a" * 64).encode())
    headings = {text(one) for one in paper.iter("h2")}
    sheets = load_workbook(io.BytesIO(report_workbook(content, site(), "a" * 64))).sheetnames

    assert not headings & set(names.split(", "))
    assert not {"Mål", "Dialoger", "Förslag", "Definitioner och källor"} & set(sheets)
    assert f"Kommunen har valt att inte ta med: {names}." in text(paper)
    assert f"Kommunen har valt att inte ta med: {names}." in text(page_of(content))


def test_verdict_and_counts_are_never_left_out():
    assert set(FollowUp.OPTIONAL) == {"programme", "key", "dialogues", "definitions"}


def test_what_was_published_before_there_were_sections_keeps_its_bytes():
    assert not {'"sections"', '"left_out"', '"start"', '"plan"'} & set(chain.canonical(told()).split(":"))
