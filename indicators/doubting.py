"""What is odd in a figure that somebody enters: said once, and taken when it is sent once more."""

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.formats import number

from .figure_texts import GROUPED, PER_CENT, Told
from .sources.figures import Figure
from .sources.figures import doubts as of_figure


class AsksOnce:
    """A form that asks about what is odd; what is sent once more is meant. `sure` is its hidden field.

    That holds what has been asked about, "value=0,83 / base_value=0,7", so that each field is asked about for itself.
    """

    asked = ()

    def ask(self, name, told, row):
        """Ask about what the field `name` tells of the year of an observation."""
        found = doubts(self.typed(name), told, row.year, row.indicator, row.others(), timezone.localdate())
        self.ask_about(name, found)

    def ask_about(self, name, found):
        """Ask what was found in the field `name`, unless the same was asked before."""
        if not found:
            return
        said = f"{name}={' '.join(self.typed(name).split())}"
        self.asked = (*self.asked, said)
        self.send_back(self.add_prefix("sure"), BETWEEN.join(self.asked))
        if said not in self.cleaned_data.get("sure", "").split(BETWEEN):
            self.add_error(name, [*found, _("Save once more if it is right.")])

    def typed(self, name):
        return self.data.get(self.add_prefix(name), "")

    def send_back(self, key, value):
        """Let the form that comes back hold another value."""
        self.data = self.data.copy()
        self.data[key] = value


BETWEEN = " / "
COUNTED = {"antal", "invånare", "personer", "företag", "st", "placering"}
SOME, FAR_FROM_NOTHING = 3, 2  # so many other values, none of them below that: a zero then stands out
MOST_DECIMALS = 2  # with which nobody writes a comma where a thousand ends


def doubts(text, told, year, indicator, before, on):
    """Return sentences about what was written for a year; `before` are the other values of the same series."""
    found = _of_number(text, told, year, indicator, before, on)
    if told is not None and told.value == 0 and len(before) >= SOME and min(before) >= FAR_FROM_NOTHING:
        found.append(_("0 is a value, and no other value is near it. If nothing is known, write why instead."))
    return found


def _of_number(text, told, year, indicator, before, on):
    if told is None or told.value is None:
        return []
    in_per_cent = PER_CENT.search(indicator.unit) and before
    if in_per_cent and is_share(told.value, before):
        said = _("Is %(meant)s per cent meant? The other values are such as %(other)s.")
        return [said % {"meant": number(told.value * 100), "other": number(before[-1])}]
    found = of_figure(Figure("", "", year, "", told.value), before, on)
    if in_per_cent and told.value > 100 >= max(before):
        found.append(_("The value is above 100 per cent, which no other value is."))
    if indicator.unit.casefold() in COUNTED and told.value < 0 and not before:
        found.append(_("The value is below zero, though it counts something."))
    return found + _grouped(text.strip(), told.value, indicator.decimals)


def doubts_of_level(text, value, indicator, before, on):
    """Return sentences about a level that is aimed at or began: what would be odd in a figure of this year."""
    return _of_number(text, Told(value), on.year, indicator, before, on)


def is_share(value, before):
    """Tell whether a share of 1 stands among shares of 100."""
    return 0 < value <= 1 < min(before) and min(before) / 2 <= value * 100 <= max(before) * 2


def _grouped(written, value, decimals):
    """Return a question about “3,700”, which is three thousand to some and three point seven to others."""
    if decimals > MOST_DECIMALS or not GROUPED.fullmatch(written):
        return []
    meant = number(written.replace(",", "").replace(".", ""))
    said = _("It is read as %(read)s. If %(meant)s is meant, write it with a space.")
    return [said % {"read": number(value), "meant": meant}]
