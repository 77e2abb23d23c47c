"""What happened in the case, from commission to repeal."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import case
from ..exposure import Exposure
from ..walls import SameMunicipality
from .owned import LONG, OWNED, Owned, date_field, known_exactly_when_dated, partial_date, precision_field
from .programme import Programme


def concerned(programme):
    """Return {UUID: (what it is to the case, row)} of what the steps can concern beside the programme itself.

    Kinds of rows in the rooms above say so by CONCERNED_AS.
    """
    kinds = [one.related_model for one in Programme._meta.related_objects if hasattr(one.related_model, "CONCERNED_AS")]
    rows = [row for kind in kinds for row in kind.objects.kept().filter(programme=programme)]
    return {row.uuid: (row.CONCERNED_AS, row) for row in rows}


def bilingual(swedish, english):
    """Return choices whose labels follow the reader's language."""
    label = lazy(lambda code: english[code] if get_language() == "en" else swedish[code], str)
    return [(code, label(code)) for code in swedish if code]


BODY_CHOICES = bilingual({**case.BODIES, "other": "annan"}, case.BODIES_IN_ENGLISH)


class CaseStep(Owned):
    """One step of a programme's case; `is_decision` only where a body decided, a council's approval is a step."""

    class Concerns(models.TextChoices):
        PROGRAMME = "programme", _("the programme")
        PLAN = "plan", _("an action plan")
        FOLLOW_UP = "follow_up", _("a follow-up")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="steps", editable=False)
    kind = models.CharField(_("what happened"), max_length=24, choices=bilingual(case.KINDS, case.KINDS_IN_ENGLISH))
    concerns = models.CharField(_("concerns"), max_length=10, choices=Concerns, default=Concerns.PROGRAMME)
    body = models.CharField(_("body"), max_length=12, choices=BODY_CHOICES, blank=True)
    body_name = models.CharField(_("name of the body"), max_length=200, blank=True)
    subject = models.UUIDField(null=True, blank=True)  # of the plan or follow-up, where it is known
    on_date = date_field(_("date"))
    on_precision = precision_field()
    until = models.DateField(_("last day to answer"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph (§)"), max_length=20, blank=True)
    diary_number = models.CharField(_("registry number"), max_length=100, blank=True)
    text = models.TextField(_("text"), max_length=LONG, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    clauses = models.TextField(_("clauses, one a line"), max_length=LONG, blank=True)
    minutes_url = models.URLField(_("link to the minutes"), blank=True)
    is_decision = models.BooleanField(_("is a decision"), default=False)
    appeal_until = models.DateField(_("can be appealed until"), null=True, blank=True)
    takes_effect = models.DateField(
        _("takes effect on"), null=True, blank=True, help_text=_("Empty if it takes effect at once.")
    )
    extends_through = models.PositiveSmallIntegerField(_("extended through (year)"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    on = partial_date("on")
    exposure = OWNED | Exposure(
        public="programme kind concerns subject body body_name on_date on_precision until paragraph diary_number text"
        " outcome clauses minutes_url is_decision appeal_until takes_effect extends_through note attachments"
    )
    PARTS = ("attachments",)

    class Meta(Owned.Meta):
        verbose_name = _("step in the case")
        ordering = [models.F("on_date").asc(nulls_last=True), "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="step_programme_same"),
            known_exactly_when_dated("step_date_known", "on"),
            models.CheckConstraint(
                condition=Q(is_decision=False) | ~Q(body__in=["council", "group", "department"]),
                name="step_decided_by_a_deciding_body",
                violation_error_message=_("A business council, a group or a department does not decide."),
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.get_kind_display(), self.get_body_display(), self.on.short]))

    def get_absolute_url(self):
        return reverse("programmes:step", args=[self.municipality.slug, self.pk])
