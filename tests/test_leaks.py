"""What is not public reaches no public file: every such field holds a word that is looked for in all files."""

from collections import defaultdict
from datetime import date
from itertools import count

import pytest
from django.db import models
from django.db.models import F
from pypdf import PdfReader

from actions.models import Action, ActionPlan, Report
from portal.desk.imports.models import Meaning
from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.public import build
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.exposure import PUBLIC
from programmes.history import change
from programmes.models import Municipality, Region
from tests import make
from tests.test_exposure import MODELS, own_fields
from tests.world import world

pytestmark = pytest.mark.django_db
BY = "Näringslivsenheten"
READABLE = {".html", ".json", ".css"}


@pytest.fixture
def rows(municipality, administrator):
    """A municipality with one row of each kind, all of it ready to be published."""
    rows = world(municipality, responsible=administrator.memberships.get())
    region = make.save(Region(name="Göteborgsregionen", slug="goteborgsregionen"))
    Municipality.objects.update(region=region)
    ActionPlan.objects.update(state="adopted", start=date(2025, 1, 1))
    Report.objects.update(ready=True)
    FollowUp.objects.update(verdict="partly")
    Meaning.objects.create(municipality=municipality, kind="actions", headings="Nr")
    return {name: type(row).objects.get(pk=row.pk) for name, row in rows.items() if hasattr(row, "pk")}


def hidden(model):
    """Return the names of the model's fields that are not public and can hold a word."""
    texts = [field for field in own_fields(model) if isinstance(field, models.CharField | models.TextField)]
    return [f.name for f in texts if model.exposure[f.name] != PUBLIC and not f.choices]


def hide_words():
    """Put a word of its own into every such field of every row."""
    number = count(1)
    for model in MODELS:
        for pk in model.objects.values_list("pk", flat=True):
            model.objects.filter(pk=pk).update(**{name: f"qzx{next(number):05}xq" for name in hidden(model)})


def hidden_words():
    """Return (field, word) for all that stands there now, with what publishing has added, such as salts."""
    return {
        (f"{model._meta.label}.{name}", word)
        for model in MODELS
        for name in hidden(model)
        for word in model.objects.values_list(name, flat=True)
        if word
    }


def publish_all(rows):
    place, follow_up = rows["municipality"], rows["follow_up"]
    for propose, subject in [(propose_site, place), (propose_programme, rows["programme"])]:
        publish(propose, subject, seen=propose(subject).seen, by=BY)
    facts = {"follow_up": follow_up, "group": rows["group"], "on": date(2026, 2, 18), "registered_by": "redaktör"}
    approval = Approval(municipality=place, **facts)
    with change("Godkände", municipality=place):
        approving.freeze(approval)
        approval.save()
    approving.publish(approval, by=BY)
    build.heal()


def built(folder):
    """Return {kind of file: all that files of that kind say}."""
    said = defaultdict(str)
    for site in (folder / "www").iterdir():
        for file in site.resolve().rglob("*.*"):
            if file.suffix in READABLE:
                said[file.suffix] += file.read_text()
            elif file.suffix == ".pdf":
                said[".pdf"] += told_by_pdf(file)
    return said


def told_by_pdf(file):
    reader = PdfReader(file)
    attached = [data.decode() for files in reader.attachments.values() for data in files]
    metadata = [str(reader.metadata), reader.root_object["/Metadata"].get_data().decode()]
    return "\n".join([*metadata, *attached, *(page.extract_text() for page in reader.pages)])


def found(said, words):
    return {(kind, field) for kind, text in said.items() for field, word in words if word in text}


def test_nothing_that_is_not_public_reaches_a_file(rows, settings):
    hide_words()
    publish_all(rows)

    said, words = built(settings.SITES), hidden_words()
    assert set(said) == {*READABLE, ".pdf"}
    assert {field for field, _ in words} == {f"{m._meta.label}.{name}" for m in MODELS for name in hidden(m)}
    assert found(said, words) == set()


def test_what_is_published_by_mistake_is_found(rows, settings):
    hide_words()
    Action.objects.update(title=F("internal_note"))
    publish_all(rows)

    note = "actions.Action.internal_note"
    assert found(built(settings.SITES), hidden_words()) == {(".html", note), (".pdf", note)}
