"""Where words lie in tables on their way into a plan, and in what their headings have been found to mean."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import file_texts
from programmes.places import Found, Place, columns

from .models import Import, Meaning

JOB = ("name", "fault", "table", "wishes", "rows", "notes", "words")
MEANING = ("columns", "words")


def jobs(municipality, mask):
    """Return the keys of the imports that hold the words, in the file too that has not been read yet."""
    there = Import.objects.filter(municipality=municipality)
    found = set(mask.holding(there, JOB).values_list("pk", flat=True))
    unread = there.exclude(pk__in=found).exclude(file=None).values_list("pk", "file")
    return found | {pk for pk, file in unread if mask.holds(file_texts.read(bytes(file)))}


def meanings(municipality, mask):
    return mask.holding(Meaning.objects.filter(municipality=municipality), MEANING)


def find(municipality, mask):
    yield Found(_("Tables that somebody brings into a plan"), len(jobs(municipality, mask)))
    yield Found(_("What the headings of tables mean"), meanings(municipality, mask).count())


def remove(municipality, mask, by):
    """Throw them away: a table can be brought in again, and the sum of headings would let one guess what they were."""
    Import.objects.filter(pk__in=jobs(municipality, mask)).delete()
    meanings(municipality, mask).delete()


PLACES = [Place(gettext_lazy("Imports"), lambda: columns(Import) | columns(Meaning), find, remove)]
