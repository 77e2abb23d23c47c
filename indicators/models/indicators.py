"""Indicators: what is measured, and its figures year by year.

An indicator belongs to the municipality, so that the series goes on under a successor programme.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.exposure import Exposure
from programmes.history import TrackedQuerySet
from programmes.models import Area, Membership, Owned, Programme
from programmes.models.owned import LONG, OWNED
from programmes.models.places import slug_is_plain
from programmes.walls import SameMunicipality

from ..sources.scb import read_selection


class IndicatorQuerySet(TrackedQuerySet):
    def fetched(self):
        """Return those whose figures come from a source that can be asked."""
        return self.kept().exclude(source_kind=Indicator.Source.MANUAL)

    def ownerless(self, on):
        """Return those that nobody looks after: no role is named, and no member who still has one."""
        return self.kept().filter(~models.Exists(_person(on)), responsible_role="")

    def left_behind(self, on):
        """Return those that name a member whose role has ended."""
        return self.kept().filter(~models.Exists(_person(on)), responsible__isnull=False)


def _person(on):
    return Membership.objects.active(on).filter(pk=models.OuterRef("responsible"))


class Indicator(Owned):
    """Something that is measured, with its unit and the direction in which it should go."""

    class Direction(models.TextChoices):
        UP = "up", _("higher is better")
        DOWN = "down", _("lower is better")
        NEUTRAL = "neutral", _("neither is better")

    class Source(models.TextChoices):
        MANUAL = "manual", _("entered by hand")
        KOLADA = "kolada", "Kolada"
        SCB = "scb", "SCB"

    class Licence(models.TextChoices):
        CC0 = "cc0", _("CC0 1.0, free to use")
        CC_BY = "cc_by", _("CC BY 4.0, free to use if the source is named")
        SOURCE = "source", _("the source's own terms")

    slug = models.CharField(_("address"), max_length=80, validators=[slug_is_plain], editable=False)
    name = models.CharField(_("name"), max_length=200)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    why = models.TextField(_("why it was chosen"), max_length=LONG, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0, validators=[MaxValueValidator(4)])
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.UP)
    tolerance = models.DecimalField(
        _("counts as unchanged"),
        max_digits=16,
        decimal_places=4,
        default=Decimal(0),
        help_text=_("A difference up to this, in the indicator's unit."),
    )
    source_kind = models.CharField(_("source"), max_length=6, choices=Source, default=Source.MANUAL)
    source_id = models.CharField(_("key figure or table"), max_length=60, blank=True)
    source_selection = models.TextField(_("selection in the table"), max_length=2000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    licence = models.CharField(_("licence of the figures"), max_length=6, choices=Licence, blank=True)
    next_on = models.DateField(_("next figures come"), null=True, blank=True)
    responsible = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("responsible")
    )
    responsible_role = models.CharField(_("responsible role (public)"), max_length=200, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="indicators", verbose_name=_("programmes"))
    areas = models.ManyToManyField(Area, blank=True, related_name="indicators", verbose_name=_("areas"))
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    objects = IndicatorQuerySet.as_manager()
    PARTS = ("definitions", "observations", "annotations", "comparisons")
    _history_m2m_fields = ["programmes", "areas"]
    exposure = OWNED | Exposure(
        public="slug name theme why unit decimals direction tolerance source_kind source_id publisher licence next_on"
        " responsible_role programmes areas definitions observations annotations comparisons",
        internal="responsible internal_note source_selection",
    )

    class Meta(Owned.Meta):
        verbose_name = _("indicator")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="responsible", name="indicator_responsible_same"),
            SameMunicipality(field="programmes", name="indicator_programmes_same"),
            SameMunicipality(field="areas", name="indicator_areas_same"),
            models.UniqueConstraint(fields=["municipality", "slug"], name="indicator_slug"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="indicator_tolerance_not_negative"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("indicators:indicator", args=[self.municipality.slug, self.pk])

    def clean(self):
        try:
            read_selection(self.source_selection)
        except ValueError:
            raise ValidationError({"source_selection": _("Write one variable a line, such as Alder=20-64.")}) from None

    def version_in(self, year):
        """Return the version of the definition by which a year is measured; the definitions may be at hand."""
        kept = [one for one in self.definitions.all() if not one.dropped]
        valid = [one.version for one in kept if one.from_year is None or one.from_year <= year]
        return max(valid, default=1)

    @property
    def latest_version(self):
        """Return the version of the latest definition; figures without any are of the first."""
        latest = self.definitions.kept().last()
        return latest.version if latest else 1

    def is_answered_for_by(self, membership):
        """Return whether a member answers for it: named as responsible, or of that person's department."""
        if self.responsible is None:
            return False
        of_department = membership.department_id is not None
        same = of_department and membership.department_id == self.responsible.department_id
        return same or membership.pk == self.responsible_id

    def next_version(self):
        """Return the version of a new definition. The indicator must be locked."""
        return (self.definitions.aggregate(last=models.Max("version"))["last"] or 0) + 1


