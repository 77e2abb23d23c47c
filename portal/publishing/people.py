"""What looks like a private person in a text: a name, an address of mail, a telephone, a personal number. Texts only.

A guess, made to be read by somebody who knows: rather a name too few than a list that nobody reads any longer. A name
is a given name that is common in Sweden with the capitalised words after it, or any such word before what can only be
a surname. Streets, schools and companies that bear a person's name are let be.
"""

import re
from pathlib import Path

GIVEN = frozenset(Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").split())
WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéüá]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéüá]+)?"
RUN = re.compile(rf"(?<![\w-]){WORD}(?: (?:(?:von|af|de) )?{WORD})+(?![\w-])")
SURNAME = re.compile(r"(?:sson|ssen|[qk]vist|löf|stedt|strand|ström|gren)s?$")
PLACE = re.compile(r"(?:gatan|vägen|torget|platsen|parken|skolan|gymnasiet|huset|gården|hallen|kyrkan|stiftelsen)$")
BEARS_A_NAME = re.compile(
    r" (?:gata|väg|plats|torg|park|skola|gymnasium|hus|gränd|allé|minne|pris|stiftelse|fond|AB|HB|KB)\b"
)
MAIL = re.compile(r"\b([a-zåäöéü]+)\.([a-zåäöéü-]+)@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
NO_PERSON = {"info", "kontakt", "kommun", "naringsliv", "näringsliv", "foretag", "företag", "kansli", "service"}
MOBILE = re.compile(r"(?<![\d.,])(?:\+46[ -]?(?:\(0\))?|0)7[02369](?:[ -]?\d){7}(?!\d)")
NUMBER = re.compile(r"(?<![\d-])(?:19|20)?(\d\d)(\d\d)(\d\d)[-+ ]?(\d{4})(?!\d)")


def people(text, known=frozenset()):
    """Return what looks like a person in a text, each once; `known` are names of departments, groups and places."""
    found = [*addresses(text), *numbers(text), *MOBILE.findall(text), *names(text, known)]
    return list(dict.fromkeys(found))


def names(text, known):
    for run in RUN.finditer(text):
        name = name_in(run[0].split())
        if name and not BEARS_A_NAME.match(text, run.end()) and not any(name in one for one in known):
            yield name


def name_in(words):
    """Return the name in some words that stand together, from the given name on, or nothing."""
    for place, (word, after) in enumerate(zip(words, words[1:], strict=False)):
        if (word in GIVEN or SURNAME.search(after)) and not PLACE.search(words[-1]):
            return " ".join(words[place : place + 4])
    return ""


def addresses(text):
    for match in MAIL.finditer(text):
        if not NO_PERSON & {match[1].lower(), match[2].lower()}:
            yield match[0]


def numbers(text):
    for match in NUMBER.finditer(text):
        year, month, day, rest = match.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) % 60 <= 31 and is_valid(year + month + day + rest):
            yield match[0]


def is_valid(digits):
    """Return whether the last of ten digits is the check digit of the others (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
