"""How far the PDF of an approval has come, and making it once more.

Nothing is kept of this: it is read from what is stored, from the worker's queue and from how far the press says it is.
"""

from dataclasses import dataclass

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from portal.public import build, documents
from portal.public.paper.pdf import missing_library

from .models import Approval
from .tasks import make_document

STAGES = ("workbook", "text", "pages", "file")


@dataclass(frozen=True)
class Printing:
    """What the page says of the PDF: it is there, it is being made, or why it is not."""

    is_done: bool = False
    is_copied: bool = False  # for the archive; what was made before there was such a copy has none
    words: str = ""
    step: int = 0  # of STAGES; none before the worker has begun
    fault: str = ""

    @property
    def steps(self):
        return len(STAGES)


def printing(approval):
    if documents.path(approval.content_hash).exists():
        copied = documents.path(approval.content_hash, documents.ARCHIVE_COPY).exists()
        return Printing(is_done=True, is_copied=copied)
    task = newest_task(approval)
    if task and task.status == TaskResultStatus.RUNNING:
        return under_way(*documents.stage(approval.content_hash))
    if task and task.status == TaskResultStatus.READY:
        return Printing(words=_("It waits for its turn."))
    return Printing(fault=why_not(approval))


def newest_task(approval):
    tasks = DBTaskResult.objects.filter(task_path=make_document.module_path, args_kwargs__args=[approval.pk])
    return tasks.order_by("-enqueued_at").first()


def under_way(stage, page):
    words = {
        "workbook": _("The content is being read, and the workbook made."),
        "text": _("Texts, tables and charts are being set."),
        "pages": _("The pages are being laid out: page %(page)s.") % {"page": page},
        "file": _("The PDF and its copy for the archive are being written."),
    }
    if stage not in words:
        return Printing(words=_("The worker has begun."))
    return Printing(words=words[stage], step=STAGES.index(stage) + 1)


def why_not(approval):
    """Return why there is no PDF, in a sentence."""
    failed = documents.failure(approval.content_hash, build.release())
    return str(missing_library()) or failed or _("The making has stopped before its end.")


def print_again(approval):
    """Let the worker try once more, unless it is about to."""
    with transaction.atomic():
        Approval.objects.select_for_update().get(pk=approval.pk)
        if printing(approval).fault:
            documents.forget_failure(approval.content_hash)
            transaction.on_commit(lambda: make_document.enqueue(approval.pk))
