"""Two texts side by side, in whole words."""

import random
from time import perf_counter

import pytest

from programmes.comparing import compare, excerpt, marked


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("Fler jobb.", "Fler jobb.", [("same", "Fler jobb.")]),
        ("", "Fler jobb.", [("new", "Fler jobb.")]),
        ("Fler jobb.", "", [("old", "Fler jobb.")]),
        ("Fler jobb här.", "Fler nya jobb här.", [("same", "Fler"), ("new", " nya"), ("same", " jobb här.")]),
        ("Vi gör det.", "Vi gör det tillsammans.", [("same", "Vi gör det"), ("new", " tillsammans"), ("same", ".")]),
        ("Ett.\n\nTvå.", "Ett. Två.", [("same", "Ett. Två.")]),
    ],
)
def test_what_stays_what_goes_and_what_comes(old, new, pieces):
    assert compare(old, new) == pieces


def test_both_texts_can_be_read_from_the_pieces():
    old = "Kommunen ska vara bland de bästa i landet. Vi vill ha 3 700 nya jobb. Detta är målet."
    new = "Kommunen ska vara en av de tio bästa i landet. Vi vill ha 4 000 nya jobb, gärna fler. Målet gäller."

    pieces = compare(old, new)

    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "old") == new


def test_whatever_is_written_nothing_is_lost_or_made_up():
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    for _ in range(2000):
        old, new = ("".join(chance.choices(SIGNS, k=chance.randint(0, 60))) for _ in range(2))

        pieces = compare(old, new)

        assert "".join(text for kind, text in pieces if kind != "old") == new.strip()
        assert unspaced(text for kind, text in pieces if kind != "new") == unspaced(old)
        assert marked_text(pieces, "new") == marked_text(marked(pieces), "new")


SIGNS = [
    "jobb",
    "fler",
    "mark-",
    "3 700",
    ". ",
    ".",
    "\n",
    "\n\n",
    " \n",
    " ",
    "–",
    "§",
    "å",
    "’s",
    "?",
    "(",
    "😀",
    "_",
    "\u00a0",
]


def unspaced(texts):
    return "".join("".join(texts).split())


def marked_text(pieces, own):
    return unspaced(text for kind, text in pieces if kind == own)


def test_an_excerpt_keeps_some_words_around_what_differs():
    pieces = compare(
        "Ett två tre fyra fem sex sju åtta nio tio elva.", "Ett två tre fyra fem sex sju åtta nio tio tolv."
    )

    assert excerpt(pieces, around=2) == [("same", "… nio tio"), ("old", " elva"), ("new", " tolv"), ("same", ".")]


def test_an_excerpt_is_short_whatever_has_been_written():
    [(kind, text)] = excerpt(compare("", "ord " * 5000), most=10)

    assert (kind, text) == ("new", "ord ord ord ord ord ord ord ord ord ord …")


def test_blanks_stand_outside_of_what_is_marked():
    assert marked([("same", "Fler"), ("new", " nya"), ("same", " jobb")]) == [
        ("same", "Fler "),
        ("new", "nya"),
        ("same", " jobb"),
    ]


@pytest.mark.parametrize("unit", ["och ", "och. ", "a\n", "? ", "och i att det som en på. "])
def test_long_texts_are_compared_in_no_time(unit):
    old = unit * (20_000 // len(unit))
    before = perf_counter()

    compare(old, old[::-1])
    compare(old, unit.join(["x "] * 200))

    assert perf_counter() - before < 3
