"""Taking a change back: the inverse change, under the same locks, rules and rights."""

from collections import defaultdict
from copy import copy

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from . import past
from .history import Change, Tracked, change, pointing_to, tracked_models

FEW = 100  # rows of a change that is tried out before anybody asks for it


class CannotUndo(Exception):
    """The change cannot be taken back; the message says why, in the reader's language."""


def undo(deed, *, user):
    """Take a change back by the inverse change; return the new change.

    Raises CannotUndo where a field has been changed again since or the change was taken back already,
    PermissionDenied where the user may not change one of the rows, ValidationError where a rule forbids it.
    """
    sentence = _("Took back: %(what)s") % {"what": deed.sentence}
    facts = {"ground": deed.ground, "step": deed.step, "reason": deed.reason if deed.ground else ""}
    try:
        with change(sentence, municipality=deed.municipality, user=user, **facts) as inverse:
            original = Change.objects.select_for_update(of=("self",)).get(pk=deed.pk)
            if hasattr(original, "undone_by"):
                raise CannotUndo(_("This change has already been taken back."))
            inverse.undoes = original
            inverse.save(update_fields=["undoes"])
            restore(past.passages([original]), inverse, user)
    except IntegrityError as error:
        raise ValidationError(violated(error)) from error
    return inverse


def restore(passages, inverse, user):
    """Give the rows the values from before, inside the inverse change."""
    rows = locked(passages)
    if user is not None:
        for row in refused(passages, rows, user):
            raise PermissionDenied(_("You may not change “%(row)s”.") % {"row": row})
    for passage, _names in altered(passages, standing(rows)):
        row = rows[passage.model, passage.pk]
        raise CannotUndo(_("“%(row)s” has been changed again since then.") % {"row": row})
    restored = [(rows[passage.model, passage.pk], earlier(passage)) for passage in reversed(passages)]
    give_back(restored, inverse)
    check_ties(restored)


def give_back(restored, inverse):
    """Save the rows as they were, the last changed first; what a rule forbids is tried again after the others.

    So each rule meets what it met then: a plan is opened before the actions that it closed with, and the actions of
    a plan that is no longer adopted lose their adopted ends after it.
    """
    waiting = restored
    while waiting:
        refused = []
        for row, values in waiting:
            try:
                _set_back(row, values, inverse)
            except ValidationError as error:
                refused.append((row, values, error))
        if len(refused) == len(waiting):
            raise refused[0][2]
        waiting = [(row, values) for row, values, _error in refused]


def locked(passages):
    """Return {(model, pk): the row}, locked; rows that point to each other are the same in Python too."""
    keys = defaultdict(set)
    for passage in passages:
        keys[passage.model].add(passage.pk)
    rows = {}
    for model in sorted(keys, key=lambda one: one._meta.label):
        there = model.objects.select_for_update(of=("self",)).fetch_mode(models.FETCH_PEERS)
        rows |= {(model, row.pk): row for row in there.filter(pk__in=keys[model]).order_by("pk")}
    for row in rows.values():
        for field in ties(row):
            if (field.related_model, getattr(row, field.attname)) in rows:
                field.set_cached_value(row, rows[field.related_model, getattr(row, field.attname)])
    return rows


def ties(row):
    """Return the fields in which a row points to another working row."""
    return [
        field for field in row._meta.concrete_fields if field.is_relation and issubclass(field.related_model, Tracked)
    ]


def by_model(rows):
    """Return {model: [rows]}."""
    groups = defaultdict(list)
    for row in rows:
        groups[type(row)].append(row)
    return groups


def earlier(passage):
    """Return what a row is given back; one that was added is put away."""
    if passage.before is None:
        return {"dropped": True}
    return {name: passage.before[name] for name in passage.changed}


def tried(deed, *, user):
    """Return why a change cannot be taken back, found out by trying; nothing stays so. Large ones are not tried."""
    if past.touched([deed])[deed.pk].total() > FEW:
        return ""
    try:
        with transaction.atomic():
            undo(deed, user=user)
            transaction.set_rollback(True)
    except (CannotUndo, PermissionDenied, ValidationError) as reason:
        return in_words(reason)
    return ""


def in_words(reason):
    return " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason)


