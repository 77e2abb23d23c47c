"""Background work on the public sites; a task only wakes the worker, which compares and builds by itself."""

from django.tasks import task

from . import build


@task
def build_site(municipality):
    """Build a municipality's site (a UUID as text) and the shared pages, if they are not what they should be."""
    build.build(municipality)
    build.build_shared()
