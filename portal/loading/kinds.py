"""The format: which things a file can hold, under which keys, and how each is known again when it is read anew."""

from collections.abc import Callable
from dataclasses import dataclass

from actions.models import Action, ActionPlan, Dialogue, Proposal, Report
from indicators.models import Annotation, Comparison, ComparisonValue, Definition, Indicator, Observation, Target
from portal.followups.models import AreaAssessment, FollowUp
from programmes.models import (
    Area,
    CaseStep,
    Department,
    Goal,
    Group,
    Municipality,
    Programme,
    Region,
    RegionalArea,
    RegionalGoal,
    RegionalMember,
)

from . import values


@dataclass(frozen=True)
class Key:
    """What a key's value is read with, and the field it goes to: none where it only names or checks the row."""

    read: Callable
    field: str = ""
    partial: bool = False  # a date and its precision, two fields


@dataclass(frozen=True)
class Pointer:
    """A key whose value names another row, or a list of them."""

    field: str
    to: str  # the section where the other row stands
    many: bool = False


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing; it stands in a list under `section`, inside another or at the top."""

    section: str
    model: type
    keys: dict
    identity: tuple  # keys that together single out a row among those beside it, in the file
    natural: tuple = ()  # fields that do so in the database; without them the row's UUID does
    called: str = ""  # the field by which the rows inside it point to it
    required: tuple = ()
    single: tuple = ()  # keys that no two rows beside each other share
    known_by: tuple = ()  # keys that other rows may point to it with
    counted: str = ""  # the key that is the place in the list where the file does not say
    short: str = ""  # the key that is meant where a row is written as one text
    inside: tuple = ()

    @property
    def needed(self):
        return (*self.identity, *self.required)


def plain(model, names, **renamed):
    """Return keys that carry the names of the model's fields, and `renamed` ones: {key: field}."""
    fields = {name: name for name in names.split()} | renamed
    read = {key: Key(values.of_field(model._meta.get_field(name)), name) for key, name in fields.items()}
    return read | {
        "source": Key(values.of_field(model._meta.get_field("provenance"), values.sources), "provenance"),
        "example": Key(values.yes_or_no, "example"),
    }


def one(**targets):
    """Return keys that point to one row: {key: (field, section)} or {key: section} where both have one name."""
    return {key: Pointer(*(to if isinstance(to, tuple) else (key, to))) for key, to in targets.items()}


def many(**targets):
    return {key: Pointer(key, to, many=True) for key, to in targets.items()}


def dated(key):
    return {key: Key(values.partial_date, key, partial=True)}


NAMED = {"key": Key(values.text)}

