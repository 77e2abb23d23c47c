"""One municipality's published contents, made by hand: each maker takes only what the test is about.

All of it in one: `whole_record()`.
"""

import hashlib
from datetime import date

from msgspec.structs import replace

from portal.publications import content as c
from tests.example_parts import *  # noqa: F403 - tests find every maker here
from tests.example_parts import (
    area,
    day,
    dialogue,
    goal,
    group,
    indicator,
    made,
    plan,
    proposal,
    region,
    step,
    uid,
    words,
)

AS_OF = date(2026, 11, 3)

AREAS = (
    area("klimat"),
    area("kompetens", order=2, name="Kompetensförsörjning", main_strategy="", regional_area="Kompetensförsörjning"),
    area("tre", order=3, name="", main_strategy="", regional_area=""),
)
STEPS = (
    step(
        "commission",
        kind="commission",
        body="KS",
        on=day("2020-11-04"),
        paragraph="§161",
        text="Kommunledningskontoret får i uppdrag att ta fram ett näringslivsstrategiskt program.",
    ),
    step(
        "approval",
        kind="approval",
        body="council",
        body_name="Näringslivsrådet",
        on=day("2021-03-18"),
        text="Godkände programmet innehållsmässigt.",
        is_decision=False,
    ),
    step(minutes_url="https://exempelby.example/protokoll.pdf", source="Protokoll juni 2021"),
    step(
        "plan",
        concerns="plan",
        on=day("2025-12-10"),
        paragraph="§ 201",
        text="Åtgärdsplan 2026 antas.",
    ),
)


def site(**changes):
    return made(
        c.Site,
        changes,
        id=uid("municipality"),
        slug="exempelby",
        name="Exempelby kommun",
        short_name="Exempelby",
        code="9999",
        contact="Näringslivsenheten",
        email="naringsliv@exempelby.example",
        phone="0300-12 34 56",
        website="https://exempelby.example/",
        accent="#1c5d4a",
        region_slug="exempelregionen",
        departments=(
            c.Department(id=uid("office"), name="Kommunledningskontoret", parent=None),
            c.Department(id=uid("unit"), name="Näringslivsenheten", parent=uid("office")),
        ),
    )


def programme(**changes):
    return made(
        c.Programme,
        changes,
        id=uid("programme"),
        slug="naringslivsstrategiskt-program",
        title="Näringslivsstrategiskt program 2021–2035",
        words=words(),
        document_type="Program",
        period_from=2021,
        period_through=2035,
        target_picture="<p>Det ska vara enkelt att driva företag.</p><p>Kommunen möjliggör för företag att växa.</p>",
        purpose="<p>Pekar ut riktningen för kommunens strategiska näringslivsutveckling.</p>",
        process="<p>Ett 20-tal workshoppar 2020–2021.</p>",
        summary="<p>Här står vad kommunen vill för näringslivet till och med 2035.</p>",
        diary_number="2021.083 KS",
        revision_every=4,
        follow_up_cycle="årligen",
        coordinator="Näringslivsenheten",
        accountable="Kommundirektören",
        page_owner="Näringslivsenheten",
        regional_frame="Göteborgsregionens gemensamma målbild 2035",
        predecessor_title="Näringslivspolicy 2017–2020",
        region=region(),
        goals=(goal(),),
        areas=AREAS,
        steps=STEPS,
        groups=(group(),),
        plans=(plan(adopted_by=uid("step plan")),),
        indicators=(indicator(),),
        dialogues=(dialogue(),),
        proposals=(proposal(),),
        as_of=AS_OF,
    )


def follow_up(**changes):
    return made(
        c.FollowUp,
        changes,
        id=uid("follow-up 2025"),
        kind="yearly",
        year=2025,
        refers_to_year=2025,
        slug="2025",
        title="Uppföljning 2025",
        as_of=date(2025, 12, 31),
        diary_number="2026.011 KS",
        summary="<p>En åtgärd är genomförd och en är försenad.</p>",
        verdict="partly",
        motivation="<p>Service och tillstånd utvecklas som planerat.</p>",
        areas=(c.AreaAssessment(area=uid("area klimat"), verdict="on_track", motivation="<p>Betygen stiger.</p>"),),
        deviations="<p>Branschdagarna är flyttade.</p>",
        next_year="<p>Fler branscher bjuds in.</p>",
        approval=c.Approval(
            group="Styrgruppen", on=date(2026, 2, 18), minutes="§ 4", registered_by="näringslivsstrateg"
        ),
        programme=programme(),
    )


KINDS = {c.Programme: "programme", c.FollowUp: "follow_up", c.Site: "site"}


def published(content, version=1, **envelope):
    """Return a publication of the content; `record` gives it its place in the chain."""
    return c.Published(
        envelope=made(
            c.Envelope,
            envelope,
            municipality=uid("municipality"),
            kind=KINDS[type(content)],
            subject=content.id,
            version=version,
            schema=1,
            published_at="2026-11-03T09:00:00Z",
            published_by="Näringslivsenheten",
            change="decision" if version == 1 else "update",
            refers_to=getattr(content, "as_of", None),
            content=hashlib.sha256(repr(content).encode()).hexdigest(),
        ),
        entry="",
        content=content,
    )


def record(*publications, slug="exempelby"):
    """Return the publications as a municipality's record, numbered and chained in the order given."""
    chained, previous = [], ""
    for sequence, one in enumerate(publications, start=1):
        envelope = replace(one.envelope, sequence=sequence, previous=previous)
        previous = hashlib.sha256(repr(envelope).encode()).hexdigest()
        chained.append(c.Published(envelope=envelope, entry=previous, content=one.content))
    return c.Record(slug=slug, publications=tuple(chained), entries=tuple(chained))


def whole_record():
    """Return a record with one publication of each kind."""
    return record(published(site()), published(programme()), published(follow_up()))
