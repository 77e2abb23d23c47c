"""What a cell says in its column, as the model holds it; what cannot be read raises Misread or ValidationError."""

from django.utils.translation import gettext as _

from ..forms import ActionForm, ReportForm
from ..models import Action, Report
from . import days, words
from .days import Misread
from .names import KIND_OF
from .said import MANY, OF_REPORT, cell_text, in_lines
from .table import BROKEN, FORMULA, NUMBER

MOST = 2_147_483_647  # what the database has room for
MAX_DIGITS = len(str(MOST))
DAYS = {"start": False, "end": True, "end_adopted": True}  # whether a month stands for its last day
YES_OR_NO = ("continuous", "late_override", "ready")


class Values:
    """Reads cells for one plan; texts are judged by the fields of the forms in which people write them."""

    def __init__(self, plan, names, statuses, from_1904):
        self.names, self.statuses, self.from_1904 = names, statuses, from_1904
        blank = Action(municipality=plan.municipality, plan=plan)
        report = ReportForm(instance=Report(municipality=plan.municipality, action=blank)).fields
        self.fields = ActionForm(instance=blank).fields | {code: report[name] for code, name in OF_REPORT.items()}
        self.asked = {}  # words for statuses that somebody is to look at: unknown ones, colours and those chosen before

    def read(self, code, cell, stands):
        """Return the value of a cell; `stands` is what the action says now."""
        if cell is not None and cell.kind == BROKEN:
            raise Misread(_("The spreadsheet shows a fault here: %(text)s.") % {"text": cell.text})
        if cell is not None and cell.kind == FORMULA:
            raise Misread(_("Here stands a formula, and the file does not hold what it gives."))
        if not cell_text(cell).strip():
            return self._nothing(code)
        if code in DAYS:
            return days.read(cell, self.from_1904, last=DAYS[code])
        if code == "dates":
            return days.both(cell, self.from_1904)
        if code in KIND_OF:
            return (self.names.several if code in MANY else self.names.one)(code, cell_text(cell), stands)
        if code in YES_OR_NO:
            return yes_or_no(cell_text(cell))
        if code == "status":
            return self._status(cell_text(cell))
        return number(cell_text(cell)) if code == "number" else self._plain(code, cell_text(cell))

    def _nothing(self, code):
        if code in MANY:
            return []
        if code in {"continuous", "ready"}:
            return False
        if code in {*DAYS, *KIND_OF, "late_override", "progress", "number", "status", "dates"}:
            return None
        return self.fields[code].clean("")

    def _plain(self, code, text):
        """Return what the form's field makes of a text, and let the model's field judge it too."""
        text = text.replace("%", "") if code == "progress" else in_lines(text)
        value = self.fields[code].clean(text)
        model = Report if code in OF_REPORT else Action
        model._meta.get_field(OF_REPORT.get(code, code)).run_validators(value)
        return value

    def _status(self, text):
        word = words.plain(text)
        status = self.statuses.get(word) or words.status(text)
        if status is None or word in self.statuses or words.is_colour(text):
            self.asked[word] = text
        if status is None:
            raise Misread(_("“%(text)s” is no known status. Say above the table what it stands for.") % {"text": text})
        return status


def number(text):
    plain = text.strip().rstrip(".").removesuffix(",0")
    if not plain.isdecimal() or len(plain) > MAX_DIGITS or not 0 < int(plain) <= MOST:
        raise Misread(_("“%(text)s” is no number of an action. Write a whole number, or nothing.") % {"text": text})
    return int(plain)


def yes_or_no(text):
    answer = words.yes_or_no(text)
    if answer is None:
        raise Misread(_("Write yes or no instead of “%(text)s”.") % {"text": text})
    return answer


def is_serial(code, cell):
    """Tell whether a cell's day is counted as Excel counts days."""
    return cell is not None and code in {*DAYS, "dates"} and cell.kind == NUMBER and days.is_serial(cell.text)
