"""Background work after a withdrawal; like every task it only wakes, and what it does is found in the database."""

from django.tasks import task

from portal.public import build
from programmes import places


@task
def finish_withdrawal(municipality):
    """Bring the disk in order with the record: the municipality's site (its UUID as text), shared pages, files."""
    build.build(municipality)
    build.build_shared()
    places.clear()
