"""One municipality's published contents, made by hand: each maker takes only what the test is about.

All of it in one: `whole_record()`.
"""

import hashlib
import uuid
from datetime import date
from decimal import Decimal

import msgspec

from portal.publications import content as c
from programmes.dates import PartialDate
from programmes.words import word

AS_OF = date(2026, 11, 3)
NAMESPACE = uuid.UUID("9b6c1f5e-4a0d-4a7e-8f43-0d6d3e5b6a11")


def uid(name):
    """Return the same UUID for the same name, always."""
    return uuid.uuid5(NAMESPACE, name)


def day(text):
    return PartialDate.parse(text)


def with_changes(thing, changes):
    return msgspec.structs.replace(thing, **changes)


def site(**changes):
    return with_changes(
        c.Site(
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
            notice="",
            accessibility_statement="",
            personal_data="",
            departments=(
                c.Department(id=uid("office"), name="Kommunledningskontoret", parent=None),
                c.Department(id=uid("unit"), name="Näringslivsenheten", parent=uid("office")),
            ),
        ),
        changes,
    )


def region(**changes):
    return with_changes(
        c.Region(
            name="Exempelregionen",
            slug="exempelregionen",
            coordinator="Exempelregionens näringslivsbolag",
            target_text="minst 120 000 fler jobb",
            target_value=Decimal(120000),
            target_from_year=2016,
            target_through_year=2035,
            areas=("Kompetensförsörjning", "Företagsklimat"),
            goals=("Bäst klimat för företagande och innovation",),
            source="Regionens program",
        ),
        changes,
    )


def words(**chosen):
    levels = {
        "programme": "näringslivsstrategiskt program",
        "area": "strategi",
        "plan": "åtgärdsplan",
        "action": "åtgärd",
    } | chosen
    return c.Words(**{level: word(level, key) for level, key in levels.items()})


def quantity(**changes):
    return with_changes(
        c.Quantity(
            kind="change",
            value=Decimal(3700),
            unit="jobb",
            base_year=None,
            base_value=None,
            target_year=2035,
        ),
        changes,
    )


def goal(name="jobs", **changes):
    return with_changes(
        c.Goal(
            id=uid(f"goal {name}"),
            order=1,
            theme="Jobb",
            wording="förutsättningar för 3 700 ytterligare jobb till och med 2035",
            quantity=quantity(),
            areas=(uid("area klimat"),),
            source="Programmet, sidan 4",
            example=False,
        ),
        changes,
    )


def area(slug="klimat", **changes):
    return with_changes(
        c.Area(
            id=uid(f"area {slug}"),
            order=1,
            slug=slug,
            name="Företagsklimat",
            main_strategy="Enkelt, snabbt och rättssäkert i varje kontakt med kommunen.",
            description="",
            regional_area="Företagsklimat",
            source="",
            example=False,
        ),
        changes,
    )


def step(name="adoption", **changes):
    return with_changes(
        c.Step(
            id=uid(f"step {name}"),
            kind="adoption",
            concerns="programme",
            body="KF",
            body_name="",
            on=day("2021-06"),
            until=None,
            paragraph="",
            diary_number="",
            text="Näringslivsstrategiskt program 2021–2035 antas.",
            outcome="",
            clauses=(),
            minutes_url="",
            is_decision=True,
            appeal_until=None,
            extends_through=None,
            note="",
            source="",
            example=False,
        ),
        changes,
    )


def group(name="council", **changes):
    return with_changes(
        c.Group(
            id=uid(f"group {name}"),
            kind="business_council",
            name="Näringslivsrådet",
            represented="företag och kommun",
            task="planerar öppna möten två gånger per år",
            source="",
            example=False,
        ),
        changes,
    )


def action(number=1, **changes):
    return with_changes(
        c.Action(
            id=uid(f"action {number}"),
            number=number,
            area=uid("area klimat"),
            title=f"Åtgärd nummer {number}",
            description="",
            expected_result="",
            responsible="Samhällsbyggnadskontoret",
            responsible_role="",
            participating=(),
            partners="",
            start=date(2026, 1, 15),
            end_adopted=date(2026, 12, 15),
            end=date(2026, 12, 15),
            end_reason="",
            continuous=False,
            budget_note="",
            status="ongoing",
            late=False,
            late_reason="",
            cancel_reason="",
            progress=None,
            account="",
            account_period="",
            indicators=(),
            source="",
            example=False,
        ),
        changes,
    )


