from django.tasks import task

from portal.public import build, documents
from portal.public.paper import report
from portal.publishing import contents

from . import approving
from .models import Approval


@task
def make_document(pk):
    """Make the PDF of an approval and store it by the hash of what was approved; publishing uses that very file."""
    approval = Approval.objects.select_related("municipality").get(pk=pk)
    site = contents.site(approval.municipality)
    documents.keep(
        approval.content_hash,
        lambda: report.report_pdf(approving.document(approval), site, approval.content_hash),
        build.release(),
    )
