"""Checking a row before it is saved, asking the database only about what has changed."""

from django.core.exceptions import ValidationError


def check(row, before=None, asked=()):
    """Do what `full_clean` does; what the row says since `before` was checked when it was saved, None being a new row.

    Nor is the database asked whether a row exists that we hold, nor about rules in `CLEANED`, which `clean` has asked,
    nor about those that the caller has `asked` for many rows at once, under locks. When the row is saved, the database
    keeps them all.
    """
    same = {field.name for field in row._meta.concrete_fields if before and _same(field, row, before)}
    row.full_clean(exclude=same | set(_held(row)) | {"uuid"}, validate_constraints=False)
    faults = {}
    for constraint in _constraints(row):
        if constraint.name not in {*row.CLEANED, *asked} and not _holds_still(constraint, same):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                faults = error.update_error_dict(faults)
    if faults:
        raise ValidationError(faults)


def _held(row):
    """Return the names of the foreign keys whose rows are at hand, so that they exist."""
    keys = [field for field in row._meta.concrete_fields if field.many_to_one]
    return [field.name for field in keys if field.is_cached(row) and field.value_from_object(row) is not None]


def _same(field, row, before):
    return getattr(row, field.attname) == getattr(before, field.attname)


def _constraints(row):
    return [constraint for _model, constraints in row.get_constraints() for constraint in constraints]


def _holds_still(constraint, same):
    """Return whether a constraint speaks of unchanged fields only."""
    if getattr(constraint, "contains_expressions", False):
        return False
    condition = getattr(constraint, "condition", None)
    spoken_of = {*getattr(constraint, "fields", ()), *(condition.referenced_base_fields if condition else ())}
    return spoken_of | {getattr(constraint, "field", None)} <= same | {None}
