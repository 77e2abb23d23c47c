"""What must hold between the rows of the files, found before anything is saved."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .faults import line_of
from .kinds import ACTION, COMPARED_VALUE, DEFINITION, INDICATOR, OBSERVATION, ORDER, PROGRAMME, REPORT, STEP
from .pointers import Index, in_order


def check(rows, faults):
    """Resolve every name and add a fault for whatever contradicts; return the rows in the order of saving."""
    index = Index(rows, faults)
    for row in rows:
        index.resolve(row)
    _twice(rows, faults)
    _constraints(rows, faults)
    below = defaultdict(list)
    for row in rows:
        below[row.above, row.kind].append(row)
    for row in rows:
        if row.kind in RULES:
            RULES[row.kind](row, below, faults)
    ordered = in_order(rows, ORDER)
    for row in set(rows) - set(ordered):
        faults.add(row.node, _("This is part of itself: %(section)s point at each other in a circle.") % vars(row.kind))
    return ordered


def _twice(rows, faults):
    """Nothing stands twice: neither a row, nor a key that is one row's own, such as the order."""
    seen = {}
    for row in rows:
        claims = [(row.kind.identity, row.identity())]
        claims += [((key,), (row.values.get(row.kind.keys[key].field),)) for key in row.kind.single]
        for keys, said in claims:
            if None in said or said == ("",):
                continue
            first = seen.setdefault((row.kind, row.above, keys, said), row)
            if first is not row:
                what = {"keys": ", ".join(keys), "said": ", ".join(map(str, said)), "line": line_of(first.node)}
                faults.add(
                    row.place(row.kind.keys[keys[0]].field),
                    _("%(keys)s: %(said)s stands twice, first on line %(line)d.") % what,
                )


def _constraints(rows, faults):
    """Ask the models' own rules between the fields of one row, the same question once."""
    asked = {}
    for row in rows:
        unread = {name for name in row.nodes if name not in row.values and name not in row.found}
        for constraint in row.kind.model._meta.constraints:
            if not isinstance(constraint, models.CheckConstraint):
                continue
            fields = sorted(constraint.condition.referenced_base_fields)
            question = constraint.name, *(... if name in unread else row.get(name) for name in fields)
            if question not in asked:
                asked[question] = _broken(constraint, row, unread)
            if asked[question]:
                faults.add(_last_place(row, constraint), asked[question])


def _broken(constraint, row, unread):
    """Return what a rule has against the row, or nothing; a rule about what could not be read says nothing."""
    try:
        constraint.validate(row.kind.model, row.kind.model(**row.values), exclude=unread)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _last_place(row, constraint):
    """Return the last node in the file that the rule is about."""
    fields = constraint.condition.referenced_base_fields
    nodes = [row.nodes[name] for name in fields if name in row.nodes]
    return max(nodes, key=line_of, default=row.node)


def _programme(row, below, faults):
    """A programme is in the state that the file says only by the decisions that the file has."""
    state = row.checked.get("state")
    decided = {
        step.values.get("kind")
        for step in below[row, STEP]
        if step.values.get("is_decision") and step.get("concerns") == "programme"
    }
    missing = {
        "adopted": _("The programme is set as adopted, but no step is a decision that adopts it."),
        "extended": _("The programme is set as extended, but no step is a decision that extends it."),
        "repealed": _("The programme is set as repealed, but no step is a decision that repeals it."),
    }
    needed = {"adopted": "adoption", "extended": "extension", "repealed": "repeal"}
    if state in needed and needed[state] not in decided:
        faults.add(row.place("state"), missing[state])
    if state in ("draft", "referral") and "adoption" in decided:
        faults.add(
            row.place("state"), _("The programme is not set as adopted, but a step is a decision that adopts it.")
        )


def _action(row, below, faults):
    """An action stands as its latest ready report says."""
    ready = [report for report in below[row, REPORT] if report.values.get("ready")]
    latest = max(ready, key=lambda report: report.get("period"), default=None)
    if latest is not None and latest.values.get("status") != row.get("status"):
        faults.add(row.place("status"), _("The action's status is not the one of its latest ready report."))


def _observation(row, below, faults):
    indicator = next(above for above in row.up() if above.kind is INDICATOR)
    versions = [definition.values.get("version") for definition in below[indicator, DEFINITION]] or [1]
    if row.get("definition") not in versions:
        faults.add(row.place("definition"), _("The indicator has no such definition."))


RULES = {PROGRAMME: _programme, ACTION: _action, OBSERVATION: _observation, COMPARED_VALUE: _observation}
