"""What is not public reaches no reader: every such column holds a word that is looked for at every public address."""

from collections import defaultdict
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models import F
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter

from actions.models import Action, ActionPlan, Report
from indicators.models import Fetch, KeyFigureSeen, SourceAnswer
from portal.desk.imports.models import Meaning
from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.followups.models.notices import Notice
from portal.public import build
from portal.public.models import Fault
from portal.public.serve import FileServer
from portal.public.sites import read_manifest
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes import files
from programmes.exposure import PUBLIC, Exposure
from programmes.history import change
from programmes.models import FileToRemove, Municipality, Region, Upload
from tests import make
from tests.test_exposure import MODELS, own_fields
from tests.world import world

pytestmark = pytest.mark.django_db
BY = "Näringslivsenheten"
HISTORIES = [model for model in apps.get_models() if hasattr(model, "instance_type")]
HOLD_WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
SEEN = {"html", "json", "css", "csv", "js", "atom", "svg", "pdf", "xlsx", "png", "txt", "xml"}  # read to their end
WITHOUT_WORDS = {"woff2"}
LONGEST = 1000  # signs, where a column has no bounds


@pytest.fixture
def rows(municipality, administrator):
    """A municipality with one row of each kind, all of it ready to be published."""
    rows = world(municipality, responsible=administrator.memberships.get())
    region = make.save(Region(name="Göteborgsregionen", slug="goteborgsregionen"))
    Municipality.objects.update(region=region)
    ActionPlan.objects.update(state="adopted", start=date(2025, 1, 1))
    Report.objects.update(ready=True)
    FollowUp.objects.update(verdict="partly")
    document = files.keep(municipality.uuid, pdf())
    Upload.objects.update(digest=document, size=len(pdf()))
    Meaning.objects.create(municipality=municipality, kind="actions", headings="Nr")
    Fault.objects.create(municipality=municipality.uuid, reason="other", detail="Fel")
    FileToRemove.objects.create(municipality=municipality, kind="upload", name="a" * 64)
    KeyFigureSeen.objects.create(municipality=municipality, indicator=rows["indicator"], key="N02267", title="Tal")
    Notice.objects.create(municipality=municipality, follow_up=rows["follow_up"], occasion="opened", user=administrator)
    SourceAnswer.objects.create(fetch=Fetch.objects.get(), address="/", at=timezone.now(), packed=b"{}")
    return {name: type(row).objects.get(pk=row.pk) for name, row in rows.items() if hasattr(row, "pk")}


def pdf():
    """Return a document of one page, such as a body adopted."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def word(number):
    return f"qzx{number:05}xq"


def hidden(model):
    """Return the names of the model's columns that are not public and can hold a word."""
    texts = [field for field in own_fields(model) if isinstance(field, HOLD_WORDS) and not field.choices]
    return [field.name for field in texts if model.exposure[field.name] != PUBLIC]


def hidden_in_history(model):
    """Return the names of all columns of a history that can hold a word: none of it is for readers."""
    texts = [field for field in model._meta.concrete_fields if isinstance(field, HOLD_WORDS) and not field.choices]
    return [field.name for field in texts if (field.max_length or LONGEST) >= len(word(0))]


COLUMNS = [(model, hidden(model)) for model in MODELS]
COLUMNS_OF_HISTORY = [(model, hidden_in_history(model)) for model in HISTORIES]


def hide_words():
    """Put a word of its own into every such column of every row; return {(column, word)}."""
    number = count(1)
    for model, names in COLUMNS + COLUMNS_OF_HISTORY:
        for pk in model.objects.values_list("pk", flat=True) if names else ():
            words = {name: in_column(model, name, word(next(number))) for name in names}
            model.objects.filter(pk=pk).update(**words)
    return hidden_words(COLUMNS + COLUMNS_OF_HISTORY)


def in_column(model, name, said):
    match model._meta.get_field(name):
        case models.JSONField():
            return {"ord": said}
        case models.BinaryField():
            return said.encode()
    return said


def hidden_words(columns=COLUMNS):
    """Return (column, word) for all that stands there now, with what publishing has added."""
    return {
        (f"{model._meta.label}.{name}", said)
        for model, names in columns
        for name in names
        for value in model.objects.values_list(name, flat=True)
        if (said := word_of(value))
    }


def word_of(value):
    if isinstance(value, dict):
        return value.get("ord", "")
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else ""


def publish_all(rows):
    """Publish everything, the programme in two versions, and build the sites."""
    place, follow_up = rows["municipality"], rows["follow_up"]
    for propose, subject in [(propose_site, place), (propose_programme, rows["programme"])]:
        publish(propose, subject, seen=propose(subject).seen, by=BY)
    type(rows["programme"]).objects.filter(pk=rows["programme"].pk).update(diary_number="2026-1")
    changed = type(rows["programme"]).objects.get(pk=rows["programme"].pk)
    publish(propose_programme, changed, seen=propose_programme(changed).seen, by=BY)
    facts = {"follow_up": follow_up, "group": rows["group"], "on": date(2026, 2, 18), "registered_by": "redaktör"}
    approval = Approval(municipality=place, **facts)
    with change("Godkände", municipality=place):
        approving.freeze(approval)
        approval.save()
    approving.publish(approval, by=BY)
    build.heal()


