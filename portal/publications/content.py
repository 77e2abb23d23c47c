"""What a publication says: plain, typed values without any tie to the working rows.

Every kind of publication is one of the documents at the end: `Programme`, `FollowUp` and `Site`, which are shown, and
`Withdrawal` and `Pin`, which say what is not shown any more. Texts that are not known are empty, dates that are not
known are `PartialDate()` or None; a page stays silent about them. A `Rich` text is HTML of the few tags that
`programmes.rich` names. Numbers are decimals, never floats. Years and days of a period are inclusive. `id` is the UUID
that the thing keeps for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, structs

from programmes.dates import PartialDate
from programmes.words import Word


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all parts: unchangeable, named, and refusing fields that the schema does not know."""


Rich = Annotated[str, Meta(description="HTML of a few tags")]


@cache
def rich_fields(kind):
    """Return the names of a part's rich texts."""
    return frozenset(field.name for field in structs.fields(kind) if field.type == Rich)


class Words(Value):
    programme: Word
    area: Word
    plan: Word
    action: Word


class Member(Value):
    """A municipality of the region, whether it publishes here or not."""

    code: str  # SCB
    name: str


class Region(Value, omit_defaults=True):
    """The regional frame in the region's own words; of later fields as with `Programme`."""

    name: str
    slug: str
    coordinator: str
    target_text: str
    target_value: Decimal | None
    target_from_year: int | None
    target_through_year: int | None
    areas: tuple[str, ...]
    goals: tuple[str, ...]
    source: str
    members: tuple[Member, ...] = ()
    measure_name: str = ""  # what follows the target, in the region's words
    measure_key: str = ""  # Kolada's key figure of that


class Quantity(Value, omit_defaults=True):
    """What a goal promises in numbers; `kind` is "level" (reach the value) or "change" (that much more)."""

    kind: str
    value: Decimal
    unit: str
    base_year: int | None
    base_value: Decimal | None
    target_year: int | None


class File(Value, omit_defaults=True):
    """A file that the municipality handed in, known for ever by the SHA-256 of its bytes, in hex."""

    digest: str
    name: str  # as it is called, with its ending
    type: str  # its ending: png or pdf
    size: int  # bytes
    title: str = ""  # what it is, where that was said


class Goal(Value, omit_defaults=True):
    id: UUID
    order: int
    theme: str
    wording: str  # verbatim; "" when only the theme is known
    quantity: Quantity | None
    areas: tuple[UUID, ...]
    source: str
    example: bool


class Area(Value):
    id: UUID
    order: int
    slug: str
    name: str  # "" when not known: shown as "Strategi 3"
    main_strategy: Rich
    description: Rich
    regional_area: str
    source: str
    example: bool


class Step(Value, omit_defaults=True):
    """A step of the case; codes of kind, body and concerns as in programmes.case. Of later fields as with `Programme`.

    `subject` is the plan or follow-up that it concerns, where that is known, `subject_name` what that is called.
    """

    id: UUID
    kind: str
    concerns: str  # programme, plan, follow_up
    body: str
    body_name: str
    on: PartialDate
    until: date | None  # last day of a referral
    paragraph: str
    diary_number: str
    text: str
    outcome: str
    clauses: tuple[str, ...]
    minutes_url: str
    is_decision: bool
    appeal_until: date | None
    extends_through: int | None  # last year of an extension; None with kind "extension" means until further notice
    note: str
    source: str
    example: bool
    takes_effect: date | None = None  # where that is not at once
    subject: UUID | None = None
    subject_name: str = ""
    attachments: tuple[File, ...] = ()


class Group(Value):
    id: UUID
    kind: str  # working_group, steering_group, business_council, other
    name: str
    represented: str
    task: str
    source: str
    example: bool


