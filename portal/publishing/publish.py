"""From working rows to a publication: what would change, what stands in the way, and the act itself."""

from dataclasses import dataclass, replace
from functools import cached_property, partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.public.tasks import build_site
from portal.publications import chain, comparison, moves, promises, record
from portal.publications.models import Publication
from programmes import case
from programmes import wording as wordings
from programmes.models import Change, Municipality, Programme

from . import contents
from .leaving_out import leave_out, loose_ends, row_ids

UPDATE, CORRECTION, DECISION = (Publication.Occasion(value).value for value in ("update", "correction", "decision"))


class Stale(Exception):
    """What would be published is no longer what the publisher has seen."""


@dataclass(frozen=True)
class Obstacle:
    """Why something cannot be published; `id` is the row that has to be mended, if it is one."""

    sentence: str
    id: UUID | None = None
    place: str = ""  # where the desk works with it


@dataclass(frozen=True)
class Proposal:
    """What would be published now; `seen` is the hash by which the publisher says that this is what they saw."""

    kind: str
    subject: object
    document: object
    last: object

    @cached_property
    def seen(self):
        return chain.sha256(chain.canonical([self.document, self.last]))

    @cached_property
    def differences(self):
        return comparison.compare(self.last, self.document)

    @cached_property
    def promises(self):
        """The differences that change what was promised."""
        return promises.changed(self.last, self.differences)

    @cached_property
    def moves(self):
        """What has moved since the last publication, as [(plan, moves)]."""
        return moves.moves(self.last, self.document)

    @cached_property
    def moved(self):
        """The same as {action: its move}."""
        return {move.now.id: move for _plan, found in self.moves for move in found}

    @cached_property
    def ids(self):
        """The ids of all rows that would be published, or were."""
        documents = [document for document in (self.document, self.last) if document is not None]
        return {row for document in documents for row in row_ids(document)}

    @cached_property
    def choices(self):
        """What a first publication can leave out, by kind; a later one shows the choice beside each difference."""
        first = self.kind == "programme" and self.last is None
        return list(comparison.rows_by_kind(self.document)) if first else []

    @cached_property
    def changing(self):
        """The ids of what would change, None for what the document says itself; all of a first publication."""
        return {None, *self.ids} if self.last is None else {difference.id for difference in self.differences}

    @property
    def can_be_left_out(self):
        if self.last is not None:
            return {difference.id for difference in self.differences if difference.id}
        return {row for _kind, rows in self.choices for row, _name in rows}

    @property
    def adopted(self):
        return self.kind == "programme" and case.adoption(self.document.steps) is not None

    @property
    def changes_wording(self):
        """Whether adopted wording differs from what was published last."""
        if self.last is None or not self.adopted:
            return False
        return wording(self.document) != wording(self.last)

    @property
    def decision(self):
        """The step by whose decision adopted wording has changed since it was published last, or None."""
        if not self.changes_wording:
            return None
        published = Publication.objects.filter(kind=self.kind, subject=self.subject.uuid).latest("version")
        decided = Change.objects.filter(ground=wordings.DECISION, step__programme=self.subject, undone_by=None)
        latest = decided.filter(at__gt=published.published_at, undoes=None).select_related("step").first()
        return latest and latest.step

    def obstacles(self):
        """Yield what stands in the way of publishing this."""
        if self.kind == "programme":
            if not record.is_shown("site", self.subject.municipality.uuid):
                yield Obstacle(_("Publish the facts about the municipality first: every page shows its name."))
            names = comparison.names(self.document)
            for row, _reference in loose_ends(self.document):
                title = names.get(row.id, getattr(row, "title", ""))
                yield Obstacle(
                    _("“%(row)s” refers to something that would not be published. Leave it out too, or change it.")
                    % {"row": title},
                    row.id,
                )


def wording(programme):
    """Return what a body adopted of a programme."""
    return (
        [getattr(programme, name) for name in Programme.ADOPTED_WORDING],
        [(goal.id, goal.theme, goal.wording, goal.quantity) for goal in programme.goals],
        [(area.id, area.name, area.main_strategy, area.description) for area in programme.areas],
    )


def propose_programme(programme):
    """Return what publishing a programme would mean today."""
    document = contents.programme(programme, timezone.localdate())
    return Proposal("programme", programme, document, record.latest("programme", programme.uuid))


def propose_site(municipality):
    """Return what publishing the municipality's own facts would mean."""
    document = contents.site(municipality, timezone.localdate())
    return Proposal("site", municipality, document, record.latest("site", municipality.uuid))


def publish(propose, subject, *, seen, by, leaving=frozenset(), occasion=UPDATE, note="", step=None):
    """Append what the publisher has seen, the rows `leaving` (UUIDs) left out; return the publication.

    `propose(subject)` makes the proposal anew under the municipality's lock: Stale is raised where it differs from
    what was `seen`, ValidationError where a rule stands in the way. `step` is the decision it rests on, `by` the
    role or unit that publishes.
    """
    with transaction.atomic():
        municipality = Municipality.objects.select_for_update().get(pk=subject.municipality_id)
        proposal = propose(subject)
        if proposal.seen != seen:
            raise Stale
        if leaving:
            proposal = replace(proposal, document=leave_out(proposal.document, proposal.last, leaving))
        check(proposal, occasion, note, step)
        return append(
            chain.freeze(proposal.document),
            municipality,
            kind=proposal.kind,
            subject=subject.uuid,
            change=occasion,
            note=note,
            decision=case.in_words(step) if step else "",
            published_by=by,
            refers_to=getattr(proposal.document, "as_of", None),
        )


def check(proposal, occasion, note, step):
    """Raise ValidationError where a rule stands in the way of publishing."""
    obstacles = [obstacle.sentence for obstacle in proposal.obstacles()]
    if obstacles:
        raise ValidationError(obstacles)
    if proposal.changes_wording and occasion == UPDATE:
        raise ValidationError(_("Adopted wording has changed. Say by which decision, or that it is a correction."))
    if occasion == DECISION and step is None:
        raise ValidationError({"step": _("Choose the decision it rests on.")})
    if (occasion != UPDATE or proposal.promises) and not note.strip():
        raise ValidationError({"note": _("Say in a few words what has been changed, and why.")})


def append(frozen, municipality, **said):
    """Append to the chain of a municipality whose row is locked, and wake the builder when that is committed."""
    appended = record.append(frozen, municipality=municipality.uuid, slug=municipality.slug, **said)
    transaction.on_commit(partial(build_site.enqueue, str(municipality.uuid)))
    return appended


OCCASIONS = [
    (UPDATE, gettext_lazy("an ordinary update")),
    (CORRECTION, gettext_lazy("an editorial correction")),
    (DECISION, gettext_lazy("a new decision")),
]
