"""Every sentence of the interface stands in Swedish, and the compiled catalogue is the written one."""

import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal/locale/sv/LC_MESSAGES/django.po"
ROOMS = ("portal", "programmes", "indicators", "actions")
CALL = re.compile(r"\b(?:_|gettext|gettext_lazy)\(\s*u?((?:\"(?:[^\"\\]|\\.)*\"\s*)+|'(?:[^'\\]|\\.)*')")
TEXT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")


def sentences(source):
    """Return the texts that a Python source, or a template made into one, asks to have translated."""
    for call in CALL.finditer(source):
        parts = [double or single for double, single in TEXT.findall(call.group(1))]
        yield re.sub(r"\\(.)", r"\1", "".join(parts)).replace("%%", "%")


def asked_for():
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            yield from sentences(file.read_text())
    for file in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        yield from sentences(templatize(file.read_text()))


@pytest.fixture(scope="module")
def swedish():
    return {entry.msgid.replace("%%", "%"): entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def test_every_sentence_stands_in_swedish(swedish):
    assert sorted({text for text in asked_for() if text and text not in swedish}) == []


def test_no_translation_is_empty_or_a_guess(swedish):
    assert [text for text, entry in swedish.items() if entry.fuzzy or not entry.translated()] == []


def test_every_translation_keeps_the_names_in_its_sentence(swedish):
    def names(text):
        return sorted(re.findall(r"%\((\w+)\)[sd]", text))

    single = [entry for entry in swedish.values() if not entry.msgid_plural]
    assert [entry.msgid for entry in single if names(entry.msgid) != names(entry.msgstr)] == []


def test_no_translation_uses_english_quotation_marks(swedish):
    assert [entry.msgstr for entry in swedish.values() if "“" in entry.msgstr] == []


def test_the_compiled_catalogue_is_the_written_one(swedish):
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    written = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.msgid_plural}

    assert written.items() <= compiled.items()


def test_a_sentence_over_several_lines_is_found():
    assert list(sentences('_(\n  "one " "sentence"\n)')) == ["one sentence"]
