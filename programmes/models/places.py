"""Regions and municipalities."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..exposure import Exposure
from ..history import TRACKED, Tracked
from ..rich_fields import RichTextField
from .owned import LONG

# Addresses that the portal itself answers at the same level as a municipality's.
RESERVED_SLUGS = ("region", "sok", "oppna-data", "datasets", "api", "arbete", "konto", "static", "halsa", "_shared")

slug_is_plain = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use a–z, digits and single hyphens: å and ä become a, ö becomes o.")
)
code_is_plain = RegexValidator(r"\A[0-9]{4}\Z")


class Region(Tracked):
    """A region's common target, in its own words, its members, its common areas, and what follows the target."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.CharField(max_length=60, unique=True, validators=[slug_is_plain])
    coordinator = models.CharField(_("coordinator"), max_length=200, blank=True)
    target_text = models.CharField(_("target"), max_length=500, blank=True)
    target_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target_through_year = models.PositiveSmallIntegerField(null=True, blank=True)
    measure_name = models.CharField(max_length=200, blank=True)  # what follows the target, in the region's words
    measure_key = models.CharField(max_length=10, blank=True)  # Kolada's key figure of that, counted in numbers
    kolada_group = models.CharField(max_length=10, blank=True)

    exposure = TRACKED | Exposure(
        public="name slug coordinator target_text target_value target_from_year target_through_year areas goals members"
        " measure_name measure_key",
        internal="kolada_group",
    )

    class Meta:
        verbose_name = _("region")

    def __str__(self):
        return self.name


class RegionalArea(Tracked):
    region = models.ForeignKey(Region, models.PROTECT, related_name="areas")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)

    exposure = TRACKED | Exposure(public="region order name")

    class Meta:
        verbose_name = _("the region's area")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["region", "order"], name="regional_area_order")]

    def __str__(self):
        return self.name


class RegionalGoal(Tracked):
    region = models.ForeignKey(Region, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("text"), max_length=500)

    exposure = TRACKED | Exposure(public="region order text")

    class Meta:
        verbose_name = _("the region's goal")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["region", "order"], name="regional_goal_order")]

    def __str__(self):
        return self.text


class RegionalMember(Tracked):
    """A municipality that belongs to the region, whether it is in the portal or not."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="members")
    code = models.CharField(_("municipality code"), max_length=4, validators=[code_is_plain])
    name = models.CharField(_("short name"), max_length=100)

    exposure = TRACKED | Exposure(public="region code name")

    class Meta:
        verbose_name = _("the region's municipality")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="regional_member_code")]

    def __str__(self):
        return self.name


class Municipality(Tracked):
    """A municipality; its slug is chosen, since Håbo and Habo would get the same one by rule."""

    name = models.CharField(_("short name"), max_length=100, help_text=_("Such as Alingsås."))
    official_name = models.CharField(_("name"), max_length=120, help_text=_("Such as Alingsås kommun."))
    slug = models.CharField(_("address"), max_length=60, unique=True, validators=[slug_is_plain], editable=False)
    code = models.CharField(
        _("municipality code"), max_length=4, unique=True, editable=False, validators=[code_is_plain]
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="municipalities", editable=False
    )
    kolada_peer_group = models.CharField(max_length=10, blank=True, editable=False)
    contact = models.CharField(_("contact"), max_length=200, blank=True, help_text=_("A unit or a role, not a person."))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#1c5d4a",
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Write the colour as #1c5d4a."))],
    )
    notice = models.CharField(_("notice on every page"), max_length=300, blank=True)
    accessibility_statement = RichTextField(_("accessibility statement"), room=LONG, blank=True)
    personal_data = RichTextField(_("on personal data"), room=LONG, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    exposure = TRACKED | Exposure(
        public="name official_name slug code region contact email phone website accent notice accessibility_statement"
        " personal_data departments uploads",
        internal="kolada_peer_group internal_note",
    )

    class Meta:
        verbose_name = _("municipality")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS),
                name="municipality_slug_is_free",
                violation_error_message=_("The portal itself uses this address."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def municipality(self):
        """The municipality that this row belongs to, as with every owned row."""
        return self

    @property
    def municipality_id(self):
        return self.pk

    @property
    def publisher(self):
        """The unit that stands in the record as the one that publishes; never a person."""
        return self.contact or self.official_name

    def get_absolute_url(self):
        return reverse("programmes:municipality", args=[self.slug])
