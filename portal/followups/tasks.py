from django.tasks import task
from django.utils import timezone

from portal.public import build, documents
from portal.publications import record
from portal.publishing import contents

from . import approving
from .models import Approval


@task
def make_document(pk):
    """Make the PDF of an approval and store it by the hash of what was approved; publishing uses that very file.

    The municipality's facts on it are those that are published; before their first publication, those that stand.
    """
    approval = Approval.objects.select_related("municipality").get(pk=pk)
    if not approval.content:
        return  # disposed of meanwhile
    municipality = approval.municipality
    site = record.latest("site", municipality.uuid) or contents.site(municipality, timezone.localdate())
    build.keep_report(lambda: approving.document(approval), site, approval.content_hash)
    if not Approval.objects.filter(pk=pk, content_hash=approval.content_hash).exists():
        documents.remove(approval.content_hash)  # masked while it was being made
