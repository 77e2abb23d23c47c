"""Walls in the database: rows of two municipalities can never be tied together.

The rules are declared in `Meta.constraints` beside the model and checked twice: by `full_clean()`, which names the
field, and by a trigger, which holds against every other way in. `same_municipality` and `fixed_municipality` are
functions in the database, made by the first migration of this app.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FUNCTIONS = """
CREATE FUNCTION same_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: the column and the table of each end. With one end, the row's own municipality is the other.
DECLARE
  query text := 'SELECT municipality_id FROM %I WHERE id = ($1).%I';
  first_owner bigint;
  second_owner bigint;
BEGIN
  EXECUTE format(query, TG_ARGV[1], TG_ARGV[0]) INTO first_owner USING NEW;
  IF TG_NARGS = 2 THEN
    second_owner := NEW.municipality_id;
  ELSE
    EXECUTE format(query, TG_ARGV[3], TG_ARGV[2]) INTO second_owner USING NEW;
  END IF;
  IF first_owner <> second_owner THEN
    RAISE EXCEPTION 'rows of two municipalities cannot be tied together (%)', TG_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION fixed_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.municipality_id IS DISTINCT FROM OLD.municipality_id THEN
    RAISE EXCEPTION 'a row never moves to another municipality (%)', TG_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NEW;
END $$;
"""
NO_FUNCTIONS = "DROP FUNCTION same_municipality(); DROP FUNCTION fixed_municipality();"


class TriggerConstraint(models.BaseConstraint):
    """A rule that a trigger of the same name keeps."""

    def trigger(self, model):
        """Return (table, "BEFORE …", "function(arguments)")."""
        raise NotImplementedError

    def create_sql(self, model, schema_editor):
        table, when, function = self.trigger(model)
        name = schema_editor.quote_name(self.name)
        on = schema_editor.quote_name(table)
        return f"CREATE TRIGGER {name} {when} ON {on} FOR EACH ROW EXECUTE FUNCTION {function}"

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def remove_sql(self, model, schema_editor):
        table, _when, _function = self.trigger(model)
        return f"DROP TRIGGER {schema_editor.quote_name(self.name)} ON {schema_editor.quote_name(table)}"

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash((type(self), self.name))


class FixedMunicipality(TriggerConstraint):
    """A row stays with the municipality that it was made in."""

    def trigger(self, model):
        return model._meta.db_table, "BEFORE UPDATE OF municipality_id", "fixed_municipality()"

    def validate(self, model, instance, exclude=None, using=None):
        """Nothing to say in a form: no form offers the municipality."""


class SameMunicipality(TriggerConstraint):
    """What `field` (a foreign key or an automatic many-to-many) points to belongs to the row's municipality."""

    def __init__(self, *, field, name, violation_error_message=None):
        super().__init__(
            name=name, violation_error_message=violation_error_message or _("Choose one of the listed alternatives.")
        )
        self.field = field

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_message", None)
        return path, args, {**kwargs, "field": self.field}

    def trigger(self, model):
        field = model._meta.get_field(self.field)
        when = "BEFORE INSERT OR UPDATE"
        theirs = field.related_model._meta.db_table
        if not field.many_to_many:
            return model._meta.db_table, when, f"same_municipality('{field.column}', '{theirs}')"
        ends = f"'{field.m2m_column_name()}', '{model._meta.db_table}', '{field.m2m_reverse_name()}', '{theirs}'"
        return field.m2m_db_table(), when, f"same_municipality({ends})"

    def validate(self, model, instance, exclude=None, using=None):
        field = model._meta.get_field(self.field)
        if field.many_to_many or (exclude and self.field in exclude):
            return
        other = getattr(instance, self.field)
        if other is not None and other.municipality_id != instance.municipality_id:
            raise ValidationError({self.field: self.get_violation_error_message()})
