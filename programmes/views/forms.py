"""The forms of this room's pages."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import case, dropping, succession
from ..fields import PartialDateField
from ..forms import EditForm
from ..models import Area, CaseStep, Department, Goal, Group, Municipality, Programme
from ..models.case import concerned
from ..models.places import slug_is_plain
from ..models.programme import RESERVED_SLUGS
from ..ordering import next_in_order
from ..slugs import free_slug
from ..wording_forms import WordingForm


class FactsForm(EditForm):
    """What the municipality says of itself."""

    class Meta:
        model = Municipality
        fields = [
            "official_name",
            "name",
            "contact",
            "email",
            "phone",
            "website",
            "accent",
            "notice",
            "accessibility_statement",
            "personal_data",
            "internal_note",
        ]


class NewProgrammeForm(EditForm):
    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=80,
        validators=[slug_is_plain],
        help_text=_("Made from the title if left empty: å and ä become a, ö becomes o. It stays for ever."),
    )

    class Meta:
        model = Programme
        fields = ["title", "document_type", "period_from", "period_through", "diary_number"]

    field_order = ["title", "slug"]

    def clean(self):
        super().clean()
        taken = {*RESERVED_SLUGS, *self.instance.municipality.programmes.values_list("slug", flat=True)}
        wanted = self.cleaned_data.get("slug")
        if wanted in RESERVED_SLUGS:
            self.add_error("slug", _("The portal itself uses this address. Choose another one."))
        elif wanted in taken:
            self.add_error("slug", _("Another programme has or had this address. Choose another one."))
        self.instance.slug = wanted or free_slug(self.cleaned_data.get("title", ""), taken, "program")

    def prepare(self, row, deed):
        row.municipality = deed.lock(row.municipality)


class TextsForm(WordingForm):
    class Meta:
        model = Programme
        fields = [
            "title",
            "document_type",
            "period_from",
            "period_through",
            "vision",
            "target_picture",
            "purpose",
            "background",
            "summary",
            "process",
            "context",
            "diary_number",
            "revision_every",
            "follow_up_cycle",
            "coordinator",
            "accountable",
            "page_owner",
            "regional_frame",
            "linked_vision",
            "predecessor_title",
            "predecessor_url",
            "successor_title",
            "successor_url",
            "areas_note",
            "provenance",
            "internal_note",
        ]


class PartForm:
    """A row of a programme; a new one gets its place there."""

    def _save(self, deed):
        self.programme = deed.lock(self.instance.programme)  # before its part, as whoever moves the parts does
        return super()._save(deed)

    def prepare(self, row, deed):
        if self.programme.dropped:
            raise ValidationError(_("Somebody else has removed the programme while you wrote."))
        if row.pk is None:
            self.place(row, self.programme)

    def place(self, row, programme):
        """Give a new row its place in the locked programme."""


class GoalForm(PartForm, WordingForm):
    class Meta:
        model = Goal
        fields = [
            "theme",
            "wording",
            "quantity_kind",
            "quantity",
            "unit",
            "base_year",
            "base_value",
            "target_year",
            "areas",
            "provenance",
        ]
        widgets = {"areas": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = self.fields["areas"].queryset.filter(programme=self.instance.programme)

    def place(self, row, programme):
        row.order = next_in_order(programme.goals)


class AreaForm(PartForm, WordingForm):
    class Meta:
        model = Area
        fields = ["name", "main_strategy", "description", "regional_area", "provenance"]

    def place(self, row, programme):
        row.name = self.cleaned_data["name"]
        row.stand_last()


class StepForm(PartForm, EditForm):
    subject = forms.TypedChoiceField(label=_("which plan or follow-up"), required=False, coerce=UUID, empty_value=None)
    on = PartialDateField(label=_("date"))
    open_ended = forms.BooleanField(label=_("extended until further notice"), required=False)
    partial_dates = ("on",)
    field_order = ["kind", "is_decision", "concerns", "subject", "body", "body_name", "on", "paragraph", "diary_number"]
    groups = [
        (_("What was decided or said"), ["text", "clauses", "outcome", "minutes_url", "note", "provenance"]),
        (_("Only for some steps"), ["until", "appeal_until", "takes_effect", "extends_through", "open_ended"]),
    ]

    class Meta:
        model = CaseStep
        fields = [
            "kind",
            "concerns",
            "subject",
            "is_decision",
            "body",
            "body_name",
            "until",
            "paragraph",
            "diary_number",
            "text",
            "outcome",
            "clauses",
            "minutes_url",
            "appeal_until",
            "takes_effect",
            "extends_through",
            "note",
            "provenance",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.concerned = concerned(self.instance.programme)
        choices = [(key, str(row)) for key, (_kind, row) in self.concerned.items()]
        self.fields["subject"].choices = [("", _("nothing chosen")), *choices]
        self.fields["subject"].hidden_widget = forms.HiddenInput
        if self.instance.pk is None:
            self.initial["is_decision"] = self.initial["kind"] in case.DECIDED
        kind, through = self.instance.kind, self.instance.extends_through
        self.initial.setdefault("open_ended", self.instance.pk and kind == "extension" and through is None)

    def clean(self):
        super().clean()
        said = self.cleaned_data
        decided, kind = said.get("is_decision"), said.get("kind")
        if kind in case.DECIDED and not decided:
            self.add_error(
                "is_decision",
                _("Only a decision adopts, revises, extends or repeals. State that it is one, or choose another step."),
            )
        if kind == "extension" and "extends_through" in said and bool(said["extends_through"]) == said["open_ended"]:
            self.add_error("extends_through", _("Say through which year it was extended, or until further notice."))
        if said.get("subject") and self.concerned[said["subject"]][0] != said.get("concerns"):
            self.add_error("subject", _("Say above that the step concerns a plan or a follow-up, as this is one."))


class GroupForm(PartForm, EditForm):
    class Meta:
        model = Group
        fields = ["kind", "name", "represented", "task", "approves", "members_approve", "provenance"]


class DropForm(EditForm):
    """Asks nothing: to send it is to confirm."""

    def write(self, row, names):
        dropping.drop(row)


class DropWordingForm(DropForm, WordingForm):
    """What has been adopted is dropped by a decision or as a correction only."""


def drop_form(model):
    base = DropWordingForm if "dropped" in getattr(model, "ADOPTED_WORDING", ()) else DropForm
    return forms.modelform_factory(model, form=base, fields=[])


class DepartmentForm(EditForm):
    class Meta:
        model = Department
        fields = ["name", "parent", "valid_from"]


class CloseForm(EditForm):
    """Close a department on its last day; who takes over what is open is chosen among those that go on."""

    hand_over = forms.BooleanField(
        label=_("The successor takes over now what is listed below"), required=False, initial=True
    )

    class Meta:
        model = Department
        fields = ["valid_through", "successor"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["valid_through"].required = True
        others = self.fields["successor"].queryset.exclude(pk=self.instance.pk)
        self.fields["successor"].queryset = others.filter(
            Q(valid_through__isnull=True) | Q(valid_through__gt=today) | Q(pk=self.instance.successor_id)
        )
        self.ties = succession.ties(self.instance, user, today)
        self.staying = []

    @property
    def is_anything_open(self):
        return any(tie.listed for tie in self.ties)

    def _save(self, deed):
        department = super()._save(deed)
        if self.cleaned_data["hand_over"] and department.successor:
            self.staying = succession.hand_over(department, department.successor, self.ties, deed)
        return department
