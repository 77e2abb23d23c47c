"""The headings of the portal's own tables, in their order; each is a name that `columns` knows."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "number": _("No."),
    "area": _("Area"),
    "title": _("Action"),
    "description": _("Description"),
    "expected_result": _("Expected result"),
    "responsible": _("Responsible"),
    "responsible_role": _("Responsible role"),
    "responsible_person": _("Responsible person"),
    "participating": _("Participating units"),
    "partners": _("Partners"),
    "start": _("Start date"),
    "end": _("End date"),
    "end_adopted": _("Adopted end date"),
    "end_reason": _("Why the end date was moved"),
    "continuous": _("Continuous"),
    "status": _("Status"),
    "cancel_reason": _("Why it is cancelled"),
    "late_override": _("Late or not"),
    "late_reason": _("Why it is judged so"),
    "progress": _("Per cent done"),
    "indicators": _("Indicators"),
    "budget_note": _("Budget note"),
    "period": _("Report period"),
    "account": _("Account"),
    "ready": _("Report ready"),
    "report_note": _("Internal note of the report"),
    "internal_note": _("Internal note"),
    "provenance": _("Source"),
}
NOTES = ("report_note", "internal_note")  # for those who may see internal notes
DATES = _("Start and end in one")
