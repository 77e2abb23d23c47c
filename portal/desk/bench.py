"""`manage.py bench desk`: opening a plan's table and saving a cell of it, with 60 and with 1,000 actions.

Measured within one process, from request to response, through all middleware and with real commits, in a database that
is made for it and removed. The known thing beside it is a view that answers nothing to the same signed-in person.
"""

import time
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from actions.models import ActionPlan
from portal.access.middleware import own_page
from portal.publishing.bench import made_up
from programmes.history import change
from programmes.models import Membership, Role, User

SIZES, SAVES, OPENINGS = (60, 1000), 200, 10
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
HEAD = "actions   table: queries   seconds   kB     cell's save: queries   median ms   95 % ms   × empty view (95 %)"


@own_page
def empty(request):
    return HttpResponse()


urlpatterns = [path("arbete/bench/", empty), path("", include("portal.urls"))]


def measure():
    """Yield the lines of a table."""
    yield HEAD
    for size in SIZES:
        with scratch_database(), override_settings(ROOT_URLCONF=__name__):
            yield line(size)


@contextmanager
def scratch_database():
    """Work in a database of its own; what the portal keeps is not touched."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{time.time_ns()}"
    with redirect_stdout(StringIO()):
        connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def line(size):
    plan = ActionPlan.objects.get(programme=made_up(size))
    browser, place = signed_in(plan.municipality), plan.get_absolute_url()
    table, asked = counted(lambda: browser.get(place))
    opened = times(lambda number: browser.get(place), OPENINGS)
    actions = list(plan.actions.all()) * (SAVES // size + 1)
    _, queries = counted(lambda: save(browser, actions[0], "Ny titel"))
    nothing = times(lambda number: browser.get("/arbete/bench/"), SAVES)
    saved = times(lambda number: save(browser, actions[number], f"Titel {number}"), SAVES)
    median, slow, known = share(saved, 0.5), share(saved, 0.95), share(nothing, 0.95)
    return (
        f"{size:7}{asked:17}{share(opened, 0.5):10.2f}{len(table.content) // 1000:5}"
        f"{queries:23}{median * 1000:12.1f}{slow * 1000:10.1f}{slow / known:22.1f}"
    )


def signed_in(municipality):
    user = User.objects.create_user("bench@example.com", name="Bench")
    with change("Bench", municipality=municipality):
        Membership.objects.create(user=user, municipality=municipality, role=Role.EDITOR)
    browser = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    browser.force_login(user)
    return browser


def save(browser, action, title):
    """Leave a cell of the table, as the browser does it."""
    address = reverse("actions:cell_titel", args=[action.municipality.slug, action.pk])
    answer = browser.post(
        address, {"title": title, "initial-title": action.title}, headers={"accept": "application/json"}
    )
    if answer.status_code != 200:
        raise RuntimeError(f"The save was answered {answer.status_code}.")
    action.title = title
    return answer


def counted(ask):
    """Return what a request gives, and how many queries it took; the bounds of transactions are none."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return answer, sum(not query["sql"].startswith(BOUNDS) for query in queries.captured_queries)


def times(ask, count):
    """Return the seconds that each of so many requests took, the quickest first."""
    ask(0)
    taken = []
    for number in range(count):
        started = time.perf_counter()
        ask(number)
        taken.append(time.perf_counter() - started)
    return sorted(taken)


def share(taken, part):
    return taken[int(len(taken) * part)]
