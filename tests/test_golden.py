"""What was published in an earlier schema is readable for ever: each schema keeps one golden file a kind."""

from pathlib import Path

import pytest

from portal.publications import chain

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.json"))
SINCE = {"withdrawal": 2, "pin": 2}  # the first schema of kinds that came later


def name_of(file):
    schema, _, kind = file.stem.partition("-")
    return int(schema), kind


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_file_is_still_readable(file):
    schema, kind = name_of(file)

    assert isinstance(chain.join(kind, file.read_text(), {}, schema), chain.KINDS[kind])


@pytest.mark.parametrize("file", [f for f in FILES if name_of(f)[0] == chain.SCHEMA], ids=lambda file: file.stem)
def test_the_present_schema_writes_what_it_reads(file):
    schema, kind = name_of(file)

    assert chain.canonical(chain.join(kind, file.read_text(), {}, schema)) == file.read_text()


def test_every_schema_has_a_golden_file_of_every_kind_and_a_lift_to_the_next():
    schemas = range(1, chain.SCHEMA + 1)
    expected = {(schema, kind) for schema in schemas for kind in chain.KINDS if schema >= SINCE.get(kind, 1)}

    assert {name_of(file) for file in FILES} == expected
    assert len(chain.LIFTS) == chain.SCHEMA - 1


def test_an_older_content_is_lifted(monkeypatch):
    file = FILES[0]
    _schema, kind = name_of(file)
    older = file.read_text().replace('"title":', '"headline":')
    monkeypatch.setattr(chain, "LIFTS", (rename_headline,))

    assert chain.canonical(chain.join(kind, older, {}, 1)) == file.read_text()


def rename_headline(kind, plain):
    """Lift a made-up older schema in which titles were called headlines."""
    if isinstance(plain, dict):
        return {"title" if name == "headline" else name: rename_headline(kind, value) for name, value in plain.items()}
    return [rename_headline(kind, value) for value in plain] if isinstance(plain, list) else plain


def test_the_plain_texts_of_the_first_schema_look_as_they_did():
    programme, follow_up, site = (
        chain.join(kind, (FOLDER / f"1-{kind}.json").read_text(), {}, 1) for kind in ("programme", "follow_up", "site")
    )

    picture = "<p>Det ska vara enkelt att driva företag.</p><p>Kommunen möjliggör för företag att växa.</p>"
    assert (programme.target_picture, follow_up.programme.target_picture) == (picture, picture)
    assert programme.areas[0].main_strategy.startswith("<p>Enkelt")
    assert follow_up.areas[0].motivation == "<p>Betygen stiger.</p>"
    assert site.accessibility_statement == ""
