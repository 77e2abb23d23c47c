"""Years × indicators as one table: its rows as one person sees and edits them."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from programmes.dates import MIN_YEAR
from programmes.fields import YearField
from programmes.formats import number
from programmes.models import Programme

from . import figure_texts, presence
from .cells import ValueCell
from .models import Definition, Indicator, Observation

Sex = Observation.Sex
YEARS = 10  # that are shown from the start
MOST = 60  # columns


class GridForm(forms.Form):
    """Which indicators and years are shown."""

    program = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none(), required=False)
    fran = YearField(label=_("From year"), required=False)
    till = YearField(label=_("Through year"), required=False)
    kon = forms.BooleanField(label=_("women and men too"), required=False)

    def __init__(self, data, municipality):
        super().__init__(data)
        self.fields["program"].queryset = municipality.programmes.kept()
        self.fields["program"].empty_label = _("all")

    def clean(self):
        first, last = self.cleaned_data.get("fran"), self.cleaned_data.get("till")
        if first and last and first > last:
            self.add_error("till", _("The last year comes before the first."))
        return self.cleaned_data


@dataclass
class Cell:
    """What stands in a year: as it is written, and what is told beside it."""

    year: int
    place: str
    observation: Observation | None
    notes: dict | None

    @cached_property
    def text(self):
        return str(figure_texts.told(self.observation)) if self.observation else ""

    @property
    def is_missing(self):
        return self.observation is not None and self.observation.value is None

    @property
    def earlier(self):
        revised = self.observation.revised_from if self.observation else None
        return "" if revised is None else number(revised)


@dataclass
class Row:
    """An indicator's figures of one sex, or of both together."""

    indicator: Indicator
    sex: Sex
    place: str
    cells: list = field(default_factory=list)

    @property
    def key(self):
        return f"{self.indicator.pk}-{self.sex.value}"

    @property
    def is_total(self):
        return self.sex == Sex.TOTAL


class Grid:
    """The figures of a municipality's indicators, or of one programme's; as many queries, however many they are."""

    help = figure_texts.HELP

    def __init__(self, municipality, user, query):
        self.municipality, self.user = municipality, user
        self.may_change = user.has_perm("indicators.change_observation", municipality)
        self.form = GridForm(query, municipality)
        self.wanted = self.form.cleaned_data if self.form.is_valid() else {}
        self.address = reverse("indicators:grid", args=[municipality.slug])

    @cached_property
    def indicators(self):
        found = Indicator.objects.kept().filter(municipality=self.municipality)
        if programme := self.wanted.get("program"):
            found = found.filter(programmes=programme)
        return list(with_figures(found))

    @cached_property
    def years(self):
        """Return the years that are shown, the latest last; without a wish those of the last ten that can be told."""
        known = [one.year for row in self.indicators for one in row.figures]
        last = self.wanted.get("till") or timezone.localdate().year
        first = self.wanted.get("fran") or max(min(known, default=last), last - YEARS + 1)
        return range(max(min(first, last), last - MOST + 1, MIN_YEAR), last + 1)

    @property
    def earlier(self):
        """Return the first year of which there are figures, if that is not shown."""
        first = min((one.year for row in self.indicators for one in row.figures), default=self.years[0])
        return first if first < self.years[0] else None

    @property
    def from_the_first(self):
        """Return the query of the table with all years there are figures of."""
        asked = self.form.data.copy()
        asked["fran"] = self.earlier
        return asked.urlencode()

    @cached_property
    def notes(self):
        return presence.notes(self.municipality, self.user, timezone.now()) if self.may_change else {}

    @cached_property
    def query(self):
        """Return what the address of a cell says of the table, so that its row comes back as wide as it was."""
        return f"?fran={self.years[0]}&till={self.years[-1]}"

    def rows(self):
        return [row for indicator in self.indicators for row in self.rows_of(indicator)]

    def rows_of(self, indicator):
        """Return the total, and the sexes where anything is said of one of them or somebody asks for them."""
        split = self.wanted.get("kon") or any(one.sex != Sex.TOTAL for one in indicator.figures)
        return [self.row(indicator, sex) for sex in (Sex if split else [Sex.TOTAL])]

    def row(self, indicator, sex):
        row = Row(indicator, sex, reverse("indicators:indicator", args=[self.municipality.slug, indicator.pk]))
        stands = {one.year: one for one in indicator.figures if one.sex == sex}  # of two definitions the later
        notes = self.notes.get(row.key, {})
        for year in self.years:
            place = f"{row.place}rutor/{sex.value}/{year}/varde/"
            row.cells.append(Cell(year, place, stands.get(year), notes.get(str(year))))
        return row

    def editors(self):
        """Return the empty form of a cell; the browser fills it from the table."""
        blank = Observation(municipality=self.municipality, indicator=Indicator(municipality=self.municipality))
        return [ValueCell(instance=blank, auto_id="cell_%s")] if self.may_change else []


def with_figures(indicators, locked=False):
    """Return the indicators with all that a row of the grid shows; their figures locked where that is asked for."""
    rows = Observation.objects.kept().order_by("year", "definition")
    figures = Prefetch("observations", rows.select_for_update(of=("self",)) if locked else rows, to_attr="figures")
    return indicators.prefetch_related(figures, Prefetch("definitions", Definition.objects.kept()))


def own_changes(municipality, user):
    """Return the person's changes of figures that stand, latest first; not those of the indicators themselves."""
    this = {"change": OuterRef("pk")}
    deeds = municipality.changes.filter(user=user, undoes=None, undone_by=None)
    return deeds.filter(Exists(Observation.history.filter(**this)), ~Exists(Indicator.history.filter(**this)))
