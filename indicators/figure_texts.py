"""What officials write in a cell of figures: a number, perhaps preliminary, or a word for why there is none.

`83,1`, `3 700`, `0`, `6,4 %`, `83,1 p` (preliminary), and `..`, `ej publ` and their kin. Zero is a number; nothing at
all says that nobody has said anything yet.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import formats
from programmes.fields import BLANKS, NumberField

from .models import Observation

Missing = Observation.Missing
SIGNS = {
    "..": Missing.TOO_FEW,
    "-": Missing.NOT_MEASURED,
    ".": Missing.NOT_APPLICABLE,
}  # and what is told beside a grid
WORDS = {
    Missing.NOT_PUBLISHED: "ännu inte publicerat, inte publicerat, ej publicerat, ej publ, inte publ, kommer senare",
    Missing.NOT_MEASURED: "mättes inte, inte mätt, ej mätt, ingen mätning, uppgift saknas, uppg. saknas, u.s., saknas",
    Missing.TOO_FEW: "för få svar, för få svarande, för få, undertryckt",
    Missing.NOT_APPLICABLE: "inte tillämpligt, ej tillämpligt, inte aktuellt, ej aktuellt, finns inte",
}
ELSEWHERE = {"…": "..", "–": "-", "—": "-", formats.MINUS: "-"}  # the same signs as Word and Excel make them
KNOWN = {word: reason for reason, words in WORDS.items() for word in words.split(", ")} | SIGNS
PRELIMINARY = re.compile(r"(.*[0-9%])\s*\(?(?:p|prel|preliminärt?|preliminary)\.?\)?", re.IGNORECASE | re.DOTALL)
PER_CENT = re.compile(r"%|procent|andel", re.IGNORECASE)
NO_WORD = re.compile(r"[^a-zåäö]+", re.IGNORECASE)
GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
LESS_THAN = "<≤"
LONGEST = 100  # characters; no figure and no reason is longer
NUMBER = NumberField(max_digits=16, decimal_places=4)

HELP = gettext_lazy(
    "Such as 83,1 or 3 700. 0 is a value. p after it: preliminary. Without a value: “ej publ” not yet published,"
    " “..” too few answers, “-” not measured, “.” not applicable."
)


@dataclass(frozen=True)
class Told:
    """What a cell says; either a value or the reason why there is none."""

    value: Decimal | None = None
    missing: str = ""
    preliminary: bool = False

    def __str__(self):
        """As it is written in the cell, and could be written there again."""
        if self.value is None:
            return str(Missing(self.missing).label)
        return formats.number(self.value) + (" p" if self.preliminary else "")


def told(figure):
    """Return what a figure says, the municipality's own or somebody else's."""
    return Told(figure.value, figure.missing, figure.preliminary)


def read(text, unit=""):
    """Return what was written, or None for nothing at all; raise ValidationError where it cannot be understood."""
    text = text.strip(BLANKS + "\t\r\n")
    if not text:
        return None
    if len(text) > LONGEST:
        raise ValidationError(_("“%(text)s …” is too long for a figure or a reason."), params={"text": text[:60]})
    if reason := reason_of(text):
        return Told(missing=reason)
    if text[0] in LESS_THAN:
        fault = _("“%(text)s” is not a figure. Write “..” where there were too few answers.")
        raise ValidationError(fault, params={"text": text})
    match = PRELIMINARY.fullmatch(text)
    plain = without_unit(match[1] if match else text, unit)
    about = {"text": text[:60]}
    if reason_of(NO_WORD.sub(" ", plain)):
        fault = _("“%(text)s” is both a value and a reason. Write one of them.")
        raise ValidationError(fault, params=about)
    try:
        return Told(NUMBER.clean(plain), preliminary=match is not None)
    except ValidationError as error:
        fault = _("“%(text)s” is neither a number nor a reason. %(why)s")
        raise ValidationError(fault, params=about | {"why": " ".join(error.messages)}) from None


def is_dash(text):
    """Whether a cell holds nothing but a dash, which tables use for several things: none, nought, not asked."""
    return ELSEWHERE.get(text.strip(BLANKS), text.strip(BLANKS)) == "-"


def reason_of(text):
    """Return the reason that a word stands for, or nothing."""
    word = " ".join(text.casefold().split())
    word = ELSEWHERE.get(word, word)
    if word[:1].isdigit():
        return ""
    labels = {str(reason.label).casefold(): reason for reason in Missing}
    return KNOWN.get(word) or KNOWN.get(word.rstrip(".")) or labels.get(word, "")


def without_unit(text, unit):
    """Return the number without its unit; a per cent sign at what is measured otherwise is refused."""
    plain = text.strip(BLANKS)
    if plain.endswith("%"):
        if unit and not PER_CENT.search(unit):
            raise ValidationError(_("The indicator is measured in %(unit)s, not in per cent."), params={"unit": unit})
        return plain[:-1].strip(BLANKS)
    if unit and plain.casefold().endswith(unit.casefold()):
        return plain[: -len(unit)].strip(BLANKS)
    return plain
