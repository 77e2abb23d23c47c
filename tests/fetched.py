"""Figures that are fetched, and wait for a person's word."""

from indicators import fetching, taking


def fetch(place, user=None):
    """Ask, and do what the worker does."""
    found = fetching.begin(place, user)
    fetching.run.func(found.pk)
    found.refresh_from_db()
    return found


def waiting(place, **about):
    return {(one.year, one.sex): one for one in taking.waiting(place).filter(**about)}
