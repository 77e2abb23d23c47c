"""The forms of what an indicator is compared with, and of its values where they come by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm
from programmes.ordering import next_in_order

from ..models import Comparison, ComparisonValue
from .values import FigureForm


class ComparisonForm(EditForm):
    """What it is called and what it is; its code at the source is chosen there, not typed."""

    class Meta:
        model = Comparison
        fields = ["kind", "name", "members", "provenance"]
        widgets = {"members": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": _("As readers meet it in table and chart, such as “Ale”."),
            "members": _("The municipalities of a group; readers see who they are."),
        }

    def prepare(self, comparison, deed):
        if comparison.pk is None:
            comparison.order = next_in_order(deed.lock(comparison.indicator).comparisons.kept())


class ComparisonValueForm(FigureForm):
    """A value of somebody else."""

    class Meta:
        model = ComparisonValue
        fields = ["year", "sex", "value", "missing", "definition", "retrieved", "provenance"]
        help_texts = {
            "value": _("Such as 83,1 or 3 700, without unit. 0 is a value."),
            "missing": _("Only where there is no value."),
        }

    field_order = ["year", "sex", "value", "missing"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(self.instance.comparison.indicator)
