"""Every kind of page is valid HTML, as the W3C's checker reads it."""

import json
import subprocess

import pytest
from django.conf import settings

from tests.every_page import desk_pages, error_pages, html, public_files
from tests.verapdf import SOON

VNU = settings.BASE_DIR / "tests" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(pages, folder):
    """Return {address: [fault or warning]} as the checker finds them in one run over all pages."""
    files = {folder / f"{number}.html": address for number, address in enumerate(pages)}
    for file, address in files.items():
        file.write_bytes(pages[address])
    command = ["java", *SOON, "-Xss8m", "-jar", VNU, "--format", "json", "--exit-zero-always", *files]
    told = subprocess.run(command, capture_output=True, check=True)
    found = {}
    for message in json.loads(told.stderr)["messages"]:
        address = next(address for file, address in files.items() if message["url"].endswith(f"/{file.name}"))
        found.setdefault(address, []).append(message["message"])
    return found


def test_the_public_pages_are_valid(tmp_path):
    assert faults(html(public_files()), tmp_path) == {}


@pytest.mark.django_db
def test_the_pages_of_the_desk_are_valid(administrator, tmp_path):
    assert faults(desk_pages(administrator) | error_pages(), tmp_path) == {}


def test_a_page_with_faults_is_noticed(tmp_path):
    faulty = "<!doctype html><html lang=sv><title>Fel</title><ul><p>Inte i en lista</ul>"

    assert list(faults({"/fel/": faulty.encode()}, tmp_path)) == ["/fel/"]
