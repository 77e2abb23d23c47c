"""Words that are to go: how they are found in any text, however they are written, and what is put in their place.

A name is found in capitals or not, across blanks, dots, hyphens and tags, in its genitive, in addresses made from it,
and with its letters composed or decomposed. The same pattern is understood by Python and by PostgreSQL.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from . import rich
from .files import REMOVED
from .slugs import slug

LETTER = "0-9A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
TAG = "<[^<>]*>"
WITHIN = f"(?:{TAG}|[\u00ad\u200b-\u200d\u2060\ufeff]|&shy;)*"  # what nobody sees between two letters
GAP = f"(?:{TAG}|[ \t\r\n\u00a0\u00ad\u2000-\u200d\u202f\u2060_.,+-]|\\\\[nrt]|%20|&nbsp;)+"
ALIKE = {"'": "(?:['’]|&#x27;|&#39;)", "’": "(?:['’]|&#x27;|&#39;)", '"': '(?:\\\\?"|&quot;)', "&": "(?:&amp;|&)"}
HYPHENS = dict.fromkeys("-‐‑–", "[-‐‑–_ ]")
GENITIVE = "(?:'?[sS])?"


class Normalized(models.Func):
    """A text with its letters composed."""

    function = "normalize"
    output_field = models.TextField()


def _letter(sign):
    if sign in ALIKE or sign in HYPHENS:
        return ALIKE.get(sign) or HYPHENS[sign]
    if sign.lower() != sign.upper() and len(sign.lower()) == len(sign.upper()) == 1:
        return f"[{sign.lower()}{sign.upper()}]"
    return sign if sign.isalnum() else f"\\{sign}"


def _pattern(term):
    words = [WITHIN.join(_letter(sign) for sign in word) for word in term.split()]
    return GAP.join(words)


@dataclass(frozen=True)
class Mask:
    """The words and files that are to go from a municipality, and what stands there instead of the words."""

    terms: tuple[str, ...]
    replacement: str = "[borttaget]"
    digests: frozenset[str] = frozenset()  # of files

    @cached_property
    def pattern(self):
        terms = {unicodedata.normalize("NFC", term.strip()) for term in self.terms}
        terms |= {slug(term, 200).replace("-", " ") for term in terms}
        found = "|".join(_pattern(term) for term in sorted(terms - {""}, key=lambda one: (-len(one), one)))
        words = [f"(?<![{LETTER}])(?:{found}){GENITIVE}(?![{LETTER}])"] if found else []
        return "|".join([*words, *sorted(self.digests)])

    @cached_property
    def compiled(self):
        return re.compile(self.pattern or "(?!)")

    def holds(self, text):
        return self.compiled.search(unicodedata.normalize("NFC", text)) is not None

    def text(self, text):
        """Return a text with the replacement in place of the words; tags that stood among them stay."""
        if not self.holds(text):
            return text
        return self.compiled.sub(self._instead, unicodedata.normalize("NFC", text))

    def _instead(self, match):
        if match[0] in self.digests:
            return REMOVED
        return self.replacement + "".join(re.findall(TAG, match[0]))

    def rich(self, text):
        return rich.clean(self.text(text)) if self.holds(text) else text

    def slug(self, text, key):
        """Return an address without the words, with a part of the row's UUID so that no two become the same."""
        if not self.holds(text):
            return text
        instead = slug(self.replacement) or "borttaget"
        return f"{slug(self.compiled.sub(instead, text), 60) or instead}-{key.hex[:8]}"

    def plain(self, value):
        """Return lists and dictionaries without the words."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.plain(one) for one in value]
        if isinstance(value, dict):
            return {self.text(name): self.plain(one) for name, one in value.items()}
        return value

    def holding(self, rows, names):
        """Return the rows of a queryset that hold the words in one of the named columns."""
        found = models.Q()
        for name in names:
            found |= models.Q(Regex(Normalized(Cast(models.F(name), models.TextField())), self.pattern))
        return rows.filter(found) if names else rows.none()
