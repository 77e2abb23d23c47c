"""Using the desk's pages of the programmes' room in a test's client."""

from django.urls import reverse

from tests import make
from tests.browse import fill


def url(name, place, *args):
    return reverse(f"programmes:{name}", args=[place.slug, *args])


def save(client, address, **typed):
    """Open a page, type, press the button, and land where that leads."""
    return client.post(address, fill(client.get(address), **typed), follow=True)


def faults(response):
    return response.context["form"].errors


def locked_programme(place, **fields):
    programme = make.programme(place, **fields)
    return programme, make.step(programme)
