"""The house stands as drawn: order, form, migrations, templates."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.urls import get_resolver

from tests.test_settings import in_production

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
ORDER = [layer.rpartition(".")[2] for layer in LAYERS]
ROOM = {**{name: name for name in ORDER}, "report": "public", "account": "access", "mfa": "access", "search": "public"}
FRAMES = {"desk/base.html", "desk/faults.html", "base.html", "fault.html"}  # what every room may stand in
REFERENCES = re.compile(r"{%\s*(extends|include|url)\s+[\"']([^\"']+)[\"']")


def tool(*command):
    told = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_code_has_no_faults_that_ruff_knows():
    tool("ruff", "check", ".")


def test_the_code_has_one_form():
    tool("ruff", "format", "--check", ".")


def test_imports_go_down_the_house():
    told = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)

    assert told.returncode == 0, told.stdout


def test_the_page_about_the_house_draws_it_as_it_stands():
    drawn = re.findall(r"^\| `([\w/]+)` \|", (ROOT / "docs" / "house.md").read_text(), re.MULTILINE)

    assert [room.replace("/", ".") for room in drawn] == LAYERS


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_production_passes_the_check_for_deployment():
    told = in_production("manage.py", "check", "--deploy", "--fail-level", "INFO", DATABASE_URL=address_of(connection))

    assert told.returncode == 0, told.stderr


def address_of(connection):
    parts = connection.get_connection_params()
    named = {name: parts[name] for name in ("host", "port", "user", "password", "dbname") if name in parts}
    return "postgresql://?" + urlencode(named)


def rooms_of_urls(resolver=None, room=None):
    """Return {name of a URL, with its namespace: the room that answers it}."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= {space + name: answered for name, answered in rooms_of_urls(pattern).items()}
        elif pattern.name:
            found[pattern.name] = room_of_module(pattern.callback.__module__)
    return found


def room_of_module(module):
    return next((part for part in module.split(".") if part in ORDER), "access")


def room_of_template(name):
    return ROOM[name.partition("/")[0]] if "/" in name else None


def references():
    """Return (template, its room, tag, what it names, the room of that) for all templates of the house."""
    urls = rooms_of_urls()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = str(path.relative_to(ROOT / "templates"))
        for tag, named in REFERENCES.findall(path.read_text()):
            if tag == "url":
                yield name, tag, named, urls.get(named)
            elif named.partition("#")[0] not in FRAMES and not named.startswith("#"):
                yield name, tag, named, room_of_template(named)


def test_templates_refer_to_their_own_room_and_those_below():
    upward = [
        f"{name}: {tag} {named}"
        for name, tag, named, room in references()
        if room_of_template(name) and room and ORDER.index(room) < ORDER.index(room_of_template(name))
    ]

    assert upward == []


def test_templates_of_what_the_public_sees_name_no_url_of_the_desk():
    outside = [f"{name}: {named}" for name, tag, named, _ in references() if name.startswith(("public/", "report/"))
               and (tag == "url" or room_of_template(named) != "public")]  # fmt: skip

    assert outside == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*ml")), ids=lambda path: path.stem)
def test_a_template_can_be_read(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


def test_locks_name_no_address():
    locks = ["requirements.lock", "requirements-test.lock", "tests/package-lock.json"]

    assert [name for name in locks if "://" in (ROOT / name).read_text()] == []


def test_what_is_needed_is_locked():
    project = PROJECT["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["test"]
    names = [re.match("[a-z0-9-]+", line).group() for line in lines]
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements-test.lock").read_text(), re.MULTILINE)

    assert set(names) - set(locked) == set()


def test_the_readme_names_every_variable_that_the_settings_read():
    names = re.findall(r'(?:environ\.get|needed)\(\s*"([A-Z_]+)"', (ROOT / "portal" / "settings.py").read_text())
    readme = (ROOT / "README.md").read_text()

    assert [name for name in names if f"`{name}`" not in readme] == []
