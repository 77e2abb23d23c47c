"""Reading one value: each reader takes a node and returns what the model's field holds, or says what is Wrong."""

import re
from datetime import date
from decimal import Decimal

import yaml
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from indicators.path import write_path
from programmes import rich, words
from programmes.dates import MAX_YEAR, MIN_YEAR, PartialDate
from programmes.rich_fields import RichTextField

from .documents import is_empty, pairs
from .faults import Wrong, did_you_mean

MAX_WORD = 60
NEVER_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def text(node):
    if not isinstance(node, yaml.ScalarNode):
        raise Wrong(_("Write one text here, not a list or a group of keys."))
    found = NEVER_IN_TEXT.search(node.value)
    if found:
        raise Wrong(_("There is a character here that no text can hold (%(code)s).") % {"code": ascii(found[0])})
    return node.value.strip()


def rich_text(node):
    """Return a text with the signs of headings, lists, links and strong words as what they mean."""
    return rich.from_text(text(node))


def texts(node):
    """Return a list of texts; one text is a list of one."""
    if isinstance(node, yaml.SequenceNode):
        return [text(part) for part in node.value if not is_empty(part)]
    return [text(node)]


def lines(node):
    return "\n".join(texts(node))


def sources(node):
    return "; ".join(texts(node))


def whole(node):
    written = text(node)
    if not re.fullmatch(r"-?[0-9]{1,9}", written):
        raise Wrong(_("“%(text)s” is not a whole number.") % {"text": written})
    return int(written)


def number(node):
    written = text(node)
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,4})?", written):
        raise Wrong(
            _("“%(text)s” is not a number. Write it as 3700 or 6.4, with a point and four decimals at most.")
            % {"text": written}
        )
    return Decimal(written)


def by_year(node):
    """Return the lines of a target's path from {2027: 45, 2030: 60}."""
    if not isinstance(node, yaml.MappingNode):
        raise Wrong(_("Write the years with their values, such as {2027: 45, 2030: 60}."))
    return write_path(sorted((year(key), number(value)) for _name, key, value in pairs(node)))


def year(node):
    written = text(node)
    if not re.fullmatch(r"[0-9]{4}", written) or not MIN_YEAR <= int(written) <= MAX_YEAR:
        raise Wrong(_("Write years as 2035."))
    return int(written)


def yes_or_no(node):
    written = text(node)
    if written not in ("true", "false"):
        raise Wrong(_("Write true or false, not “%(text)s”.") % {"text": written})
    return written == "true"


def day(node):
    written = text(node)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise Wrong(_("Write the date as 2023-04-20, not “%(text)s”.") % {"text": written})
    return _existing(date.fromisoformat, written)


def partial_date(node):
    written = text(node)
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}\??)?)?", written):
        raise Wrong(
            _("Write the date as 2023-04-20, 2022-06, 2022 or 2023-05-22?, not “%(text)s”.") % {"text": written}
        )
    return _existing(PartialDate.parse, written)


def _existing(parse, written):
    try:
        return parse(written)
    except ValueError:
        raise Wrong(_("There is no such date as %(text)s.") % {"text": written}) from None


def choice(codes):
    def read(node):
        written = text(node)
        if written not in codes:
            known = ", ".join(codes)
            raise Wrong(_("“%(text)s” is none of %(known)s.") % {"text": written, "known": known})
        return written

    return read


def own_words(node):
    """Return {level: key of the catalogue, or an own word's forms}."""
    if not isinstance(node, yaml.MappingNode):
        raise Wrong(_("Write the words as a group of keys: programme, area, plan, action."))
    chosen = {}
    for level, key, value in pairs(node):
        if level not in words.LEVELS:
            raise Wrong(_("There is no key %(key)s here.") % {"key": level} + did_you_mean(level, words.LEVELS), key)
        chosen[level] = _own_word(level, value)
    return chosen


def _own_word(level, node):
    if isinstance(node, yaml.MappingNode):
        chosen = {form: text(part) for form, _key, part in pairs(node)}
    else:
        chosen = text(node)
    try:
        word = words.word(level, chosen)
        if max(map(len, (word.one, word.the, word.many, word.all))) > MAX_WORD:
            raise ValueError("The word is too long.")
    except ValueError:
        guess = did_you_mean(chosen, words.CATALOGUE[level]) if isinstance(chosen, str) else ""
        raise Wrong(
            _("The word is not in the catalogue, and an own word has the forms article, one, the, many and all.")
            + guess,
            node,
        ) from None
    return chosen


def is_year(field):
    named = field.name.endswith("year") or field.name in ("period_from", "period_through", "extends_through")
    return named and isinstance(field, models.IntegerField)


def of_field(field, basic=None):
    """Return the reader for a model's field: by its kind (or `basic`), then by its length and its own validators."""
    basic = basic or _basic(field)

    def read(node):
        value = basic(node)
        length, most = room(field, value)
        if most and length > most:
            raise Wrong(
                _("The text has %(length)d characters; at most %(most)d are possible here.")
                % {"length": length, "most": most}
            )
        if is_year(field) and not MIN_YEAR <= value <= MAX_YEAR:
            raise Wrong(_("Write years as 2035."))
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise Wrong(" ".join(error.messages)) from error
        return value

    return read


def room(field, value):
    """Return how many characters people see of a value, and how many there may be; None where nothing limits them."""
    if isinstance(field, RichTextField):
        return len(rich.plain(value)), field.room
    return (len(value), field.max_length) if isinstance(value, str) else (0, None)


def _basic(field):
    if isinstance(field, models.BooleanField):
        return yes_or_no
    if isinstance(field, RichTextField):
        return rich_text
    if field.choices:
        return choice([code for code, _label in field.flatchoices if code])
    if isinstance(field, models.DecimalField):
        return number
    if isinstance(field, models.IntegerField):
        return whole
    return day if isinstance(field, models.DateField) else text
