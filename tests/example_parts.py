"""The parts of the example municipality's contents; tests take them from `tests.example`."""

import uuid
from datetime import date
from decimal import Decimal
from typing import get_origin

from msgspec.structs import fields

from portal.publications import content as c
from programmes.dates import PartialDate
from programmes.words import word

NAMESPACE = uuid.UUID("9b6c1f5e-4a0d-4a7e-8f43-0d6d3e5b6a11")


def uid(name):
    """Return the same UUID for the same name, always."""
    return uuid.uuid5(NAMESPACE, name)


def day(text):
    return PartialDate.parse(text)


NOTHING = {str: "", c.Rich: "", int: 0, bool: False, Decimal: Decimal(0), PartialDate: PartialDate()}


def made(kind, changes, /, **facts):
    """Return a thing of a kind with these facts and nothing known beside them, then with the changes."""
    unknown = {field.name: () if get_origin(field.type) is tuple else NOTHING.get(field.type) for field in fields(kind)}
    return kind(**unknown | facts | changes)


def region(**changes):
    return made(
        c.Region,
        changes,
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
    return made(
        c.Quantity,
        changes,
        kind="change",
        value=Decimal(3700),
        unit="jobb",
        target_year=2035,
    )


def goal(name="jobs", **changes):
    return made(
        c.Goal,
        changes,
        id=uid(f"goal {name}"),
        order=1,
        theme="Jobb",
        wording="förutsättningar för 3 700 ytterligare jobb till och med 2035",
        quantity=quantity(),
        areas=(uid("area klimat"),),
        source="Programmet, sidan 4",
    )


def area(slug="klimat", **changes):
    return made(
        c.Area,
        changes,
        id=uid(f"area {slug}"),
        order=1,
        slug=slug,
        name="Företagsklimat",
        main_strategy="<p>Enkelt, snabbt och rättssäkert i varje kontakt med kommunen.</p>",
        regional_area="Företagsklimat",
    )


def step(name="adoption", **changes):
    return made(
        c.Step,
        changes,
        id=uid(f"step {name}"),
        kind="adoption",
        concerns="programme",
        body="KF",
        on=day("2021-06"),
        text="Näringslivsstrategiskt program 2021–2035 antas.",
        is_decision=True,
    )


def group(name="council", **changes):
    return made(
        c.Group,
        changes,
        id=uid(f"group {name}"),
        kind="business_council",
        name="Näringslivsrådet",
        represented="företag och kommun",
        task="planerar öppna möten två gånger per år",
    )


def action(number=1, **changes):
    return made(
        c.Action,
        changes,
        id=uid(f"action {number}"),
        number=number,
        area=uid("area klimat"),
        title=f"Åtgärd nummer {number}",
        responsible="Samhällsbyggnadskontoret",
        start=date(2026, 1, 15),
        end_adopted=date(2026, 12, 15),
        end=date(2026, 12, 15),
        status="ongoing",
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
    return made(
        c.Plan,
        changes,
        id=uid(f"plan {slug}"),
        slug=slug,
        title=f"Åtgärdsplan {slug}",
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        state="adopted",
        actions=ACTIONS,
    )


def observation(year=2025, value=121, **changes):
    return made(
        c.Observation,
        changes,
        definition=1,
        year=year,
        sex="T",
        value=None if value is None else Decimal(str(value)),
        missing="" if value is not None else "not_published",
        year_certain=True,
        source="Svenskt Näringsliv",
    )


def target(**changes):
    return made(
        c.Target,
        changes,
        kind="level",
        value=Decimal(60),
        year=2035,
        operator="le",
        base_year=2019,
        base_value=Decimal(176),
    )


def definition(version=1, **changes):
    return made(
        c.Definition,
        changes,
        version=version,
        text="Kommunens plats bland landets 290 kommuner.",
    )


def indicator(slug="ranking", **changes):
    return made(
        c.Indicator,
        changes,
        id=uid(f"indicator {slug}"),
        slug=slug,
        name="Svenskt Näringsliv, ranking",
        theme="Företagsklimat",
        unit="placering",
        decimals=0,
        direction="down",
        tolerance=Decimal(0),
        source_kind="manual",
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
    )


def dialogue(name="innovation", **changes):
    return made(
        c.Dialogue,
        changes,
        id=uid(f"dialogue {name}"),
        kind="meeting",
        title="Dialog om innovationskraft",
        on=day("2022"),
        theme="Innovation",
        areas=(uid("area kompetens"),),
        counts=(("näringsliv", 24), ("politik", 6)),
        summary="Mötet gav förslag till nästa åtgärdsplan.",
        source="Kommunens nyhet 2022-12-16",
    )


def proposal(name="research", **changes):
    return made(
        c.Proposal,
        changes,
        id=uid(f"proposal {name}"),
        dialogue=uid("dialogue innovation"),
        text="Identifiera och utveckla gemensamma forskningsprojekt",
        received=day("2022"),
        area=uid("area kompetens"),
        state="became_action",
        judged_by="Arbetsgruppen",
        actions=(uid("action 4"),),
    )
