"""Files that are handed in: judged, drawn anew, kept by their hash, replaced and published."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.public import build, sites
from portal.publishing import contents
from portal.publishing.publish import propose_site, publish
from programmes import files
from programmes.models import Change, Upload
from programmes.undoing import undo
from tests import make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def drawn(size=(40, 20), kind="PNG", **options):
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def handed_in(name, body):
    return {"file": SimpleUploadedFile(name, body)}


@pytest.fixture
def logotype(client, editor, municipality):
    """The page where an editor hands in the logotype."""
    client.force_login(editor)
    return reverse("programmes:logotype", args=[municipality.slug])


def test_a_logotype_is_drawn_anew_as_png(client, logotype):
    exif = Image.Exif()
    exif[0x010E] = "Hemlig plats"

    client.post(logotype, handed_in("Logga å.jpg", drawn((2000, 1000), "JPEG", exif=exif)))

    upload = Upload.objects.get()
    picture = Image.open(BytesIO(upload.read()))
    assert (upload.name, picture.format, picture.size) == ("Logga å.png", "PNG", (480, 240))
    assert not picture.getexif()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("logga.svg", SVG),
        ("logga.png", SVG),
        ("logga.png", PDF),
        ("logga.png", drawn()[:60]),
        ("logga.gif", drawn(kind="GIF")),
        ("logga.png", b"GIF89a<script>"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(client, logotype, name, body):
    page = client.post(logotype, handed_in(name, body))

    assert "Det här är ingen bild som går att läsa." in page.text
    assert not Upload.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(client, logotype):
    page = client.post(logotype, handed_in("stor.png", drawn((30_000, 1_000))))

    assert "Bilden är för stor: 30000 × 1000 bildpunkter." in page.text


def test_a_file_that_is_too_large_is_told_so_and_not_read_to_its_end(client, logotype):
    page = client.post(logotype, handed_in("stor.png", drawn() + b"0" * (files.MOST + 5_000_000)))

    assert "Filen är för stor. Den får vara högst 5 MB." in page.text


def test_a_new_logotype_takes_the_place_of_the_one_before_and_can_be_taken_back(client, logotype, editor):
    client.post(logotype, handed_in("gammal.png", drawn()))
    client.post(logotype, handed_in("ny.png", drawn((60, 20))))
    assert [upload.name for upload in Upload.objects.kept()] == ["ny.png"]

    undo(Change.objects.first(), user=editor)

    assert [upload.name for upload in Upload.objects.kept()] == ["gammal.png"]


def test_the_adopted_document_is_kept_as_it_was(client, editor, municipality):
    programme = make.programme(municipality)
    client.force_login(editor)
    page = reverse("programmes:adopted_document", args=[municipality.slug, programme.pk])

    client.post(page, handed_in("Program 2021.pdf", PDF))

    upload = programme.uploads.get()
    answer = client.get(upload.get_absolute_url())
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fil.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("body", [b"<html><script>", b"%PDF-1.7 half of it", drawn()])
def test_what_is_no_whole_pdf_is_refused(client, editor, municipality, body):
    programme = make.programme(municipality)
    client.force_login(editor)

    page = client.post(reverse("programmes:adopted_document", args=[municipality.slug, programme.pk]),
                       handed_in("program.pdf", body))  # fmt: skip

    assert "Det här är ingen hel PDF." in page.text
    assert not Upload.objects.exists()


def test_without_a_file_the_form_asks_for_one(client, logotype):
    assert "Detta fält måste fyllas i." in client.post(logotype).text


def test_a_step_gets_the_attachments_that_are_handed_in(client, editor, municipality):
    step = make.step(make.programme(municipality))
    client.force_login(editor)
    page = reverse("programmes:attach", args=[municipality.slug, step.pk])

    for title in ("Protokollsutdrag", "Reservation"):
        client.post(page, handed_in("bilaga.pdf", PDF) | {"title": title})

    assert [str(one) for one in step.attachments.kept()] == ["Protokollsutdrag", "Reservation"]
    assert "Reservation" in client.get(step.get_absolute_url()).text
    (told,) = contents.programme(step.programme, date(2026, 11, 3)).steps
    assert [(file.title, file.name, file.size) for file in told.attachments] == [
        ("Protokollsutdrag", "bilaga.pdf", len(PDF)),
        ("Reservation", "bilaga.pdf", len(PDF)),
    ]


def test_an_attachment_that_is_no_pdf_is_refused(client, editor, municipality):
    step = make.step(make.programme(municipality))
    client.force_login(editor)

    page = client.post(reverse("programmes:attach", args=[municipality.slug, step.pk]), handed_in("a.pdf", SVG))

    assert "Det här är ingen hel PDF." in page.text
    assert not step.attachments.exists()


def test_attachments_go_with_their_step_and_come_back_with_it(client, editor, municipality):
    step = make.step(make.programme(municipality), kind="tabling")
    make.upload(purpose="attachment", programme=None, step=step, municipality=municipality)
    client.force_login(editor)

    client.post(reverse("programmes:drop_step", args=[municipality.slug, step.pk]))
    assert not Upload.objects.kept().exists()

    undo(Change.objects.first(), user=editor)
    assert step.attachments.kept().count() == 1


def published_site(municipality):
    seen = propose_site(municipality).seen
    publish(propose_site, municipality, seen=seen, by="Kommunen")
    build.heal()
    return sites.current(build.Path(build.settings.SITES), municipality.slug).folder


@pytest.mark.django_db(transaction=True)
def test_a_published_logotype_stands_on_every_page_and_lies_at_an_address_of_its_own(client, logotype, municipality):
    client.post(logotype, handed_in("Kommunens logga.png", drawn()))
    upload = Upload.objects.get()

    folder = published_site(municipality)

    address = f"/alingsas/filer/kommunens-logga.{upload.digest[:12]}.png"
    pages = {page.address: page.body for page in sites.pages(folder)}
    assert pages[address] == upload.read()
    assert (
        f'<img class="logotype" src="{address}" alt="Alingsås kommun">'.encode() in pages["/alingsas/tillganglighet/"]
    )


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_gone_keeps_no_site_from_being_built(client, logotype, municipality, caplog):
    client.post(logotype, handed_in("logga.png", drawn()))
    files.path(municipality.uuid, Upload.objects.get().digest).unlink()

    folder = published_site(municipality)

    assert "is gone" in caplog.text
    assert [page.address for page in sites.pages(folder) if "/filer/" in page.address] == []


def test_a_file_is_put_in_place_whole_and_never_changed(tmp_path):
    place = tmp_path / "aa" / "fil"
    files.put(place, b"first")
    files.put(place, b"second")

    assert place.read_bytes() == b"first"
    assert [file.name for file in place.parent.iterdir()] == ["fil"]
