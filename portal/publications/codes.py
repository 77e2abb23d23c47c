"""What the codes in a publication are called in Swedish."""

from portal.publications import content as c
from programmes import case

KINDS = {"programme": "Program", "follow_up": "Uppföljning", "site": "Kommunens uppgifter"} | {
    "withdrawal": "Tillbakadragande",
    "pin": "Återgång",
}
PROPOSAL_STATES = {
    "received": "Inkommet",
    "under_review": "Under granskning",
    "feasible": "Bedömt som genomförbart",
    "not_feasible": "Bedömt som inte genomförbart",
    "became_action": "Blev en del av planen",
    "referred": "Lämnat vidare",
    "dormant": "Vilande",
}
DIALOGUE_KINDS = {
    "meeting": "Dialogmöte",
    "round_table": "Rundabordssamtal",
    "workshop": "Workshop",
    "general_meeting": "Stormöte",
    "forum": "Näringslivsforum",
    "breakfast": "Frukostmöte",
    "other": "Dialog",
}
PLAN_STATES = {"draft": "Förslag", "adopted": "Antagen", "closed": "Avslutad"}
FOLLOW_UP_KINDS = {
    "yearly": "Årlig uppföljning",
    "interim": "Delårsuppföljning",
    "final": "Slutuppföljning",
    "evaluation": "Utvärdering",
}
GROUP_KINDS = {
    "working_group": "Arbetsgrupp",
    "steering_group": "Styrgrupp",
    "business_council": "Näringslivsråd",
    "other": "Grupp",
}
SECTIONS = {  # of a report, those that can be left out
    "programme": "Om programmet",
    "key": "Så läser du rapporten",
    "dialogues": "Dialoger och förslag",
    "definitions": "Definitioner och källor",
}
PLACES = {
    "summary": "efter sammanfattningen",
    "key": "före områdena",
    "areas": "efter områdena",
    "next_year": "efter nästa år",
    "definitions": "efter definitioner och källor",
}
CHANGES = {"decision": "Nytt beslut", "correction": "Rättad", "update": "Löpande uppdatering"}
MISSING = {
    "not_published": "ännu inte publicerat",
    "not_measured": "mättes inte",
    "too_few": "för få svar",
    "not_applicable": "inte tillämpligt",
    "withheld": "visas inte, skyddar ett annat värde",
}
CODES = {
    (c.Action, "status"): {
        "not_started": "Ej påbörjad",
        "ongoing": "Pågår",
        "completed": "Genomförd",
        "cancelled": "Utgår",
    },
    (c.Plan, "state"): PLAN_STATES,
    (c.Proposal, "state"): PROPOSAL_STATES,
    (c.Dialogue, "kind"): DIALOGUE_KINDS,
    (c.Step, "kind"): case.KINDS,
    (c.Step, "body"): case.BODIES,
    (c.Step, "concerns"): case.CONCERNS,
    (c.Group, "kind"): GROUP_KINDS,
    (c.FollowUp, "kind"): FOLLOW_UP_KINDS,
    (c.FollowUp, "left_out"): SECTIONS,
    (c.Section, "place"): PLACES,
    (c.Indicator, "direction"): {"up": "högre är bättre", "down": "lägre är bättre", "neutral": "ingen bestämd"},
    (c.Indicator, "source_kind"): {"manual": "egen uppgift", "kolada": "Kolada", "scb": "SCB"},
    (c.Observation, "missing"): MISSING,
    (c.ComparedValue, "missing"): MISSING,
    (c.Indicator, "licence"): {"cc0": "CC0 1.0", "cc_by": "CC BY 4.0", "source": "källans egna villkor"},
    (c.Comparison, "kind"): {
        "municipality": "kommun",
        "region": "region",
        "similar": "liknande kommuner",
        "country": "riket",
    },
    (c.Target, "operator"): {"ge": "minst", "le": "högst", "eq": "exakt"}
    | {"top": "platsen eller bättre", "keep": "att nivån hålls hela tiden"},
    (c.Target, "kind"): {"level": "en nivå", "change": "en förändring"},
    (c.Quantity, "kind"): {"level": "en nivå", "change": "en förändring"},
}
VERDICTS = {
    "on_track": "På väg",
    "partly": "Delvis på väg",
    "hard": "Svårt att nå",
    "too_early": "För tidigt att säga",
    "data_missing": "Data saknas",
}
CODES |= {
    (c.Indicator, "assessment"): VERDICTS,
    (c.FollowUp, "verdict"): VERDICTS,
    (c.AreaAssessment, "verdict"): VERDICTS,
}
