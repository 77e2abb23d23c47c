"""What can be withdrawn, as the desk lists it: things that are published, their earlier versions, and their state."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.public import documents, sites
from portal.publications import record
from portal.publications.models import Publication
from portal.publications.shown import DISPOSE, HIDE, SHOW_AGAIN, issued
from programmes.models import FileToRemove

from . import withdrawing

SHOWN, HIDDEN, REMOVED = "shown", "hidden", "removed"


@dataclass(frozen=True)
class Line:
    """One publication; `whole` says that it stands for the whole thing, of which it is the newest version."""

    sequence: int
    kind: str
    title: str
    version: int
    at: datetime
    whole: bool
    state: str
    reason: str = ""

    @property
    def hidden(self):
        return self.state == HIDDEN


def lines(municipality):
    """Return what is or was published, each thing with its newest version first."""
    history = record.read(municipality.uuid)
    gone = {one.published.envelope.sequence: one for one in history.gone}
    found = {}
    for one in issued(history.entries):
        if one.envelope.kind != "site":
            found.setdefault((one.envelope.kind, one.envelope.subject), []).insert(0, one)
    return [
        line(one, gone.get(one.envelope.sequence), number == 0)
        for versions in found.values()
        for number, one in enumerate(versions)
    ]


def line(published, gone, whole):
    e = published.envelope
    state = SHOWN if gone is None else REMOVED if gone.is_removed else HIDDEN
    return Line(
        sequence=e.sequence,
        kind=Publication.Kind(e.kind).label,
        title=gone.named.title if gone else published.brief.title,
        version=e.version,
        at=datetime.fromisoformat(e.published_at),
        whole=whole,
        state=state,
        reason=gone.by.content.reason if gone else "",
    )


def find(municipality, sequence):
    """Return the line of a publication whose content is still there, or None."""
    there = (one for one in lines(municipality) if one.sequence == sequence and one.state != REMOVED)
    return next(there, None)


def concerned(municipality, chosen):
    """Return the publications that go with a line: of a whole thing all versions, with a programme its follow-ups."""
    there = [one for one in withdrawing.everything(municipality) if one.text]
    one = next(one for one in there if one.envelope.sequence == chosen.sequence)
    if not chosen.whole:
        return [one]
    subject = one.envelope.subject
    return [
        other
        for other in there
        if other.envelope.subject == subject
        or (other.envelope.kind == "follow_up" and other.content.programme.id == subject)
    ]


def carry_out(municipality, chosen, *, reason, sort=SHOW_AGAIN, decision="", sure=True):
    """Hide a line, dispose of it or show it again; return what has been done, in words."""
    sequences = [one.envelope.sequence for one in concerned(municipality, chosen)]
    if sort == HIDE:
        withdrawing.hide(municipality, sequences, reason=reason)
        return _("It is hidden. The public site follows in a moment.")
    if sort == DISPOSE:
        withdrawing.dispose(municipality, sequences, reason=reason, decision=decision)
        return _("It is disposed of. The public site and the files follow in a moment.")
    if not chosen.hidden:
        raise ValidationError(_("This is shown already."))
    withdrawing.show_again(municipality, sequences, reason=reason)
    return _("It is shown again. The public site follows in a moment.")


def withdrawals(municipality, listed):
    """Return [(publication, content, what it names in words)] of the withdrawals, the newest first.

    `listed` are the municipality's `lines`.
    """
    names = {one.sequence: f"{one.title} ({one.version})" for one in listed}
    rows = Publication.objects.filter(municipality=municipality.uuid, kind="withdrawal").order_by("-sequence")
    found = []
    for row in rows:
        content = record.content_of(row)
        found.append((row, content, [names[one.sequence] for one in content.publications if one.sequence in names]))
    return found


def is_finished(municipality):
    """Say whether the disk knows of every withdrawal: nothing that is withdrawn lies there any more."""
    root = Path(settings.SITES)
    rows = Publication.objects.filter(municipality=municipality.uuid)
    newest = rows.filter(kind="withdrawal").order_by("sequence").last()
    standing = sites.current(root, municipality.slug)
    if newest and (standing is None or standing.stamp.get("withdrawn") != newest.sequence):
        return False
    emptied = rows.filter(content="").values_list("content_hash", flat=True)
    if any(map(documents.lies, emptied)) or FileToRemove.objects.filter(municipality=municipality).exists():
        return False
    return all(sites.is_swept(root, name) for name in (municipality.slug, sites.SHARED))
