"""Which changes are shown: whose, of which programme, of which kind of row, of one row, with which words."""

from django import forms
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import past
from ..fetch import key_of, require
from ..formats import swedish
from ..history import tracked_models
from ..models import Programme, User

MINE = "mina"
LONGEST = 200  # characters that are looked for: each word is sought in every change


class ChangeFilter(forms.Form):
    """The form above the list; it is sent by GET, so that a choice has an address."""

    sok = forms.CharField(
        label=_("Words"), required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"type": "search"})
    )
    vem = forms.ChoiceField(label=_("Who"), required=False)
    program = forms.ModelChoiceField(label=_("Programme"), required=False, queryset=None, empty_label=_("All"))
    slag = forms.ChoiceField(label=_("What"), required=False)
    rad = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request):
        super().__init__(request.GET, auto_id="filter-%s")
        self.request = request
        self.kinds = {model._meta.model_name: model for model in readable(request)}
        self.fields["program"].queryset = Programme.objects.filter(municipality=request.municipality)
        self.fields["vem"].choices = [("", _("Everybody")), (MINE, _("Me")), *self.people()]
        named = [(name, capfirst(str(model._meta.verbose_name))) for name, model in self.kinds.items()]
        self.fields["slag"].choices = [("", _("All")), *sorted(named, key=lambda pair: swedish(pair[1]))]
        self.is_valid()

    def people(self):
        """Return those who have or had a role here, for those who may know."""
        if not self.request.user.has_perm("programmes.view_membership", self.request.municipality):
            return []
        found = User.objects.filter(memberships__municipality=self.request.municipality).distinct()
        return sorted(((str(one.pk), str(one)) for one in found), key=lambda pair: swedish(pair[1]))

    @cached_property
    def row(self):
        """The one row whose history is asked for, with all that is part of it; it may have been removed."""
        if not self.cleaned_data.get("rad"):
            return None
        name, _dash, key = self.cleaned_data["rad"].partition("-")
        if name not in self.kinds:
            raise Http404
        rows = self.kinds[name].objects.filter(**past.place(self.kinds[name], self.request.municipality))
        row = get_object_or_404(rows, pk=key_of(key))
        require(self.request, f"{row._meta.app_label}.view_{name}", row)
        return row

    @cached_property
    def histories(self):
        """What is told of, as querysets of history; None where it is everything."""
        above = [one for one in (self.row, self.cleaned_data.get("program")) if one]
        kind = self.kinds.get(self.cleaned_data.get("slag"))
        if not above and not kind:
            return None
        models = [kind] if kind else [*self.kinds.values()]
        found = [past.history_within(model, above) for model in models]
        return [history for history in found if history is not None]

    def narrow(self, changes):
        said = self.cleaned_data
        if self.histories is not None:
            touched = Q(pk__in=[])
            for history in self.histories:
                touched |= Q(pk__in=history.values("change"))
            changes = changes.filter(touched)
        if said.get("vem"):
            changes = changes.filter(user=self.request.user if said["vem"] == MINE else said["vem"])
        for word in said.get("sok", "").split():
            changes = changes.filter(Q(sentence__icontains=word) | Q(reason__icontains=word))
        return self.without_secrets(changes) if said.get("sok") else changes

    def without_secrets(self, changes):
        """Leave out what the reader may not see, so that nobody can guess at it by searching."""
        for model in tracked_models():
            if model not in self.kinds.values():
                changes = changes.exclude(pk__in=model.history.values("change"))
        return changes


def readable(request):
    """Return the kinds of rows that the reader may see here."""
    return [
        model
        for model in tracked_models()
        if past.place(model, request.municipality)
        and request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}", request.municipality)
    ]