class Action(Value, omit_defaults=True):
    """What the municipality has promised to do; `status` as in actions.statuses, `late` as judged on `as_of`.

    Of later fields as with `Programme`.
    """

    id: UUID
    number: int
    area: UUID | None
    title: str
    description: str
    expected_result: str
    responsible: str  # department
    responsible_role: str
    participating: tuple[str, ...]
    partners: str
    start: date | None
    end_adopted: date | None
    end: date | None
    end_reason: str  # why the end was moved
    continuous: bool
    budget_note: str
    status: str  # not_started, ongoing, completed, cancelled
    late: bool
    late_reason: str  # why the flag was set or lifted by hand
    cancel_reason: str
    progress: int | None  # percent, 0–100
    account: str  # lägesbeskrivning
    account_period: str
    indicators: tuple[UUID, ...]
    source: str
    example: bool
    continues: UUID | None = None  # the action of an earlier plan that it carries on


class Plan(Value):
    id: UUID
    slug: str
    title: str
    area: UUID | None
    start: date | None
    end: date | None
    state: str  # draft, adopted, closed
    adopted_by: UUID | None  # a step
    summary: Rich
    summary_on: date | None
    actions: tuple[Action, ...]
    source: str
    example: bool


class Definition(Value, omit_defaults=True):
    version: int
    text: str
    source_id: str
    from_year: int | None
    is_break: bool  # figures before and after cannot be compared
    decided_on: date | None = None
    reason: str = ""  # why it took the place of the one before


class Observation(Value, omit_defaults=True):
    """A value or the reason for none, never both; zero is a value."""

    definition: int  # version of the definition
    year: int
    period: str  # the reported period where it is not the year, "2017-01"
    sex: str  # T, K, M
    value: Decimal | None
    missing: str  # not_published, not_measured, too_few, not_applicable; withheld: it would tell one of too few
    preliminary: bool
    year_certain: bool
    note: str
    source: str
    retrieved: date | None
    example: bool
    revised_from: Decimal | None = None  # what the source said before it revised the value
    revised_on: date | None = None
    was_preliminary: bool = False  # that earlier value was a preliminary one, of which this is the final


class Target(Value, omit_defaults=True):
    """`kind` is "level" or "change" from the baseline; `operator` is ge, le, eq, top (a place) or keep (always)."""

    kind: str
    value: Decimal
    year: int | None
    operator: str
    base_year: int | None
    base_value: Decimal | None
    source: str
    path: tuple[tuple[int, Decimal], ...] = ()  # (year, value) between baseline and target, of the same kind


class Computed(Value, omit_defaults=True):
    """What the numbers say: a verdict on the target with its sum in words, and how the latest value compares.

    Codes of trends: better, worse, higher, lower, unchanged; "" where it cannot be said.
    """

    verdict: str = ""  # on_track, partly, hard, too_early, data_missing; "" without a target
    words: str = ""
    trend: str = ""  # since the value before
    since_base: str = ""  # since the decided baseline


class Annotation(Value, omit_defaults=True):
    """What happened in a year that explains the figures; two of a year are told apart by their words."""

    year: int
    text: str
    source: str = ""
    example: bool = False


class ComparedValue(Value, omit_defaults=True):
    """The figure of somebody else, or the reason for none, never both; zero is a value."""

    definition: int  # version of the definition
    year: int
    sex: str  # T, K, M
    value: Decimal | None
    missing: str
    source: str
    retrieved: date | None
    example: bool


class Comparison(Value, omit_defaults=True):
    """Somebody else whose figures of the same indicator stand beside the municipality's own."""

    kind: str  # municipality, region, similar, country
    code: str  # at the source, "" where the figures came by hand
    name: str
    members: str  # who is in a group, where that is known
    values: tuple[ComparedValue, ...]  # by year, then sex
    source: str
    example: bool


class Indicator(Value, omit_defaults=True):
    """`next_on` is when the next figures come, `closed` the last year of a series that its source has ended."""

    id: UUID
    slug: str
    name: str
    theme: str
    unit: str
    decimals: int
    direction: str  # up, down, neutral
    tolerance: Decimal
    source_kind: str  # manual, kolada, scb
    source_id: str
    publisher: str
    responsible_role: str
    definitions: tuple[Definition, ...]
    observations: tuple[Observation, ...]  # by year, then sex
    target: Target | None
    assessment: str  # "", on_track, partly, hard, too_early, data_missing
    motivation: str
    areas: tuple[UUID, ...]
    source: str
    example: bool
    why: str = ""
    goals: tuple[UUID, ...] = ()
    annotations: tuple[Annotation, ...] = ()  # by year
    next_on: date | None = None
    closed: int | None = None
    licence: str = ""  # cc0, cc_by, source
    comparisons: tuple[Comparison, ...] = ()
    computed: Computed | None = None  # None in publications of before it was kept


