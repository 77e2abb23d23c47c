"""Adding many rows at once: a few queries, however many there are, and the same history as row by row."""


def add_all(deed, rows, relations=None):
    """Add new rows of one model inside a change; `relations` are {name: [keys of what each row is related to]}.

    No form has asked whether the rows are in order: they come from rows that are. Walls and constraints are the
    database's, and hold here as everywhere. Returns the rows.
    """
    if not rows:
        return []
    model = type(rows[0])
    model.objects.bulk_create(rows)
    ties = {name: _tie(rows, name, keys) for name, keys in (relations or {}).items()}
    history = model.history.bulk_history_create(
        rows, default_user=deed.user, default_change_reason=None, custom_historical_attrs={"change": deed}
    )
    deed.touched += len(rows)
    past = {one.id: one for one in history}
    for name, ties_of_name in ties.items():
        _remember(model, name, ties_of_name, past)
    return rows


def _tie(rows, name, keys):
    """Relate the rows, in the table of the relation."""
    field = rows[0]._meta.get_field(name)
    here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through = field.remote_field.through
    ties = [through(**{here: row.pk, there: key}) for row, others in zip(rows, keys, strict=True) for key in others]
    return through.objects.bulk_create(ties)


def _remember(model, name, ties, past):
    """Let the rows of history tell of their relations, as the history of a single row does."""
    remembered = getattr(model.history.model, name).model
    here = f"{model._meta.get_field(name).m2m_field_name()}_id"
    remembered.objects.bulk_create(
        remembered(
            history=past[getattr(tie, here)],
            **{field.attname: getattr(tie, field.attname) for field in tie._meta.concrete_fields},
        )
        for tie in ties
    )