ACTIONS = (
    action(
        1,
        title="Samlad företagslots för tillståndsärenden",
        description="Ett företag med flera tillstånd möter en person i kommunen.",
        expected_result="Kortare handläggningstid för företagens ärenden.",
        responsible_role="lotssamordnare",
        participating=("Miljöskyddskontoret", "Näringslivsenheten"),
        partners="Företagarna",
        status="completed",
        account="Lotsen är permanentad från 1 januari.",
        account_period="2025",
        indicators=(uid("indicator ranking"),),
    ),
    action(
        2,
        title="Branschdagar för årskurs 8",
        area=uid("area kompetens"),
        responsible="Barn- och ungdomsförvaltningen",
        end_adopted=date(2026, 6, 30),
        end=date(2026, 10, 30),
        end_reason="Flyttas till hösten, skolorna saknar lokal.",
        late=True,
        account="Lokalen är bokad.",
    ),
    action(
        3,
        title="Kartlägg ledig verksamhetsmark",
        progress=60,
        account="18 av 25 områden är klara.",
    ),
    action(
        4,
        title="Gemensamma forskningsprojekt med högskolan",
        area=uid("area kompetens"),
        status="not_started",
        example=True,
    ),
    action(
        5,
        title="Dialog om pendlingsstråket",
        area=uid("area tre"),
        status="cancelled",
        cancel_reason="Hanteras i annat ärende.",
    ),
)


def plan(slug="2026", **changes):
    return with_changes(
        c.Plan(
            id=uid(f"plan {slug}"),
            slug=slug,
            title=f"Åtgärdsplan {slug}",
            area=None,
            start=date(2026, 1, 1),
            end=date(2026, 12, 31),
            state="adopted",
            adopted_by=None,
            summary="",
            summary_on=None,
            actions=ACTIONS,
            source="",
            example=False,
        ),
        changes,
    )


def observation(year=2025, value=121, **changes):
    return with_changes(
        c.Observation(
            definition=1,
            year=year,
            period="",
            sex="T",
            value=None if value is None else Decimal(str(value)),
            missing="" if value is not None else "not_published",
            preliminary=False,
            year_certain=True,
            note="",
            source="Svenskt Näringsliv",
            retrieved=None,
            example=False,
        ),
        changes,
    )


def target(**changes):
    return with_changes(
        c.Target(
            kind="level",
            value=Decimal(60),
            year=2035,
            operator="le",
            base_year=2019,
            base_value=Decimal(176),
            source="",
        ),
        changes,
    )


def definition(version=1, **changes):
    return with_changes(
        c.Definition(
            version=version,
            text="Kommunens plats bland landets 290 kommuner.",
            source_id="",
            from_year=None,
            is_break=False,
        ),
        changes,
    )


def indicator(slug="ranking", **changes):
    return with_changes(
        c.Indicator(
            id=uid(f"indicator {slug}"),
            slug=slug,
            name="Svenskt Näringsliv, ranking",
            theme="Företagsklimat",
            unit="placering",
            decimals=0,
            direction="down",
            tolerance=Decimal(0),
            source_kind="manual",
            source_id="",
            publisher="Svenskt Näringsliv",
            responsible_role="näringslivsstrateg",
            definitions=(definition(),),
            observations=(
                observation(2022, 150),
                observation(2023, 139),
                observation(2024, 144),
                observation(2025, 121),
                observation(2026, None),
            ),
            target=target(),
            assessment="partly",
            motivation="Bättre plats, men långt kvar till målet.",
            areas=(uid("area klimat"),),
            source="",
            example=False,
        ),
        changes,
    )


def dialogue(name="innovation", **changes):
    return with_changes(
        c.Dialogue(
            id=uid(f"dialogue {name}"),
            kind="meeting",
            title="Dialog om innovationskraft",
            on=day("2022"),
            recurrence="",
            theme="Innovation",
            areas=(uid("area kompetens"),),
            counts=(("näringsliv", 24), ("politik", 6)),
            participants="",
            summary="Mötet gav förslag till nästa åtgärdsplan.",
            source="Kommunens nyhet 2022-12-16",
            example=False,
        ),
        changes,
    )


