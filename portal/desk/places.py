"""Where words lie in what the portal does in the background, and the columns in which nobody writes a text."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from programmes.places import Found, Place, columns

KEPT = ("args_kwargs", "exception_class_path", "traceback", "return_value")
CODES = {"auth_group.name", "django_migrations.app", "django_migrations.name"}


def finished(mask):
    """Return the finished tasks that hold the words: in what they were given or gave, or in why they failed."""
    return mask.holding(DBTaskResult.objects.finished(), KEPT)


def find(municipality, mask):
    """Tell of the municipality's own; of all others, those that hold the words go unseen."""
    own = finished(mask).filter(args_kwargs__args__contains=[str(municipality.uuid)])
    yield Found(_("Finished background work"), own.count())


def remove(municipality, mask, by):
    finished(mask).delete()


def nowhere(municipality, mask):
    return ()


def codes():
    return columns(ContentType) | columns(Permission) | CODES


PLACES = [
    Place(gettext_lazy("Background work"), lambda: columns(DBTaskResult), find, remove),
    Place(gettext_lazy("Codes and keys"), codes, nowhere),
]
