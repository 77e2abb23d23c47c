"""Publishing a former content again: what an earlier version said, as a new version. Working rows stay as they are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.publications import record
from portal.publications.models import Publication
from programmes.models import Programme

from .publish import CORRECTION, Obstacle, Proposal, Stale


@dataclass(frozen=True)
class Former(Proposal):
    """The content of an earlier version, as it would be published now."""

    number: int  # of the version
    is_taken: bool  # whether its address has become another programme's

    def obstacles(self):
        yield from super().obstacles()
        if self.is_taken:
            yield Obstacle(_("The address of that version is another programme’s now."))


def kind_of(subject):
    return "programme" if isinstance(subject, Programme) else "site"


def versions(subject):
    """Return the publications of a programme, or of the municipality's facts, that are shown; the newest first."""
    return of_subject(record.read(subject.municipality.uuid), subject)


def of_subject(history, subject):
    here = kind_of(subject), subject.uuid
    return [one for one in reversed(history.publications) if (one.envelope.kind, one.envelope.subject) == here]


def propose_former(subject, number):
    """Return what publishing a version again would mean; raise Stale where no such version is shown any longer."""
    history = record.read(subject.municipality.uuid)
    shown = of_subject(history, subject)
    chosen = next((one for one in shown if one.envelope.version == number), None)
    if chosen is None:
        raise Stale
    taken = chosen.envelope.kind == "programme" and chosen.content.slug in slugs_of_others(history, subject)
    return Former(chosen.envelope.kind, subject, chosen.content, shown[0].content, number=number, is_taken=taken)


def slugs_of_others(history, subject):
    """Return the names in the addresses of all other programmes, as they are now."""
    programmes = [one for one in history.publications if one.envelope.kind == "programme"]
    newest = {one.envelope.subject: one for one in programmes if one.envelope.subject != subject.uuid}
    return {one.content.slug for one in newest.values()}


def published_again(subject):
    """Return the number of the earlier version whose content the newest one has, if it went back to it, or None."""
    publications = Publication.objects.filter(kind=kind_of(subject), subject=subject.uuid).exclude(content="")
    newest = publications.order_by("version").last()
    if newest is None or newest.change != CORRECTION:
        return None
    same = publications.filter(content=newest.content, version__lt=newest.version)
    return same.order_by("version").values_list("version", flat=True).last()
