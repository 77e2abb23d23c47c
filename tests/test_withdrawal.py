"""Withdrawal: a name that stands everywhere stands nowhere afterwards, and does not come back."""

import gzip
import hashlib
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models
from pypdf import PdfReader, PdfWriter

from portal.desk.imports.models import Meaning
from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.public import build
from portal.publications import record
from portal.publishing import withdrawing
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes import files, places
from programmes.history import change
from programmes.masked_rows import kinds
from programmes.masking import Mask
from programmes.models import Change, Draft, Municipality, Programme, Upload
from tests.world import world

NAME = "Åsa Zyxqvist"
WORDS = Mask((NAME,))
BY = "Näringslivsenheten"
HOLDS = re.compile("zyxqvist", re.IGNORECASE)
SUM = re.compile(r"[0-9a-f]{64}")
COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'character', 'inet', 'ARRAY')"
)


def folders():
    return (settings.SITES, settings.DOCUMENTS, settings.UPLOADS)


def pdf(text):
    """Return a PDF that says something where it is read: among its facts."""
    made, out = PdfWriter(), BytesIO()
    made.add_blank_page(100, 100)
    made.add_metadata({"/Title": text})
    made.write(out)
    return out.getvalue()


def seed(municipality):
    """Write the name into every text of every row and of its history."""
    for model, rows, history in kinds(municipality):
        for there in (rows, history):
            for row in there:
                texts = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
                there.filter(pk=row.pk).update(
                    **{field.name: said(field, row) for field in texts if free(model, field)}
                )


def free(model, field):
    """Say whether people, and not a rule, decide what stands in a field."""
    fixed = {"slug", "code", "accent", "digest", "kolada_peer_group"} if model is Municipality else {"digest"}
    return not field.choices and field.name not in fixed | set(model.SEALED)


def said(field, row):
    if field.name == "slug":
        return f"asa-zyxqvist-{row.uuid.hex[:6]}"
    text = f"{NAME} {row.uuid.hex[:4]}"
    if isinstance(field, models.URLField):
        return "https://exempel.se/asa-zyxqvist"
    if isinstance(field, models.EmailField):
        return "asa.zyxqvist@exempel.se"
    return text[: field.max_length]


@pytest.fixture
def place(municipality, administrator, immediately):
    """A municipality in which the name stands wherever a name can stand."""
    rows = world(municipality, responsible=administrator.memberships.get())
    rows["plan"].__class__.objects.filter(municipality=municipality).update(state="adopted", start=date(2025, 1, 1))
    FollowUp.objects.update(verdict="partly")
    seed(municipality)
    Change.objects.filter(municipality=municipality).update(sentence=f"Ändrade {NAME}", reason=NAME)
    Draft.objects.update(fields={"title": [NAME]})
    Meaning.objects.create(municipality=municipality, kind="actions", headings="Nr", words={"status": {NAME: "done"}})
    Upload.objects.update(digest=files.keep(municipality.uuid, pdf(NAME)))
    Upload.history.update(digest=Upload.objects.first().digest)
    publish_all(municipality)
    return Municipality.objects.get()


def publish_all(municipality):
    municipality.refresh_from_db()
    follow_up = FollowUp.objects.get()
    for number in (1, 2):
        for propose, subject in [(propose_site, municipality), (propose_programme, Programme.objects.get())]:
            seen = propose(subject).seen
            publish(propose, subject, seen=seen, by=municipality.publisher, note=f"{NAME} {number}")
    facts = {"follow_up": follow_up, "group": follow_up.programme.groups.first(), "on": date(2026, 2, 18)}
    approval = Approval(municipality=municipality, registered_by=NAME, **facts)
    with change("Godkände", municipality=municipality):
        approving.freeze(approval)
        approval.save()
    approving.publish(approval, by=BY)
    build.heal()


def texts():
    """Yield (table.column, text) of every value of every column of the database."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608
            yield from ((f"{table}.{column}", value) for (value,) in cursor.fetchall())


def lying():
    """Yield (file, text) of every file that the portal keeps."""
    for folder in folders():
        for file in folder.rglob("*"):
            if file.is_file():
                yield str(file), words_of(file)


def words_of(file):
    body = file.read_bytes()
    if body.startswith(b"%PDF") and b"startxref" in body:
        document = PdfReader(file)
        return str(document.metadata) + "".join(page.extract_text() for page in document.pages)
    return (gzip.decompress(body) if file.suffix == ".gz" else body).decode("utf-8", "replace")


def standing():
    """Return where the name stands, in whatever form."""
    return {where for where, text in [*texts(), *lying()] if HOLDS.search(text + where)}


def guesses():
    """Return the sums by which somebody who knows all but the name could find out that it stood there."""
    said = [text.encode() for _where, text in texts() if HOLDS.search(text)]
    held = [Path(where).read_bytes() for where, text in lying() if HOLDS.search(text)]
    return {hashlib.sha256(body).hexdigest() for body in [*said, *held]}


@pytest.mark.django_db
def test_a_name_that_stands_everywhere_stands_nowhere_afterwards(place, administrator):
    before, sums = standing(), guesses()
    assert {"publications_part.text", "imports_meaning.words", "programmes_draft.fields"} <= before
    assert any(sums & set(SUM.findall(text)) for _where, text in texts())

    digests = frozenset(Upload.objects.values_list("digest", flat=True))
    withdrawing.mask(place, Mask((NAME,), digests=digests), reason="Namnet skulle inte stå där.", by=administrator)
    build.heal()
    places.clear()

    assert standing() == set()
    assert sums & {one for where, text in [*texts(), *lying()] for one in SUM.findall(text + where)} == set()
    assert places.find(Municipality.objects.get(), WORDS) == []
    record.verify(place.uuid)
