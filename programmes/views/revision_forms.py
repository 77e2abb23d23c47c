"""The forms of a revision: its name, its parts beside the wording in force, and its taking effect."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import case, enacting, past, revising, wording
from ..forms import EditForm
from ..models import CaseStep, RevisedArea, RevisedGoal, RevisedTexts, Revision


class RevisionForm(EditForm):
    class Meta:
        model = Revision
        fields = ["title", "internal_note"]

    def prepare(self, row, deed):
        if not wording.is_locked(deed.lock(row.programme)):
            raise ValidationError(_("The wording has not been adopted yet. Change it directly."))


class RevisedForm(EditForm):
    """A part of the revision, beside what is in force; what is not altered goes on following the programme.

    `stands` says which wording stood beside it. Whoever alters a field that has been corrected meanwhile has seen the
    correction and chosen; what she leaves alone is asked about when the revision takes effect.
    """

    stands = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance, initial=None, **kwargs):
        self.part, self.began = revising.part_of(instance), {}
        super().__init__(*args, instance=instance, initial={**self.part.values, **(initial or {})}, **kwargs)
        if self.part.target:
            self.initial["stands"] = revising.version(self.part.target)

    def beside(self):
        """Return (field, adopted wording, what it said when the draft began) in the order of the page."""
        wordings = {one.name: one for one in self.part.wordings} if self.part.target else {}
        for field in self.visible_fields():
            one = wordings.get(field.name)
            yield field, self.in_force(field.name) if one else None, one is not None and one.is_contested

    def in_force(self, name):
        return super().in_words(self.part.target, name) if self.part.target else ""

    def read(self, row, name):
        """Return what the field becomes: the row in force is read as it is, a draft as it follows that."""
        value = super().read(row, name)
        if not isinstance(row, self._meta.model) or name not in row.WORDED or not (row.target and row.based_on):
            return value
        if row.based_on not in self.began:
            self.began |= revising.began([row])
        return revising.follow(value, self.began[row.based_on][name], getattr(row.target, name))

    def prepare(self, row, deed):
        row.revision = deed.lock(row.revision)

    def write(self, row, names):
        self._follow(row, names)
        super().write(row, names)

    def _follow(self, row, names):
        """Let the fields that are left alone start from the wording that stood beside the form."""
        if row.target is None:
            return
        seen = row.target.history.filter(history_id=self.cleaned_data["stands"] or 0)
        key = next((record.history_id for record in seen), None) or revising.version(row.target)
        if row.based_on is None:
            row.based_on = key
            return
        left = [one for one in revising.part_of(row).wordings if one.name not in names]
        said = past.values(list(row.target.history.filter(history_id=key)))[key]
        if not any(one.is_contested for one in left):
            for one in left:
                setattr(row, one.name, said[one.name] if one.says == one.began else one.says)
            row.based_on = key

    def _compare(self, row, before, names):
        try:
            super()._compare(row, before, names)
        except ValidationError:
            if row.target:
                self.data["stands"] = revising.version(row.target)
            raise


class RevisedTextsForm(RevisedForm):
    class Meta:
        model = RevisedTexts
        fields = [*RevisedTexts.WORDED]


class RevisedAreaForm(RevisedForm):
    class Meta:
        model = RevisedArea
        fields = [*RevisedArea.WORDED, "removes", "heir"]

    groups = [(_("If it goes"), ["removes", "heir"])]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = self.fields["heir"].queryset.filter(programme=self.instance.programme)
        self.fields["heir"].queryset = areas.exclude(pk=self.instance.target_id).select_related("programme")
        only_for_standing(self)

    def clean(self):
        super().clean()
        if self.instance.target is None and not self.cleaned_data.get("name"):
            self.add_error("name", _("A new area needs a name."))


class RevisedGoalForm(RevisedForm):
    class Meta:
        model = RevisedGoal
        fields = [*RevisedGoal.WORDED, "removes"]

    groups = [(_("If it goes"), ["removes"])]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_for_standing(self)


def only_for_standing(form):
    """What is new cannot be removed: it is taken out of the revision instead."""
    if form.instance.target is None:
        for name in ("removes", "heir"):
            form.fields.pop(name, None)


class EnactForm(EditForm):
    """The decision by which the revision takes effect; with a choice for each field that was corrected meanwhile."""

    step = forms.ModelChoiceField(label=_("The decision"), queryset=CaseStep.objects.all())

    class Meta:
        model = Revision
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = revising.decisions(self.instance.programme)
        self.contested = {}
        for part, one in revising.read(self.instance).contested:
            name = f"{part.draft._meta.model_name}-{part.draft.pk}-{one.name}-{revising.version(part.target)}"
            self.contested[name] = part, one
            choices = [("adopted", _("the corrected wording")), ("proposed", _("the proposed wording"))]
            label = f"{part.name}: {one.label}"
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)

    def asked(self):
        """Return (field, wording) of what has to be chosen between."""
        return [(self[name], one) for name, (_part, one) in self.contested.items()]

    def clean_step(self):
        step, today = self.cleaned_data["step"], timezone.localdate()
        if step.on_date and step.on_date > today:
            raise ValidationError(_("The decision lies in the future. The revision takes effect on that day."))
        if not case.in_effect(step, today):
            day = step.takes_effect.isoformat()
            raise ValidationError(
                _("The decision takes effect on %(day)s, and the revision on that day."), params={"day": day}
            )
        return step

    def apply(self, user, sentence, **facts):
        return super().apply(user, sentence, ground=wording.DECISION, step=self.cleaned_data["step"], **facts)

    def _save(self, deed):
        choices = {
            (part.draft, one.name, one.stands): self.cleaned_data[name] == "adopted"
            for name, (part, one) in self.contested.items()
        }
        enacting.enact(self.instance, choices, deed)
        return self.instance
