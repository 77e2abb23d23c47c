from portal.publishing.publish import CORRECTION, UPDATE, propose_programme, propose_site, publish
from programmes.models import Municipality, Programme

from .follow_ups import BY, publish_follow_ups


def publish_all():
    """Publish whatever differs from what was published last."""
    for municipality in Municipality.objects.kept():
        publish_if_new(propose_site, municipality)
    for programme in Programme.objects.kept():
        publish_if_new(propose_programme, programme)
    publish_follow_ups()


def publish_if_new(propose, subject):
    proposal = propose(subject)
    if not proposal.differences:
        return
    occasion = CORRECTION if proposal.changes_wording else UPDATE
    note = "Rättade exempeldata." if occasion == CORRECTION or proposal.promises else ""
    publish(propose, subject, seen=proposal.seen, by=BY, occasion=occasion, note=note)
