"""A municipality with one row of each kind, and another one whose rows nobody here may learn of."""

from datetime import date
from uuid import UUID

from indicators.models import Annotation, ComparisonValue, Definition, Target
from portal.followups.models import Assent, Comment, DepartmentPart, FollowUp, Section
from programmes import files
from programmes.history import change
from programmes.models import Region, RegionalArea, RegionalMember, RevisedArea, RevisedGoal, RevisedTexts, Revision
from programmes.slugs import slug
from tests import make

FOREIGN = 900_001  # the id of every row of the other municipality, each in its table
SECRET = "Hemligt"  # and all of them say this
PDF = b"%PDF-1.4\n%%EOF\n"
ELSEWHERE = {"pk": FOREIGN, "uuid": UUID(int=FOREIGN)}


def world(place, responsible=None, says="Samverkan", **fields):
    """Return {kind: row} with one row of each kind in the municipality; `fields` are set on each."""
    said = {"title": says, **fields}
    named = {"name": says, **fields}
    programme = make.programme(place, slug="program", **said)
    area = make.area(programme, **named)
    department = make.department(place, **named)
    plan = make.plan(programme, slug="plan", **said)
    earlier = make.plan(programme, slug="tidigare", title=says, state="adopted")
    make.action(earlier, area=area, title=says)
    action = make.action(plan, area=area, responsible=department, responsible_person=responsible, **said)
    indicator = make.indicator(place, **named)
    definition = make.owned(Definition, indicator, fields, indicator=indicator, version=2, is_break=True)
    number = {key: value for key, value in fields.items() if key == "pk"}
    revision = make.owned(Revision, programme, said, programme=programme)
    part = {"revision": revision, **fields}
    person = make.user(name=says, **number)
    with change(says, municipality=place, **number) as deed:
        department.valid_from = date(2020, 1, 1)
        department.save()
    writer = responsible.user if responsible else person
    years = {"year": 2026, "refers_to_year": 2025, "as_of": date(2025, 12, 31)}
    follow_up = make.owned(FollowUp, programme, said, programme=programme, **years)
    group = make.group(programme, **named)
    made = {"follow_up": follow_up, "by": person, **fields}
    board = make.group(programme, kind="other", name=says, members_approve=True)
    of_round = {"follow_up": follow_up, **fields}
    comparison = make.comparison(indicator, members=says, **named)
    return {
        "municipality": place,
        "programme": programme,
        "area": area,
        "goal": make.goal(programme, wording=says, **fields),
        "revision": revision,
        "revised_texts": make.owned(RevisedTexts, revision, part, title=says),
        "revised_area": make.owned(RevisedArea, revision, part, name=says),
        "revised_goal": make.owned(RevisedGoal, revision, part, wording=says),
        "group": group,
        "step": make.step(programme, text=says, **fields),
        "department": department,
        "upload": make.upload(
            programme, digest=files.keep(place.uuid, PDF), size=len(PDF), **(fields | {"name": says})
        ),
        "membership": make.membership(place, "reader", user=person, **fields),
        "plan": plan,
        "earlier": earlier,
        "draft": make.plan(programme, slug="utkast", title=says, continues=earlier),
        "action": action,
        "report": make.report(action, account=says, **fields),
        "dialogue": make.dialogue(programme, **said),
        "proposal": make.proposal(programme, text=says, **fields),
        "indicator": indicator,
        "definition": definition,
        "observation": make.observation(indicator, provenance=says, **fields),
        "annotation": make.owned(Annotation, indicator, fields, indicator=indicator, year=2024, text=says),
        "comparison": comparison,
        "compared_value": make.owned(ComparisonValue, comparison, fields, comparison=comparison, year=2024, value=1),
        "fetched": make.fetched_value(indicator, doubts=[says], **number),
        "target": make.owned(Target, programme, fields, programme=programme, indicator=indicator, value=1),
        "follow_up": follow_up,
        "approving": board,
        "assent": make.owned(Assent, follow_up, made, group=board, digest=says),
        "comment": make.owned(Comment, follow_up, made, place="verdict", text=says, answer=says),
        "section": make.owned(Section, follow_up, of_round, heading=says, text=f"<p>{says}</p>"),
        "department_part": make.owned(DepartmentPart, follow_up, of_round, department=department),
        "change": deed,
        "typed": make.draft(writer, action, f"atgarder/{action.pk}/andra/", fields={"title": [says]}, **number),
        "period": "2026",
        "place": "report",
        "sex": "T",
        "year": 2024,
        "sequence": 1,
        "table": make.table(writer, plan, name=says, **number),
        "address": f"{programme.slug}/omraden/{area.slug}/",
        "statement": "tillganglighet/",
        "name": programme.slug,
        "version": 1,
        "reset_person": "1",
        "reset_token": "too-old",
        "passkey": 1,
        "invitation": make.invitation(
            place, f"{says.lower()}@exempel.se", department=department, link=slug(says), **number
        ),
        "invitation_token": slug(says),
    }


def other_world(place):
    """Fill another municipality, of another region, with rows that are known by FOREIGN and SECRET."""
    region = make.save(Region(name=SECRET, slug="annan-region", **ELSEWHERE))
    make.save(RegionalArea(region=region, order=1, name=SECRET, **ELSEWHERE))
    make.save(RegionalMember(region=region, code="9999", name=SECRET, **ELSEWHERE))
    return world(place, says=SECRET, **ELSEWHERE)