class Dialogue(Value):
    id: UUID
    kind: str
    title: str
    on: PartialDate
    recurrence: str
    theme: str
    areas: tuple[UUID, ...]
    counts: tuple[tuple[str, int], ...]  # (group of participants, number), no names
    participants: str
    summary: str
    source: str
    example: bool


class Proposal(Value):
    id: UUID
    dialogue: UUID | None
    text: str
    received: PartialDate
    diary_number: str
    area: UUID | None
    state: str
    judged_by: str
    reason: str
    actions: tuple[UUID, ...]
    source: str
    example: bool


class Programme(Value, omit_defaults=True):
    """Kind "programme": all parts of one programme in one document, so that it never contradicts itself.

    A later field that says nothing is not written: earlier contents keep their bytes.
    """

    id: UUID
    slug: str
    title: str
    words: Words
    document_type: str
    period_from: int | None
    period_through: int | None
    vision: Rich
    target_picture: Rich
    purpose: Rich
    background: Rich
    process: Rich
    summary: Rich
    context: Rich  # what was so before the programme, and other facts
    diary_number: str
    revision_every: int | None  # years, where decided
    follow_up_cycle: str
    coordinator: str
    accountable: str
    page_owner: str
    regional_frame: str
    linked_vision: Rich
    predecessor_title: str
    predecessor_url: str
    areas_note: str
    region: Region | None
    goals: tuple[Goal, ...]
    areas: tuple[Area, ...]
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]
    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...]
    dialogues: tuple[Dialogue, ...]
    proposals: tuple[Proposal, ...]
    source: str
    example: bool
    as_of: date  # statuses and the late flag are those of this day
    adopted_document: File | None = None
    successor_title: str = ""
    successor_url: str = ""


class AreaAssessment(Value, omit_defaults=True):
    area: UUID
    verdict: str
    motivation: Rich


class Represented(Value, omit_defaults=True):
    """A department with a part in the report, and by which role it was represented; "" where nobody was there."""

    department: str
    role: str = ""


class Section(Value, omit_defaults=True):
    """An own section of a report; `place` is the code of the section after which it stands."""

    id: UUID
    place: str  # summary, key, areas, next_year, definitions
    heading: str
    text: Rich
    example: bool = False


class Approval(Value, omit_defaults=True):
    """Who approved the report; `represented` says nothing where that was not noted."""

    group: str
    on: date
    minutes: str
    registered_by: str  # a role, never a name
    represented: tuple[Represented, ...] = ()
    members: int = 0  # how many approved in the portal, each for her- or himself; 0 after a meeting


class FollowUp(Value, omit_defaults=True):
    """Kind "follow_up": the report of a period, with the programme as it stood on `as_of`.

    Its plans are those of the period. Of later fields as with `Programme`.
    """

    id: UUID
    kind: str  # yearly, interim, final, evaluation
    year: int
    refers_to_year: int
    slug: str
    title: str
    as_of: date
    diary_number: str
    summary: Rich
    verdict: str
    motivation: Rich
    areas: tuple[AreaAssessment, ...]
    deviations: Rich
    next_year: Rich
    approval: Approval | None
    programme: Programme
    example: bool
    plan: UUID | None = None  # the one that a final follow-up is of
    start: date | None = None  # of the period, where it is not the year
    end: date | None = None
    sections: tuple[Section, ...] = ()
    left_out: tuple[str, ...] = ()  # codes of the sections that the report goes without


class Department(Value):
    id: UUID
    name: str
    parent: UUID | None


