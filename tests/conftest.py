import gc
import os
import shutil

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation

from portal.database.server import Server
from programmes.models import Region
from tests import make
from tests.database import COPIED, end_other_sessions, make_once, remove

# How long an example takes says nothing of the code where tests share two cores.
hypothesis.settings.register_profile(
    "shared cores", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared cores")

STAYS = {"publications_publication": "publication_stays", "publications_part": "part_stays"}


def pytest_collection_finish():
    """What is loaded by now stays to the end: nobody need look for rubbish in it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Real passwords are hashed slowly on purpose; a test's person must not cost half a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_cache():
    """What a process remembers for a minute, it forgets between two tests."""
    caches["here"].clear()


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Each test builds its sites and keeps its documents in folders of its own."""
    settings.SITES = tmp_path / "sites"
    settings.DOCUMENTS = tmp_path / "documents"
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def no_network(settings):
    """No test reaches a source of figures outside this machine: here nobody listens."""
    settings.KOLADA = settings.SCB = "http://127.0.0.1:9/"


@pytest.fixture
def immediately(settings):
    """What is left to the worker is done at once."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(scope="session")
def database_to_copy(request, django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_blocker):
    """Processes that share the tests copy one database, so that it is migrated once; "" where each makes its own."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid", "")
    if not run or django_db_keepdb:
        yield ""
        return
    test, name = connection.settings_dict["TEST"], COPIED + run[:8]
    own = test["NAME"]
    with django_db_blocker.unblock():
        make_once(connection, name)
    test |= {"NAME": own, "TEMPLATE": name}
    yield name
    with django_db_blocker.unblock():
        remove(connection, name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_to_copy, django_db_modify_db_settings):
    """What is copied is told before the database is made."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with transactions of their own are cleared by TRUNCATE; what guards the record against that sleeps.

    In the end whatever session a killed process or a server's thread has left is closed: it would keep the database.
    """
    with django_db_blocker.unblock():
        set_truncate_guard("DISABLE")
    yield
    with django_db_blocker.unblock():
        connection.close()  # a child that was forked may have closed it on the other side
        end_other_sessions(connection)


def pytest_unconfigure(config):
    """Let the embedded server rest when the last process of the tests ends, unless a demonstration uses it."""
    if not hasattr(config, "workerinput"):
        Server(settings.VAR).stop_if_unused()


@pytest.fixture
def truncate_guard(db):
    """The guard is awake in this test, as it is in life."""
    set_truncate_guard("ENABLE")


def set_truncate_guard(state):
    with connection.cursor() as cursor:
        for table, trigger in STAYS.items():
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER {trigger}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Chromium as the system has it, or playwright's own where it has none; it reaches nothing but this machine."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser runs an event loop beside the tests
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    ]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


@pytest.fixture
def municipality(db):
    return make.municipality(name="Alingsås", slug="alingsas")


def person(role):
    @pytest.fixture(name=role)
    def with_role(municipality):
        return make.membership(municipality, role).user

    return with_role


reader = person("reader")
contributor = person("contributor")
steering_group = person("steering_group")
editor = person("editor")
administrator = person("administrator")


@pytest.fixture
def outsider(db):
    """Somebody who may do everything, in another municipality."""
    return make.membership(make.municipality(), "administrator").user


@pytest.fixture
def region_editor(db):
    region = make.save(Region(name="Göteborgsregionen", slug="goteborgsregionen"))
    return make.membership(None, "region_editor", region=region).user


@pytest.fixture
def superuser(db):
    return make.user(is_superuser=True)


@pytest.fixture(autouse=True)
def own_language():
    """No test leaves the language of its visitor to the next one."""
    yield
    translation.deactivate()