def crawled(folder):
    """Return {kind of file: all that readers get of that kind}: every address of every manifest, and what is asked."""
    server, said = FileServer(None, folder, prefixes=("/arbete/",)), defaultdict(str)
    for site in (folder / "www").iterdir():
        for address in read_manifest(site.resolve())["addresses"]:
            kind = "html" if address.endswith("/") else address.rpartition(".")[2]
            head, body = fetched(server, address)
            said[kind] += address + head + told(kind, body)
    for address in ("1/jamfor/2/", "1/jamfor/gallande/", "den/?dag=2026-01-01"):
        answer = Client().get(f"/alingsas/program/versioner/{address}", follow=True)
        said["html"] += str(answer.headers) + answer.content.decode()
    return said


def fetched(server, address):
    """Return what the server sends before a file, and its bytes."""
    heads = []
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": address}
    body = b"".join(server(asked, lambda status, headers: heads.append(f"{status} {headers}")))
    return heads[0], body


def told(kind, body):
    """Return all that a file says, and what it says of itself. A kind that cannot be read is a fault of this test."""
    match kind:
        case "pdf":
            return told_by_pdf(PdfReader(BytesIO(body)))
        case "xlsx":
            with ZipFile(BytesIO(body)) as book:
                parts = [(part, book.read(part).decode("latin-1")) for part in book.infolist()]
                return "\n".join(f"{part.filename} {part.comment} {said}" for part, said in parts)
        case "png":
            picture = Image.open(BytesIO(body))
            return f"{picture.info} {dict(picture.getexif())} {body.decode('latin-1')}"
        case "woff2":
            return ""
    assert kind in SEEN, f"Nobody here can read a file of the kind {kind}."
    return body.decode()


def told_by_pdf(reader):
    attached = [
        told("xlsx", data) if name.endswith(".xlsx") else data.decode("latin-1")
        for name, attachments in reader.attachments.items()
        for data in attachments
    ]
    described = reader.root_object.get("/Metadata")
    metadata = [str(reader.metadata), described.get_data().decode() if described else ""]
    return "\n".join([*metadata, *attached, *(page.extract_text() for page in reader.pages)])


def found(said, words):
    return {(kind, field) for kind, text in said.items() for field, word in words if word in text}


def test_nothing_that_is_not_public_reaches_a_reader(rows, settings):
    before = hide_words()
    publish_all(rows)

    said, words = crawled(Path(settings.SITES)), before | hidden_words()
    assert {"html", "json", "css", "atom", "pdf", "xlsx"} <= set(said) <= SEEN | WITHOUT_WORDS
    assert {field for field, _ in words} >= {f"{m._meta.label}.{name}" for m in MODELS for name in hidden(m)}
    assert found(said, words) == set()


def test_what_is_published_by_mistake_is_found(rows, settings):
    hide_words()
    Action.objects.update(title=F("internal_note"))
    publish_all(rows)

    leaks = found(crawled(Path(settings.SITES)), hidden_words())
    assert {kind for kind, field in leaks if field == "actions.Action.internal_note"} >= {"html", "pdf", "json"}


def test_what_is_dropped_or_unfinished_reaches_no_reader(rows, settings):
    action = rows["action"]
    unfinished = {
        "dropped": make.action(action.plan, title="qzxdroppedxq", dropped=True),
        "draft": make.action(make.plan(rows["programme"], title="qzxdraftxq"), title="qzxofdraftxq"),
        "unready": make.report(action, period="2027", account="qzxunreadyxq", ready=False),
        "group": make.group(rows["programme"], name="qzxgroupxq", dropped=True),
    }
    publish_all(rows)

    assert len(unfinished) == 4
    assert "qzx" not in "".join(crawled(Path(settings.SITES)).values())


def test_what_a_picture_says_of_itself_is_not_handed_out(rows, settings):
    picture, described = BytesIO(), PngInfo()
    described.add_text("Author", "qzxauthorxq")
    exif = Image.Exif()
    exif[0x010E] = "qzxplacexq"
    Image.new("RGB", (40, 20), "red").save(picture, "PNG", pnginfo=described, exif=exif)
    body = files.picture(SimpleUploadedFile("logotyp.png", picture.getvalue()))
    place = rows["municipality"]
    logotype = {"purpose": "logotype", "programme": None, "name": "logotyp.png", "size": len(body)}
    make.save(Upload(municipality=place, digest=files.keep(place.uuid, body), **logotype))
    publish_all(rows)

    said = crawled(Path(settings.SITES))
    assert "PNG" in said["png"]
    assert "qzx" not in "".join(said.values())


def test_a_column_that_nobody_has_declared_stops_the_crawl():
    class Forgetful(models.Model):  # noqa: DJ008
        note = models.JSONField()
        exposure = Exposure(internal="id")

        class Meta:
            app_label = "programmes"
            managed = False

    apps.all_models["programmes"].pop("forgetful")
    apps.clear_cache()
    with pytest.raises(KeyError, match="note"):
        hidden(Forgetful)


def test_a_kind_of_file_that_nobody_can_read_stops_the_crawl():
    with pytest.raises(AssertionError, match="docx"):
        told("docx", b"")
