"""Where words lie in the record and in what is made of it: documents, the site that stands and those before it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.public import documents, sites
from portal.public.models import Fault
from portal.publications import chain
from portal.publications.models import Part, Publication
from portal.publications.shown import title
from programmes import file_texts, files
from programmes.models import FileToRemove
from programmes.places import Found, Place, columns

from .withdrawing import everything, holding


def removed():
    """Return the publications whose content has been removed."""
    return Publication.objects.filter(content="")


def withdrawn():
    return FileToRemove.objects.filter(kind=FileToRemove.DOCUMENT)


def find_documents(municipality, mask):
    """Tell which documents are yet to go; the others are made of contents that do not hold the words."""
    hashes = {*removed().filter(municipality=municipality.uuid).values_list("content_hash", flat=True)}
    hashes |= {*withdrawn().filter(municipality=municipality).values_list("name", flat=True)}
    yield Found(_("PDFs that are being removed"), sum(map(documents.lies, hashes)))


def clear_documents():
    for content_hash in removed().values_list("content_hash", flat=True):
        documents.remove(content_hash)
    for row in withdrawn():
        documents.remove(row.name)
        row.delete()
    files.remove_unfinished(Path(settings.DOCUMENTS))


def find_pages(municipality, mask):
    """Tell how many files of all sites that lie on the disk hold the words: of the one that is shown, and of others."""
    root = Path(settings.SITES)
    for name in (municipality.slug, sites.SHARED):
        standing = sites.current(root, name)
        for folder in sites.folders(root, name):
            count = sum(mask.holds(text) for text in _texts(folder))
            is_shown = standing is not None and folder == standing.folder
            yield Found(_("Public pages") if is_shown else _("Earlier public pages on the disk"), count)


def _texts(folder):
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            yield file_texts.read(file.read_bytes())


def find_publications(municipality, mask):
    for one in holding(everything(municipality), mask):
        yield Found(
            _("%(title)s, version %(number)s") % {"title": title(one.content), "number": one.envelope.version}, 1
        )
    notices = Publication.objects.filter(municipality=municipality.uuid).exclude(kind__in=chain.SHOWN)
    yield Found(
        _("Notices of what has been withdrawn"), mask.holding(notices, ["content", "note", "published_by"]).count()
    )


def faults(municipality, mask):
    return mask.holding(Fault.objects.filter(municipality=municipality.uuid), ["detail"])


def find_faults(municipality, mask):
    yield Found(_("Faults that hindered a build"), faults(municipality, mask).count())


def remove_faults(municipality, mask, by):
    faults(municipality, mask).delete()


PLACES = [
    Place(gettext_lazy("The public record"), lambda: columns(Publication) | columns(Part), find_publications),
    Place(
        gettext_lazy("PDFs"),
        set,
        find_documents,
        clear=clear_documents,
        folders=("DOCUMENTS",),
    ),
    Place(gettext_lazy("The public site"), set, find_pages, folders=("SITES",)),
    Place(gettext_lazy("Building the public site"), lambda: columns(Fault), find_faults, remove_faults),
]
