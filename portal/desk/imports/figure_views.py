"""The page on which a table of figures is pasted or handed in, looked at, and taken over."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from actions.sheets import reading, sentences, texts
from actions.sheets.said import cell_text
from actions.sheets.table import Unreadable
from indicators.models import Indicator, Observation
from programmes.fetch import MAX_DIGITS, require
from programmes.views.page import typed, way

from . import figure_tables
from .figure_plan import Plan, take
from .forms import Page, UploadForm

LONGEST = 200_000  # characters of a table of figures
CONFIRM = gettext_lazy("I have looked at what stands out, and it is right")


class FiguresForm(Page):
    """A table of figures: pasted, or a file whose cells are then shown as text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=UploadForm.base_fields["file"].help_text,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    text = forms.CharField(
        label=gettext_lazy("The copied cells"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("With the years, in a row above or in a column, and the names of the indicators."),
    )
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Indicator"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=gettext_lazy("those that the table names"),
        help_text=gettext_lazy(
            "For what stands under no name in the table. Whom it is compared with may be named alone, such as “Ale”."
        ),
    )
    dash = forms.ChoiceField(
        label=gettext_lazy("A dash in the table means"),
        required=False,
        choices=[
            ("", gettext_lazy("not measured, unless you say something else")),
            *Observation.Missing.choices,
            ("0", gettext_lazy("0: there is none")),
            ("nothing", gettext_lazy("nothing: those cells are left as they are")),
        ],
        help_text=gettext_lazy("Sources use it in different ways: at Statistics Sweden it is 0."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the figures"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as “Svenskt Näringsliv, 2026”. Kept with each figure that is taken over."),
    )
    revised = forms.BooleanField(
        label=gettext_lazy("The source has revised the figures that differ"),
        required=False,
        help_text=gettext_lazy("The earlier figure is kept beside the new one. Leave it out when slips are corrected."),
    )
    rows = forms.CharField(required=False, widget=forms.HiddenInput)  # of the grid, from where it was pasted on
    column = forms.CharField(required=False, widget=forms.HiddenInput)  # the year of the first column
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # what has been looked at

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.kept().filter(municipality=municipality).order_by("name")

    def clean_file(self):
        return UploadForm.clean_file(self) if self.cleaned_data["file"] else None

    def clean_text(self):
        text = refuse_long(self.cleaned_data["text"] or "")
        if not text.strip() and not self.files.get("file"):
            raise ValidationError(_("Paste the cells here, or choose a file."))
        return text

    def clean(self):
        """Read the table; what a file holds is shown as the text that can be mended."""
        if self.errors:
            return
        file = self.cleaned_data["file"]
        try:
            self.table = reading.read(file.read()) if file else read_text(self.cleaned_data["text"])
            self.set("text", refuse_long(as_text(self.table)))
        except Unreadable as fault:
            self.add_error("file" if file else "text", sentences.why(fault))
        except ValidationError as fault:
            self.add_error("file" if file else "text", fault)

    def set(self, name, value):
        """Let the form that comes back hold another value."""
        self.data = self.data.copy()
        self.data[name] = value

    def entries(self):
        """Return (entries, faults) of the table, as a block on the grid if it was pasted there."""
        if figure_tables.is_year(self.cleaned_data["column"]):
            rows = [row_of(key) for key in self.cleaned_data["rows"].split(",")]
            return figure_tables.read_block(self.table, [row for row in rows if row], int(self.cleaned_data["column"]))
        return figure_tables.read(self.table)


def refuse_long(text):
    """Return the text of a table, unless it is far longer than one of figures."""
    if len(text) > LONGEST:
        fault = _("The table is too long: there is room for %(most)s characters.")
        raise ValidationError(fault, params={"most": LONGEST})
    return text


def read_text(text):
    """Return the table of a pasted text: cells from a spreadsheet, or the lines of a .csv."""
    return texts.read_pasted(text) if "\t" in text or "\n" not in text.strip() else texts.read(text.encode())


def as_text(table):
    """Return the cells of a table with tabs between them, the rows where they were."""
    lines = {line.number: "\t".join(" ".join(cell_text(cell).split()) for cell in line.cells) for line in table.lines}
    return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


def row_of(key):
    """Return (indicator's key, sex) of a row of the grid, "12-T"; None for what is no such row."""
    pk, _dash, sex = key.partition("-")
    known = pk.isdecimal() and len(pk) <= MAX_DIGITS and sex in Observation.Sex
    return (int(pk), sex) if known else None


@require_http_methods(["GET", "POST"])
def figures(request):
    require(request, "indicators.change_observation", request.municipality)
    require(request, "indicators.add_observation", request.municipality)
    require(request, "indicators.change_comparisonvalue", request.municipality)
    require(request, "indicators.add_comparisonvalue", request.municipality)
    asked = {"indicator": request.GET.get("indicator")}
    form = FiguresForm(typed(request), request.FILES or None, municipality=request.municipality, initial=asked)
    plan = None
    if form.is_valid():
        compare = partial(
            Plan, request.municipality, *form.entries(), form.cleaned_data["indicator"], form.cleaned_data["dash"]
        )
        plan = compare()
        if "take" in request.POST and (count := taken(request, form, plan, compare)):
            said = ngettext("%(count)s value taken over.", "%(count)s values taken over.", count)
            messages.success(request, said % {"count": count})
            return redirect(plan.of_others or reverse("indicators:grid", args=[request.municipality.slug]))
        form.set("seen", plan.digest)
    if not (plan and plan.has_dashes):
        del form.fields["dash"]
    context = {"form": form, "plan": plan, "title": _("Figures from a table"), "confirm": CONFIRM}
    context["crumbs"] = way(request, _("Indicators"), "indicators:indicators")
    return render(request, "desk/imports/figures.html", context)


def taken(request, form, plan, compare):
    """Take over what the person has seen; return how many figures, or nothing where the page says why not."""
    if plan.doubtful and "sure" not in request.POST:
        form.add_error(None, _("Look at what stands out, and say that it is right, or mend it below."))
        return None
    said = form.cleaned_data
    try:
        count = take(request.user, request.municipality, plan, compare, said["seen"], said["source"], said["revised"])
    except ValidationError as fault:
        form.add_error(None, fault.messages)
        return None
    if count is None:
        form.add_error(None, _("Something else would be changed by now. Look at it once more."))
    return count