class Definition(Owned):
    """How the indicator is measured from a year on; a new definition draws a break unless figures stay comparable."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions", editable=False)
    version = models.PositiveSmallIntegerField(editable=False)
    text = models.TextField(_("definition"), max_length=LONG, blank=True)
    source_id = models.CharField(_("key figure or table"), max_length=60, blank=True)
    from_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    is_break = models.BooleanField(_("figures cannot be compared with earlier ones"), default=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.TextField(_("why the definition was changed"), max_length=LONG, blank=True)

    exposure = OWNED | Exposure(public="indicator version text source_id from_year is_break decided_on reason")

    class Meta(Owned.Meta):
        verbose_name = _("definition")
        ordering = ["version"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="indicator", name="definition_indicator_same"),
            models.UniqueConstraint(fields=["indicator", "version"], name="definition_version"),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.version}"

    def check_change(self, before, change):
        """Figures keep the definition that they were measured by: other words are a new version."""
        names = [name for name in ("text", "source_id") if before and getattr(before, name) != getattr(self, name)]
        altered = [name for name in names if getattr(before, name)]
        if altered and self.indicator.observations.kept().filter(definition=self.version).exists():
            fault = _("There are figures measured by this definition. Make a new version, with its date and reason.")
            raise ValidationError(dict.fromkeys(altered, fault))


class Observation(Owned):
    """The figure of a year, or the reason why there is none; zero is a figure."""

    class Sex(models.TextChoices):
        TOTAL = "T", _("total")
        WOMEN = "K", _("women")
        MEN = "M", _("men")

    class Missing(models.TextChoices):
        NOT_PUBLISHED = "not_published", _("not yet published")
        NOT_MEASURED = "not_measured", _("not measured")
        TOO_FEW = "too_few", _("too few answers")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", editable=False)
    definition = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    year = models.PositiveSmallIntegerField(_("year"))
    period = models.CharField(
        _("reported period"), max_length=30, blank=True, help_text=_("Where it is not the year, such as 2017-01.")
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, default=Sex.TOTAL)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    missing = models.CharField(_("why there is no value"), max_length=16, choices=Missing, blank=True)
    preliminary = models.BooleanField(_("preliminary"), default=False)
    year_certain = models.BooleanField(_("the year is certain"), default=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    revised_from = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True, editable=False)
    revised_on = models.DateField(_("revised in the source"), null=True, blank=True, editable=False)
    was_preliminary = models.BooleanField(_("the earlier value was preliminary"), default=False, editable=False)

    CLEANED = ("observation_value_or_reason", "observation_year_is_plausible")  # by check_figure
    exposure = OWNED | Exposure(
        public="indicator definition year period sex value missing preliminary year_certain note retrieved revised_from"
        " revised_on was_preliminary"
    )

    class Meta(Owned.Meta):
        verbose_name = _("value")
        ordering = ["year", "definition", "sex"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="indicator", name="observation_indicator_same"),
            models.UniqueConstraint(
                fields=["indicator", "definition", "year", "sex"],
                condition=Q(dropped=False),
                name="observation_once",
                violation_error_message=_("There is already a value for this year."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(missing=""),
                name="observation_value_or_reason",
                violation_error_message=_("Give either a value or the reason why there is none. Zero is a value."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(MIN_YEAR, MAX_YEAR)),
                name="observation_year_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
        ]

    def __str__(self):
        sex = "" if self.sex == self.Sex.TOTAL else f", {self.get_sex_display()}"
        return f"{self.indicator} {self.year}{sex}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def at_its_place(self):
        """Return what is kept of the same series and year, at most one."""
        place = {"indicator": self.indicator, "definition": self.definition, "year": self.year, "sex": self.sex}
        return Observation.objects.kept().filter(**place)

    def others(self):
        """Return the other values of the same series, oldest first."""
        alike = Observation.objects.kept().filter(indicator=self.indicator, sex=self.sex, definition=self.definition)
        known = alike.exclude(value=None).exclude(year=self.year)
        return list(known.order_by("year").values_list("value", flat=True))

    def say(self, value, missing, preliminary, revised=False):
        """Take over what is said now; the figure that it revises, or that was preliminary, stands on beside it."""
        final = self.preliminary and not preliminary
        if (revised or final) and self.value is not None and value not in (None, self.value):
            self.keep_earlier(timezone.localdate(), final)
        self.value, self.missing, self.preliminary = value, missing, preliminary

    def keep_earlier(self, on, was_preliminary):
        """Let the value that stood until a day stand on beside the one that takes its place."""
        self.revised_from, self.revised_on, self.was_preliminary = self.value, on, was_preliminary

    @property
    def is_final(self):
        """Whether the value is the final one where a preliminary one stood."""
        return self.was_preliminary and not self.preliminary and self.value is not None

    def clean(self):
        check_figure(self)


def check_figure(row):
    """Refuse what is no figure of a year: neither value nor reason, or both, or a year that cannot be."""
    if (row.value is None) == (row.missing == ""):
        fault = _("Give either a value or the reason why there is none. Zero is a value.")
        raise ValidationError({"value": fault})
    if row.year is not None and not MIN_YEAR <= row.year <= MAX_YEAR:
        raise ValidationError({"year": _("Write years as 2035.")})
