"""What a table most likely means: by its headings, and by what the municipality chose for the same ones before."""

from django.utils import timezone, translation
from msgspec import structs

from actions.periods import present
from actions.sheets.labels import LABELS
from actions.sheets.wishes import ACTIONS, REPORTS, headings, propose

from .models import Meaning, digest


def first_wishes(job, table, at=None, kind=None):
    """Return (what the table wants, whether nothing is left to choose); `at` is the line with the headings."""
    given = job.read_wishes()
    kind = kind or given.kind
    place = {} if at is None else {"at": at if at >= 0 else None}
    proposed = propose(table, kind, **place)
    known = find(job, kind, headings(table, proposed))
    if known:
        proposed = propose(table, kind, known.columns, **place)
    names = [name.strip() for name in headings(table, proposed)]
    is_own = any(names) and set(names) <= own_headings()
    wished = {
        "period": given.period or present(job.plan.start, job.plan.end, timezone.localdate()),
        "ready": kind == REPORTS,
        "clears": is_own and kind == ACTIONS,
        "words": known.words if known else {},
    }
    return structs.replace(proposed, **wished), is_own or known is not None


def own_headings():
    """Return the headings of the portal's own tables in each language."""
    found = set()
    for language in ("sv", "en"):
        with translation.override(language):
            found |= {str(label) for label in LABELS.values()}
    return found


def find(job, kind, names):
    asked = {"municipality": job.municipality_id, "kind": kind, "headings": digest(names)}
    return Meaning.objects.filter(**asked).first() if any(names) else None


def remember(job, table, wishes):
    """Keep what was chosen for these headings, so that it is proposed the next time."""
    names = headings(table, wishes)
    columns = {name.strip(): code for name, code in zip(names, wishes.columns, strict=True) if name.strip()}
    if columns:
        key = {"municipality": job.municipality, "kind": wishes.kind, "headings": digest(names)}
        Meaning.objects.update_or_create(**key, defaults={"columns": columns, "words": wishes.words})
