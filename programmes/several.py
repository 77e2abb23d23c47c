"""Several forms on one page that are saved as one change: to the page they are like one form."""

from dataclasses import dataclass

from .forms import apply_all


@dataclass(frozen=True)
class Fault:
    """What is wrong in one of the forms, and where: the row, the field, the address of the field on the page."""

    row: str
    field: str
    anchor: str
    text: str


class Several:
    """Forms over rows of one municipality, in the order in which their rows are locked; each has a prefix.

    `instance` is the row that the page is about. All is saved in one change, or nothing is; the faults stand in the
    forms. A form may leave itself out by `is_asked`, and name by `subject` what it is about, if not its own row.
    """

    def __init__(self, forms, instance):
        self.forms = forms
        self.instance = instance

    @property
    def fields(self):
        return self.forms

    @property
    def asked(self):
        return [form for form in self.forms if getattr(form, "is_asked", True)]

    def is_multipart(self):
        return any(form.is_multipart() for form in self.forms)

    def is_valid(self):
        faulty = [form for form in self.asked if not form.is_valid()]  # all are asked, so that all faults are told
        return not faulty

    def apply(self, user, sentence, **facts):
        return apply_all(self.asked, user, sentence, municipality=self.instance.municipality, **facts)

    def take_up(self, typed):
        for form in self.forms:
            form.take_up(typed)

    @property
    def faults(self):
        return [fault for form in self.asked for fault in _faults(form)]


def _faults(form):
    row = str(getattr(form, "subject", form.instance))
    for text in form.non_field_errors():
        yield Fault(row, "", form.prefix, text)
    for field in form:
        yield from (Fault(row, field.label, field.auto_id, text) for text in field.errors)
