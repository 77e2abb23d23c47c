"""Departments, people, and what people may do where."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..exposure import Exposure
from ..history import TRACKED, Tracked, TrackedQuerySet
from ..walls import FixedMunicipality, SameMunicipality
from .owned import OWNED, Owned


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who can sign in, known by e-mail address."""

    username = None
    first_name = None
    last_name = None
    groups = None
    user_permissions = None
    is_staff = None
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    demo = models.BooleanField(
        default=False, editable=False, help_text="Made by the demonstration, never for real use."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    exposure = Exposure(
        internal="id password last_login is_superuser is_active date_joined language demo", personal="email name"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=models.functions.Lower("email")), name="user_email_is_lower_case")
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)


class DepartmentQuerySet(TrackedQuerySet):
    def active(self, on):
        """Return the departments that exist on a day."""
        return self.kept().filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_through__isnull=True) | Q(valid_through__gte=on)
        )

    def in_use(self, on):
        return self.active(on)

    def heirs(self, on):
        """Return {key of a department: key of the one that has its tasks on a day}, which is itself until it closes."""
        rows = {department.pk: department for department in self}
        return {pk: _heir(rows, department, on).pk for pk, department in rows.items()}


def _heir(rows, department, on):
    while department.valid_through and department.valid_through < on and department.successor_id in rows:
        department = rows[department.successor_id]
    return department


class Department(Owned):
    """A unit that answers for actions; both days of its validity are inclusive."""

    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_through = models.DateField(_("through"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    objects = DepartmentQuerySet.as_manager()
    exposure = OWNED | Exposure(public="name parent", internal="valid_from valid_through successor")

    class Meta(Owned.Meta):
        verbose_name = _("department")
        ordering = ["name"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="parent", name="department_parent_same"),
            SameMunicipality(field="successor", name="department_successor_same"),
            models.UniqueConstraint(
                fields=["municipality", "name"],
                condition=Q(dropped=False, valid_through__isnull=True),
                name="department_name",
                violation_error_message=_("There is already a department of this name."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_through__isnull=True)
                | Q(valid_through__gte=models.F("valid_from")),
                name="department_valid_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:department", args=[self.municipality.slug, self.pk])

    def clean(self):
        """No department lies within itself, nor is it taken over by itself, over however many others."""
        for name in ("parent", "successor"):
            above, seen = getattr(self, name), set()
            while above and above.pk not in seen:
                if above.pk == self.pk:
                    raise ValidationError({name: _("Choose another one: this leads back to the department itself.")})
                seen.add(above.pk)
                above = getattr(above, name)


class Role(models.TextChoices):
    READER = "reader", _("reader")
    CONTRIBUTOR = "contributor", _("contributor")
    STEERING_GROUP = "steering_group", _("steering group")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")
    REGION_EDITOR = "region_editor", _("region's editor")


class MembershipQuerySet(TrackedQuerySet):
    def active(self, on):
        """Return what gives rights on a day: not dropped, not ended, and the person may sign in."""
        return self.kept().filter(Q(until__isnull=True) | Q(until__gte=on), user__is_active=True)

    def in_use(self, on):
        return self.active(on)


class Membership(Tracked):
    """One role of one person in one municipality or region; `until` is the last day. A person may hold several."""

    municipality = models.ForeignKey(
        "programmes.Municipality", models.PROTECT, null=True, editable=False, related_name="memberships"
    )
    region = models.ForeignKey(
        "programmes.Region", models.PROTECT, null=True, blank=True, editable=False, related_name="memberships"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("department")
    )
    until = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    exposure = TRACKED | Exposure(internal="municipality region role department until", personal="user")

    class Meta:
        verbose_name = _("role")
        ordering = ["user__name", "user__email", "role"]
        constraints = [
            FixedMunicipality(name="membership_fixed"),
            SameMunicipality(field="department", name="membership_department_same"),
            models.CheckConstraint(
                condition=Q(role=Role.REGION_EDITOR, region__isnull=False, municipality__isnull=True)
                | (~Q(role=Role.REGION_EDITOR) & Q(region__isnull=True, municipality__isnull=False)),
                name="membership_of_one_place",
            ),
            models.UniqueConstraint(
                fields=["user", "municipality", "role", "department"],
                condition=Q(dropped=False),
                nulls_distinct=False,
                name="membership_once",
                violation_error_message=_("This person already has this role."),
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()})"

    def check_change(self, before, change):
        """A municipality keeps at least one administrator whose role has no last day."""
        kept = {"role": Role.ADMINISTRATOR, "dropped": False, "until": None}
        if before is None or any(getattr(before, name) != value for name, value in kept.items()):
            return
        if all(getattr(self, name) == value for name, value in kept.items()):
            return
        change.lock(self.municipality)  # so that the last two do not go at the same moment
        others = Membership.objects.filter(municipality=self.municipality_id, user__is_active=True, **kept)
        if not others.exclude(pk=self.pk).exists():
            raise ValidationError(_("The municipality needs an administrator. Give somebody else the role first."))
