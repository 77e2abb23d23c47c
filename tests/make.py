"""Makers of working rows: each gives what a test needs, with defaults for what the test is not about."""

from datetime import date
from itertools import count

from django.utils import timezone, translation

from actions.models import Action, ActionPlan, Dialogue, Proposal, Report
from actions.sheets import texts
from actions.sheets.checking import Check
from actions.sheets.wishes import propose
from indicators.models import Comparison, ComparisonValue, Definition, Fetch, FetchedValue, Indicator, Observation
from portal.access.models import Invitation, hashed
from portal.desk.imports import work
from portal.desk.imports.models import Import
from portal.desk.imports.shown import shown
from programmes.history import change
from programmes.models import (
    Area,
    CaseStep,
    Department,
    Draft,
    Goal,
    Group,
    Membership,
    Municipality,
    Programme,
    Upload,
    User,
)

serial = count(1)
PASSWORD = "ett långt lösenord"


def save(row, **relations):
    with change("Made for a test", municipality=getattr(row, "municipality", None) if row.pk else None):
        row.save()
        for name, rows in relations.items():
            row.relate(name, rows)
    return row


def municipality(**fields):
    n = next(serial)
    fields.setdefault("official_name", f"{fields.get('name', f'Ort {n}')} kommun")
    return save(Municipality(**{"name": f"Ort {n}", "slug": f"ort-{n}", "code": f"{n:04}"} | fields))


def user(**fields):
    n = next(serial)
    password = fields.pop("password", PASSWORD)
    return User.objects.create_user(
        **{"email": f"person{n}@exempel.se", "name": f"Person {n}"} | fields, password=password
    )


def membership(municipality, role, **fields):
    fields.setdefault("user", None)
    fields["user"] = fields["user"] or user()
    return save(Membership(municipality=municipality, role=role, **fields))


def invitation(municipality, email=None, *, link="nyckel", **fields):
    by = fields.pop("invited_by", None) or membership(municipality, "administrator").user
    fields = {"role": "editor", "invited_by": by, "email": email or f"ny{next(serial)}@exempel.se"} | fields
    return Invitation.objects.create(municipality=municipality, token_hash=hashed(link), **fields)


def owned(model, parent, fields, **defaults):
    """Save a row of the municipality that its parent row belongs to."""
    return save(model(**{"municipality": parent.municipality} | defaults | fields))


def department(municipality, **fields):
    return owned(Department, municipality, fields, name=f"Förvaltning {next(serial)}")


def programme(place=None, **fields):
    place = place or municipality()
    n = next(serial)
    defaults = {"slug": f"program-{n}", "title": f"Program {n}", "period_from": 2021, "period_through": 2035}
    return owned(Programme, place, fields, **defaults)


def area(of=None, **fields):
    of = of or programme()
    n = of.areas.count() + 1
    return owned(Area, of, fields, programme=of, order=n, slug=f"omrade-{n}", name=f"Område {n}")


def goal(of=None, areas=(), **fields):
    of = of or programme()
    row = owned(Goal, of, fields, programme=of, order=of.goals.count() + 1, wording="Fler jobb.")
    return save(row, areas=list(areas)) if areas else row


def group(of=None, **fields):
    of = of or programme()
    return owned(Group, of, fields, programme=of, kind="steering_group", name="Styrgruppen", approves=True)


def upload(of=None, **fields):
    of = of or programme()
    defaults = {"programme": of, "purpose": "adopted_document", "name": "program.pdf", "digest": "0" * 64, "size": 9}
    return owned(Upload, of, fields, **defaults)


def step(of=None, **fields):
    of = of or programme()
    defaults = {
        "kind": "adoption",
        "body": "KF",
        "is_decision": True,
        "on_date": date(2021, 6, 1),
        "on_precision": "day",
    }
    return owned(CaseStep, of, fields, programme=of, **defaults)


def plan(of=None, **fields):
    of = of or programme()
    n = next(serial)
    defaults = {"title": f"Plan {n}", "slug": f"plan-{n}", "start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    return owned(ActionPlan, of, fields, programme=of, **defaults)


def action(of=None, **fields):
    of = of or plan()
    number = fields.get("number") or of.next_number()
    return owned(Action, of, fields, plan=of, number=number, order=number, title="Företagslots")


def report(of=None, **fields):
    of = of or action()
    return owned(Report, of, fields, action=of, period="2026", status="ongoing")


def draft(user, row, place, **fields):
    """Make what a person has typed on a form that changes the row."""
    right = f"{row._meta.app_label}.change_{row._meta.model_name}"
    rights = [[right, row._meta.label_lower, row.pk]]
    defaults = {"fields": {"title": ["Osparat"]}, "rights": rights, "at": timezone.now()}
    return Draft.objects.create(**{"user": user, "municipality": row.municipality, "place": place} | defaults | fields)


def table(user, plan, text="Nr;Åtgärd;Status;Ansvarig\n1;Lots;Röd;Okänd enhet", kind="reports", **fields):
    """Make a table that a person is about to bring into a plan, as far as its preview."""
    job = Import.objects.create(user=user, municipality=plan.municipality, plan=plan, **fields)
    read = texts.read(text.encode())
    wishes = propose(read, kind, period="2026")
    job.keep(table=read, wishes=wishes)
    with translation.override(user.language):
        done = Check(plan, user, read, wishes, timezone.localdate())
        work.show(job, done, [shown(row) for row in done.rows])
    return job


def indicator(place=None, **fields):
    place = place or municipality()
    n = next(serial)
    row = owned(Indicator, place, fields, slug=f"indikator-{n}", name=f"Indikator {n}")
    owned(Definition, row, {}, indicator=row, version=1, is_break=False)
    return row


def observation(of=None, **fields):
    of = of or indicator()
    return owned(Observation, of, fields, indicator=of, year=2025, value=None if "missing" in fields else 1)


def comparison(of=None, values=(), **fields):
    """Make what an indicator is compared with; `values` are (year, value)."""
    of = of or indicator()
    order = of.comparisons.count() + 1
    row = owned(Comparison, of, fields, indicator=of, order=order, name=f"Grannkommun {order}", code=f"14{order:02}")
    for year, value in values:
        owned(ComparisonValue, row, {}, comparison=row, year=year, value=value)
    return row


def fetched_value(of, **fields):
    """Make a value of an indicator that was fetched and waits for somebody's word."""
    fields = {"key": "N02267", "year": 2024, "value": 80} | fields
    fetch = Fetch.objects.create(municipality=of.municipality, state=Fetch.State.DONE)
    return FetchedValue.objects.create(municipality=of.municipality, fetch=fetch, indicator=of, **fields)


def dialogue(of=None, **fields):
    of = of or programme()
    return owned(Dialogue, of, fields, programme=of, title="Rundabordssamtal")


def proposal(of=None, **fields):
    of = of or programme()
    return owned(Proposal, of, fields, programme=of, text="Samla all information på ett ställe.")
