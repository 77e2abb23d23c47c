"""The forms of indicators, their definitions and what happened in a year."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm
from programmes.models import Membership
from programmes.models.places import slug_is_plain
from programmes.slugs import free_slug

from ..measuring import measure_anew
from ..models import Annotation, Definition, Indicator
from ..sources import scb


class AreasField(forms.ModelMultipleChoiceField):
    """Areas told apart by their programme."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, area):
        return f"{area.programme}: {area}"


class IndicatorForm(EditForm):
    class Meta:
        model = Indicator
        fields = [
            "name",
            "theme",
            "why",
            "unit",
            "decimals",
            "direction",
            "tolerance",
            "source_kind",
            "source_id",
            "source_selection",
            "publisher",
            "licence",
            "next_on",
            "responsible",
            "responsible_role",
            "programmes",
            "areas",
            "internal_note",
            "provenance",
        ]
        field_classes = {"areas": AreasField}
        labels = {"source_kind": _("Where the figures come from")}
        widgets = {
            "programmes": forms.CheckboxSelectMultiple,
            "why": forms.Textarea(attrs={"rows": 3}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "source_selection": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "unit": _("Such as %, mnkr, index, antal or placering."),
            "source_id": _("The number of the key figure in Kolada, or of the table at SCB."),
            "source_selection": _("Only for a table at SCB: one variable a line, such as Alder=20-64."),
            "publisher": _("Whose figures these are, such as Svenskt Näringsliv."),
            "why": _("What it tells of the goals, in a sentence or two; the public reads it."),
            "next_on": _("Only needed where the source itself does not say when."),
            "responsible_role": _("A role such as “business developer”, not a name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas, responsible = self.fields["areas"], self.fields["responsible"]
        areas.queryset = areas.queryset.select_related("programme")
        responsible.queryset = responsible.queryset.filter(
            Q(pk__in=Membership.objects.active(timezone.localdate())) | Q(pk=self.instance.responsible_id)
        ).select_related("user")


class NewIndicatorForm(IndicatorForm):
    """A new indicator comes with the first version of its definition."""

    address = forms.CharField(
        label=_("Address on the public site"),
        required=False,
        max_length=80,
        validators=[slug_is_plain],
        help_text=_("Made from the name where it is left empty. It stays once the indicator is published."),
    )
    definition = forms.CharField(
        label=_("Definition"),
        required=False,
        max_length=Definition._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What exactly is measured, and how."),
    )

    field_order = ["name", "address", "definition"]

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address in self.taken():
            raise ValidationError(_("Another indicator has this address already."))
        return address

    def taken(self):
        return set(self.instance.municipality.indicators.values_list("slug", flat=True))

    def prepare(self, indicator, deed):
        deed.lock(indicator.municipality)
        made = free_slug(self.cleaned_data["name"], self.taken(), "indikator")
        indicator.slug = self.cleaned_data["address"] or made

    def _save(self, deed):
        indicator = super()._save(deed)
        Definition(
            municipality=indicator.municipality,
            indicator=indicator,
            version=1,
            text=self.cleaned_data["definition"],
            source_id=indicator.source_id,
            is_break=False,
        ).save()
        return indicator


class SelectionForm(EditForm):
    """What is chosen of each variable in a table at SCB; `table` is a scb.Dataset without values."""

    class Meta:
        model = Indicator
        fields = ["source_selection"]
        widgets = {"source_selection": forms.HiddenInput}

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, **kwargs)
        self.variables = table.chosen()
        selection = scb.read_selection(self.instance.source_selection)
        for name, variable in self.variables:
            labels = variable.category.label
            codes = [(code, labels.get(code, code)) for code in variable.category.codes]
            self.fields[f"code_{name}"] = forms.ChoiceField(
                label=capfirst(variable.label or name),
                choices=[("", _("all together")), *codes] if variable.can_be_left_out else codes,
                required=not variable.can_be_left_out,
                initial=selection.get(name, ""),
            )

    def clean(self):
        cleaned = super().clean()
        chosen = {name: cleaned.get(f"code_{name}") for name, _variable in self.variables}
        cleaned["source_selection"] = scb.write_selection({name: code for name, code in chosen.items() if code})
        return cleaned

    @property
    def changed_data(self):
        return ["source_selection"]


class DefinitionForm(EditForm):
    """A definition; each but the first says when and why it took the place of the one before.

    A new one takes over the figures that stand from its first year on, unless somebody says that they were measured in
    the old way: else no break would be drawn between figures that cannot be compared.
    """

    measured = forms.BooleanField(
        label=_("Figures that stand from that year on are measured in this way"),
        required=False,
        initial=True,
        help_text=_("They go to this version, and the break is drawn before them."),
    )

    field_order = ["text", "source_id", "from_year", "measured"]

    class Meta:
        model = Definition
        fields = ["text", "source_id", "from_year", "decided_on", "reason", "is_break", "provenance"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reason": _("The public reads it beside the break."),
            "from_year": _("The first year whose figures are measured in this way."),
            "is_break": _("A break is drawn in the chart, and nothing is compared across it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.instance.version == 1 or not self.instance.indicator.definitions.exists()
        for name in ("decided_on", "reason"):
            if first:
                del self.fields[name]
            else:
                self.fields[name].required = True
        if first or self.instance.pk:
            del self.fields["measured"]

    def prepare(self, definition, deed):
        if definition.pk is None:
            definition.version = deed.lock(definition.indicator).next_version()

    def _save(self, deed):
        definition = super()._save(deed)
        if self.cleaned_data.get("measured") and definition.from_year:
            measure_anew(definition, deed)
        return definition


class AnnotationForm(EditForm):
    """An event of a year that is marked beside the figures."""

    class Meta:
        model = Annotation
        fields = ["year", "text", "provenance"]
        help_texts = {
            "text": _("In a sentence, such as “The new motorway was opened.” It is marked in chart and table.")
        }