def later_change(deed):
    """Return the first later change of what this one changed, or None."""
    passages = past.passages([deed], most=FEW)
    rows = {(one.model, one.pk): one.model.objects.get(pk=one.pk) for one in passages}
    for passage, names in altered(passages, standing(rows)):
        later = passage.model.history.filter(id=passage.pk, history_id__gt=passage.last)
        plain = {name: passage.after[name] for name in names if not isinstance(passage.after[name], frozenset)}
        found = (later.exclude(**plain) if plain else later).select_related("change__user").order_by("history_id")
        return found[0].change if found else None
    return None


def refused(passages, rows, user):
    """Yield the rows that the user may not change back."""
    together = list(rows.values())
    for passage in passages:
        row = rows[passage.model, passage.pk]
        if not user.has_perm(row.right_to_take_back(frozenset(earlier(passage)), together), row):
            yield row


def altered(passages, stands):
    """Yield (passage, names) of what no longer stands as the change left it."""
    for passage in passages:
        now = stands[passage.model, passage.pk]
        names = [name for name in earlier(passage) if now[name] != passage.after[name]]
        if names:
            yield passage, names


def standing(rows):
    """Return {(model, pk): what the row says as it stands}."""
    groups = by_model(rows.values())
    return {(model, pk): said for model, group in groups.items() for pk, said in past.current(group).items()}


def hindrance(deed, passages, rows, stands):
    """Return why a change cannot be taken back, as far as that shows without trying; nothing where it may go well."""
    if hasattr(deed, "undone_by"):
        return _("This change has already been taken back.")
    if deed.user_id is None:
        return _("The portal did this itself, such as when it read files.")
    for passage, _names in altered(passages, stands):
        return _("“%(row)s” has been changed again since then.") % {"row": rows[passage.model, passage.pk]}
    return ""


def _set_back(row, values, deed):
    """Set a locked row's fields and relations as they were, obey its rules, save.

    Constraints are left to the database, which says the same of a thousand rows in no time; see `violated`.
    """
    relations = {name: values[name] for name in getattr(row, "_history_m2m_fields", ()) if name in values}
    before = copy(row)
    _set(row, {name: values[name] for name in values.keys() - relations.keys()})
    try:
        row.check_change(before, deed)
        row.full_clean(exclude={field.name for field in ties(row)}, validate_unique=False, validate_constraints=False)
    except ValidationError:
        _set(row, {name: getattr(before, name) for name in values.keys() - relations.keys()})
        raise
    row.save()
    for name, keys in relations.items():
        row.relate(name, list(row._meta.get_field(name).related_model.objects.filter(pk__in=keys)))


def _set(row, values):
    for name, value in values.items():
        setattr(row, name, value)


def violated(error):
    """Return in words which rule the database has kept."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in tracked_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return constraint.get_violation_error_message()
    return _("What it would become stands somewhere else by now.")


def check_ties(restored):
    """Refuse to put away what is used by now, and to tie to what has been put away since."""
    for row, user in in_use([row for row, _values in restored if row.dropped]):
        raise CannotUndo(_("“%(row)s” is used by now, in “%(user)s”.") % {"row": row, "user": user})
    kept = [(row, values) for row, values in restored if not row.dropped]
    for gone in put_away(kept):
        raise CannotUndo(_("“%(row)s” has been removed since then.") % {"row": gone})


def in_use(rows):
    """Yield (row, user) where something in use points to one of the rows."""
    for model, group in by_model(rows).items():
        for relation in model._meta.related_objects:
            if issubclass(relation.related_model, Tracked):
                there = {f"{relation.field.name}__in": group}
                if relation.related_model.objects.kept().filter(**there).exists():
                    yield from ((row, user) for row in group for user in pointing_to(row))


def put_away(restored):
    """Yield the dropped rows to which restored ones point again; what they point to is locked as for a choice."""
    keys = defaultdict(set)
    for row, values in restored:
        fields = [field for field in (*ties(row), *row._meta.many_to_many) if field.name != "municipality"]
        for field in fields if "dropped" in values else (field for field in fields if field.attname in values):
            found = field.value_from_object(row)
            keys[field.related_model] |= {one.pk for one in found} if field.many_to_many else {found}
    for model in sorted(keys, key=lambda one: one._meta.label):
        there = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys[model])
        yield from (one for one in there.order_by("pk") if one.dropped)