REGIONAL_AREA = Kind(
    section="areas",
    model=RegionalArea,
    keys=plain(RegionalArea, "order name"),
    identity=("order",),
    natural=("order",),
    required=("name",),
    single=("name",),
    known_by=("name",),
    counted="order",
    short="name",
)
REGIONAL_GOAL = Kind(
    section="goals",
    model=RegionalGoal,
    keys=plain(RegionalGoal, "order text"),
    identity=("order",),
    natural=("order",),
    required=("text",),
    counted="order",
    short="text",
)
REGIONAL_MEMBER = Kind(
    section="members",
    model=RegionalMember,
    keys=plain(RegionalMember, "code name"),
    identity=("code",),
    natural=("code",),
    required=("name",),
)
REGION = Kind(
    section="regions",
    model=Region,
    called="region",
    keys=plain(
        Region,
        "slug name coordinator target_text target_value target_from_year target_through_year measure_name measure_key"
        " kolada_group",
    ),
    identity=("slug",),
    natural=("slug",),
    required=("name",),
    single=("name",),
    known_by=("slug",),
    inside=(REGIONAL_AREA, REGIONAL_GOAL, REGIONAL_MEMBER),
)
DEPARTMENT = Kind(
    section="departments",
    model=Department,
    keys=plain(Department, "name valid_from valid_through")
    | one(part_of=("parent", "departments"), successor="departments"),
    identity=("name",),
    natural=("name",),
    known_by=("name",),
    short="name",
)
DEFINITION = Kind(
    section="definitions",
    model=Definition,
    keys=plain(Definition, "version text source_id from_year decided_on reason", **{"break": "is_break"}),
    identity=("version",),
    natural=("version",),
    known_by=("version",),
    counted="version",
)
OBSERVATION = Kind(
    section="observations",
    model=Observation,
    keys=plain(Observation, "definition year period sex value missing preliminary year_certain note retrieved"),
    identity=("year", "definition", "sex"),
    natural=("year", "definition", "sex"),
)
ANNOTATION = Kind(
    section="annotations",
    model=Annotation,
    keys=plain(Annotation, "year text"),
    identity=("year", "text"),
    natural=("year", "text"),
)
COMPARED_VALUE = Kind(
    section="values",
    model=ComparisonValue,
    keys=plain(ComparisonValue, "definition year sex value missing retrieved"),
    identity=("year", "definition", "sex"),
    natural=("year", "definition", "sex"),
)
COMPARISON = Kind(
    section="comparisons",
    model=Comparison,
    called="comparison",
    keys=plain(Comparison, "kind name code members order"),
    identity=("name",),
    natural=("name",),
    counted="order",
    inside=(COMPARED_VALUE,),
)
INDICATOR = Kind(
    section="indicators",
    model=Indicator,
    called="indicator",
    keys=plain(
        Indicator,
        "slug name theme why unit decimals direction tolerance source_kind source_id publisher licence next_on"
        " responsible_role",
    )
    | many(programmes="programmes", areas="areas"),
    identity=("slug",),
    natural=("slug",),
    required=("name",),
    known_by=("slug",),
    inside=(DEFINITION, OBSERVATION, ANNOTATION, COMPARISON),
)
AREA = Kind(
    section="areas",
    model=Area,
    keys=plain(Area, "order slug name main_strategy description") | one(regional_area="regional areas"),
    identity=("slug",),
    natural=("slug",),
    single=("order", "name"),
    known_by=("name", "slug"),
    counted="order",
)
GOAL = Kind(
    section="goals",
    model=Goal,
    keys=NAMED
    | plain(Goal, "order theme wording quantity_kind quantity unit base_year base_value target_year")
    | many(areas="areas"),
    identity=("key",),
    single=("order",),
    known_by=("key",),
    counted="order",
)
GROUP = Kind(
    section="groups",
    model=Group,
    keys=NAMED | plain(Group, "kind name represented task approves members_approve"),
    identity=("key",),
    required=("kind", "name"),
    known_by=("key",),
)
STEP = Kind(
    section="steps",
    model=CaseStep,
    keys=NAMED
    | plain(
        CaseStep,
        "kind concerns body body_name until paragraph diary_number text outcome minutes_url appeal_until"
        " takes_effect extends_through note",
        decision="is_decision",
    )
    | dated("on")
    | {"clauses": Key(values.of_field(CaseStep._meta.get_field("clauses"), values.lines), "clauses")},
    identity=("key",),
    required=("kind",),
    known_by=("key",),
)
REPORT = Kind(
    section="reports",
    model=Report,
    keys=plain(Report, "period status account ready"),
    identity=("period",),
    natural=("period",),
    required=("status",),
)
ACTION = Kind(
    section="actions",
    model=Action,
    called="action",
    keys=plain(
        Action,
        "number order title description expected_result responsible_role partners start end_adopted end end_reason"
        " continuous budget_note status late_override late_reason cancel_reason progress",
    )
    | one(area="areas", responsible="departments")
    | many(participating="departments", indicators="indicators"),
    identity=("number",),
    natural=("number",),
    required=("title",),
    inside=(REPORT,),
)
PLAN = Kind(
    section="plans",
    model=ActionPlan,
    called="plan",
    keys=plain(ActionPlan, "slug title start end state summary summary_on")
    | one(area="areas", adopted_by="steps", continues="plans"),
    identity=("slug",),
    natural=("slug",),
    required=("title",),
    known_by=("slug",),
    inside=(ACTION,),
)
PROPOSAL = Kind(
    section="proposals",
    model=Proposal,
    keys=NAMED
    | plain(Proposal, "text diary_number state reason")
    | dated("received")
    | one(area="areas", judged_by="groups")
    | many(actions="actions"),
    identity=("key",),
    required=("text",),
)
DIALOGUE = Kind(
    section="dialogues",
    model=Dialogue,
    called="dialogue",
    keys=NAMED
    | plain(
        Dialogue,
        "kind title recurrence theme companies politicians officials academics others participants summary",
    )
    | dated("on")
    | many(areas="areas"),
    identity=("key",),
    required=("title",),
    inside=(PROPOSAL,),
)
TARGET = Kind(
    section="targets",
    model=Target,
    keys=plain(Target, "kind value year operator base_year base_value assessment motivation")
    | {"path": Key(values.by_year, "path_lines")}
    | one(indicator="indicators", goal="goals"),
    identity=("indicator",),
    natural=("indicator",),
)
ASSESSMENT = Kind(
    section="assessments",
    model=AreaAssessment,
    keys=plain(AreaAssessment, "verdict motivation") | one(area="areas"),
    identity=("area",),
    natural=("area",),
)
FOLLOW_UP = Kind(
    section="follow_ups",
    model=FollowUp,
    called="follow_up",
    keys=plain(
        FollowUp,
        "kind year refers_to_year start end as_of title diary_number last_day grace_days summary verdict motivation"
        " deviations next_year",
    )
    | one(plan="plans"),
    identity=("year", "kind"),
    natural=("year", "kind"),
    required=("refers_to_year", "as_of", "title"),
    inside=(ASSESSMENT,),
)
PROGRAMME = Kind(
    section="programmes",
    model=Programme,
    called="programme",
    keys=plain(
        Programme,
        "slug title document_type vision target_picture purpose background process summary context diary_number"
        " revision_every follow_up_cycle coordinator accountable page_owner regional_frame linked_vision"
        " predecessor_title predecessor_url successor_title successor_url areas_note",
        valid_from="period_from",
        valid_through="period_through",
    )
    | {
        "words": Key(values.own_words, "words"),
        "state": Key(values.choice(["draft", "referral", "adopted", "extended", "repealed"])),
    }
    | one(region="regions"),
    identity=("slug",),
    natural=("slug",),
    required=("title",),
    known_by=("slug",),
    inside=(AREA, GOAL, GROUP, STEP, PLAN, DIALOGUE, PROPOSAL, TARGET, FOLLOW_UP),
)
MUNICIPALITY = Kind(
    section="municipalities",
    model=Municipality,
    called="municipality",
    keys=plain(
        Municipality,
        "code name official_name slug kolada_peer_group contact email phone website accent notice"
        " accessibility_statement personal_data",
    )
    | one(region="regions"),
    identity=("code",),
    natural=("code",),
    required=("name", "official_name", "slug"),
    single=("slug",),
    inside=(DEPARTMENT, PROGRAMME, INDICATOR),
)
TOP = (REGION, MUNICIPALITY)
# Rows are saved in this order, so that what a row points to is there before it. The steps that adopt a programme come
# after its wording: a programme is locked by its adoption.
ORDER = (
    REGION,
    REGIONAL_AREA,
    REGIONAL_GOAL,
    REGIONAL_MEMBER,
    MUNICIPALITY,
    DEPARTMENT,
    PROGRAMME,
    AREA,
    GOAL,
    GROUP,
    STEP,
    INDICATOR,
    DEFINITION,
    OBSERVATION,
    ANNOTATION,
    COMPARISON,
    COMPARED_VALUE,
    TARGET,
    PLAN,
    ACTION,
    REPORT,
    DIALOGUE,
    PROPOSAL,
    FOLLOW_UP,
    ASSESSMENT,
)