def proposal(name="research", **changes):
    return with_changes(
        c.Proposal(
            id=uid(f"proposal {name}"),
            dialogue=uid("dialogue innovation"),
            text="Identifiera och utveckla gemensamma forskningsprojekt",
            received=day("2022"),
            diary_number="",
            area=uid("area kompetens"),
            state="became_action",
            judged_by="Arbetsgruppen",
            reason="",
            actions=(uid("action 4"),),
            source="",
            example=False,
        ),
        changes,
    )


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


def programme(**changes):
    return with_changes(
        c.Programme(
            id=uid("programme"),
            slug="naringslivsstrategiskt-program",
            title="Näringslivsstrategiskt program 2021–2035",
            words=words(),
            document_type="Program",
            period_from=2021,
            period_through=2035,
            vision="",
            target_picture="Det ska vara enkelt att driva företag.\n\nKommunen möjliggör för företag att växa.",
            purpose="Pekar ut riktningen för kommunens strategiska näringslivsutveckling.",
            background="",
            process="Ett 20-tal workshoppar 2020–2021.",
            summary="Här står vad kommunen vill för näringslivet till och med 2035.",
            context="",
            diary_number="2021.083 KS",
            revision_every=4,
            follow_up_cycle="årligen",
            coordinator="Näringslivsenheten",
            accountable="Kommundirektören",
            page_owner="Näringslivsenheten",
            regional_frame="Göteborgsregionens gemensamma målbild 2035",
            linked_vision="",
            predecessor_title="Näringslivspolicy 2017–2020",
            predecessor_url="",
            areas_note="",
            region=region(),
            goals=(goal(),),
            areas=AREAS,
            steps=STEPS,
            groups=(group(),),
            plans=(plan(adopted_by=uid("step plan")),),
            indicators=(indicator(),),
            dialogues=(dialogue(),),
            proposals=(proposal(),),
            source="",
            example=False,
            as_of=AS_OF,
        ),
        changes,
    )


def follow_up(**changes):
    return with_changes(
        c.FollowUp(
            id=uid("follow-up 2025"),
            kind="yearly",
            year=2025,
            refers_to_year=2025,
            slug="2025",
            title="Uppföljning 2025",
            as_of=date(2025, 12, 31),
            diary_number="2026.011 KS",
            summary="En åtgärd är genomförd och en är försenad.",
            verdict="partly",
            motivation="Service och tillstånd utvecklas som planerat.",
            areas=(c.AreaAssessment(area=uid("area klimat"), verdict="on_track", motivation="Betygen stiger."),),
            deviations="Branschdagarna är flyttade.",
            next_year="Fler branscher bjuds in.",
            approval=c.Approval(
                group="Styrgruppen", on=date(2026, 2, 18), minutes="§ 4", registered_by="näringslivsstrateg"
            ),
            programme=programme(),
            example=False,
        ),
        changes,
    )


KINDS = {c.Programme: "programme", c.FollowUp: "follow_up", c.Site: "site"}


def published(content, version=1, **envelope):
    """Return a publication of the content; `record` gives it its place in the chain."""
    return c.Published(
        envelope=with_changes(
            c.Envelope(
                municipality=uid("municipality"),
                sequence=0,
                kind=KINDS[type(content)],
                subject=content.id,
                version=version,
                schema=1,
                published_at="2026-11-03T09:00:00Z",
                published_by="Näringslivsenheten",
                note="",
                change="decision" if version == 1 else "update",
                decision="",
                refers_to=getattr(content, "as_of", None),
                content=hashlib.sha256(repr(content).encode()).hexdigest(),
                previous="",
            ),
            envelope,
        ),
        entry="",
        content=content,
    )


def record(*publications, slug="exempelby"):
    """Return the publications as a municipality's record, numbered and chained in the order given."""
    chained, previous = [], ""
    for sequence, one in enumerate(publications, start=1):
        envelope = with_changes(one.envelope, {"sequence": sequence, "previous": previous})
        previous = hashlib.sha256(repr(envelope).encode()).hexdigest()
        chained.append(c.Published(envelope=envelope, entry=previous, content=one.content))
    return c.Record(slug=slug, publications=tuple(chained))


def whole_record():
    """Return a record with one publication of each kind."""
    return record(published(site()), published(programme()), published(follow_up()))