class Site(Value, omit_defaults=True):
    """Kind "site": the municipality itself as its pages show it; of later fields as with `Programme`."""

    id: UUID
    slug: str
    name: str  # "Alingsås kommun"
    short_name: str  # "Alingsås"
    code: str  # SCB
    contact: str
    email: str
    phone: str
    website: str
    accent: str  # "#1c5d4a"
    region_slug: str
    notice: str  # shown on every page, such as that the site is a demonstration
    accessibility_statement: Rich
    personal_data: Rich
    departments: tuple[Department, ...]
    logotype: File | None = None


class BriefStep(Struct, frozen=True):
    attachments: tuple[File, ...] = ()


class Brief(Struct, frozen=True):
    """What no lift has ever changed of a programme, a follow-up or a site, whatever else their texts hold."""

    slug: str = ""
    title: str = ""
    steps: tuple[BriefStep, ...] = ()
    example: bool = False
    logotype: File | None = None
    adopted_document: File | None = None


class Withdrawn(Value, omit_defaults=True):
    """A publication as a withdrawal names it, with what readers are still told of it."""

    sequence: int
    kind: str
    subject: UUID
    version: int
    address: str  # of its page, below the municipality's: "naringslivsprogram/"
    title: str
    decision: str = ""  # that it rested on


class Withdrawal(Value, omit_defaults=True):
    """Kind "withdrawal": publications that are hidden or shown again, or whose content is removed for ever.

    `sort` is hide, show_again, mask (a corrected copy takes their place) or dispose (by a decision).
    """

    id: UUID  # the municipality
    sort: str
    publications: tuple[Withdrawn, ...]
    reason: str  # as readers are told it
    decision: str = ""


class Pin(Value):
    """Kind "pin": the site goes back to how it stood on an entry, and stays there; with None it goes on again."""

    id: UUID  # the municipality
    sequence: int | None


class Envelope(Value, kw_only=True):
    """What is hashed around the content, in the order of the chain; how, says `chain`."""

    municipality: UUID
    sequence: int
    kind: str  # programme, follow_up, site, withdrawal, pin
    subject: UUID
    version: int
    schema: int
    published_at: str  # ISO 8601, UTC
    published_by: str  # role or unit, never a person
    note: str = ""
    change: str  # decision, correction, update
    decision: str = ""  # the decision it rests on, in words
    said: str = ""  # sha256 of salt, note, decision and published_by; "" where these are hashed as they stand
    refers_to: date | None = None
    content: str  # sha256 of salt and content
    previous: str  # entry of the sequence before, "" for the first


def files(content):
    """Yield every file that a content names."""
    yield from filter(None, (getattr(content, name, None) for name in ("logotype", "adopted_document")))
    for step in getattr(content, "steps", ()):
        yield from step.attachments


@dataclass(frozen=True)
class Published:
    """One entry of the record as the rendering gets it; `entry` is the hash that the chain continues from."""

    envelope: Envelope
    entry: str
    content: Programme | FollowUp | Site | Withdrawal | Pin | None  # None where it has been removed
    salt: str = ""
    text: str = ""  # the content as it was hashed, its parts named by their hashes

    @property
    def brief(self):
        """Return the little that is asked of every version, without reading all of it."""
        if not self.text:
            return self.content
        return msgspec.json.decode(self.text, type=Brief)


@dataclass(frozen=True)
class Gone:
    """A publication that is not shown; `by` is the withdrawal, `named` what readers are still told of it."""

    published: Published
    by: Published
    named: Withdrawn

    @property
    def is_removed(self):
        return self.published.content is None


@dataclass(frozen=True)
class Record:
    """All that a municipality's site is made from, oldest first: what is shown, and what is known to be withdrawn."""

    slug: str
    publications: tuple[Published, ...]
    gone: tuple[Gone, ...] = ()
    withdrawn: int = 0  # sequence of the newest withdrawal
    pinned: Published | None = None  # the entry on which the site stands, where it is not the newest
    entries: tuple[Published, ...] = ()  # the whole chain, also what is not shown
    parts: Mapping[str, str] = field(default_factory=dict)  # the texts of parts by their hashes

    def latest(self, kind, subject=None):
        """Return the newest publication of a kind (and subject), or None."""
        found = [p for p in self.publications if p.envelope.kind == kind and subject in (None, p.envelope.subject)]
        return found[-1] if found else None
