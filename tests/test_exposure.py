"""Every field of every model is declared public, internal or personal."""

import pytest
from django.apps import apps
from django.db import models

from programmes.exposure import INTERNAL, PERSONAL, Exposure
from programmes.models import Owned
from programmes.walls import SameMunicipality

OURS = {
    "programmes",
    "indicators",
    "actions",
    "publications",
    "publishing",
    "followups",
    "access",
    "desk",
    "imports",
    "public",
    "demo",
}
MODELS = [m for m in apps.get_models() if m._meta.app_label in OURS and not hasattr(m, "instance_type")]


def own_fields(model):
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def undeclared(model):
    return [field.name for field in own_fields(model) if field.name not in model.exposure.fields]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model):
    assert undeclared(model) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_declared_exists(model):
    names = {field.name for field in own_fields(model)}
    names |= {relation.get_accessor_name() for relation in model._meta.related_objects}

    assert set(model.exposure.fields) - names == set()


def test_a_new_field_without_declaration_is_found():
    class Forgetful(models.Model):  # noqa: DJ008
        note = models.TextField()
        exposure = Exposure(internal="id")

        class Meta:
            app_label = "programmes"
            managed = False

    apps.all_models["programmes"].pop("forgetful")
    apps.clear_cache()
    assert undeclared(Forgetful) == ["note"]


def test_a_field_is_declared_once():
    with pytest.raises(ValueError, match="once"):
        Exposure(public="name", internal="name")


def test_what_tells_of_a_person_is_declared_personal():
    personal = {
        f"{m._meta.label_lower}.{name}" for m in MODELS for name, kind in m.exposure.fields.items() if kind == PERSONAL
    }

    assert personal == {
        "access.invitation.email",
        "access.invitation.invited_by",
        "followups.assent.by",
        "followups.comment.by",
        "followups.notice.fault",
        "followups.notice.user",
        "imports.import.user",
        "indicators.fetch.user",
        "programmes.change.user",
        "programmes.draft.user",
        "programmes.membership.user",
        "programmes.user.email",
        "programmes.user.name",
    }


@pytest.mark.parametrize("model", [m for m in MODELS if issubclass(m, Owned)], ids=lambda model: model._meta.label)
def test_every_tie_between_owned_rows_has_a_wall(model):
    walled = {c.field for c in model._meta.constraints if isinstance(c, SameMunicipality)}
    ties = {
        field.name
        for field in own_fields(model)
        if field.is_relation and hasattr(field.related_model, "municipality_id") and field.name != "municipality"
    }

    assert ties - walled == set()


def test_internal_notes_are_internal():
    kinds = {m.exposure["internal_note"] for m in MODELS if "internal_note" in m.exposure.fields}

    assert kinds == {INTERNAL}
