"""The case of a programme: its steps, the state that follows from them, and both in words.

Plain functions of steps and days, without a database. A step is anything with the attributes of a case step: `kind`,
`concerns`, `body`, `body_name`, `on` (a PartialDate), `until`, `paragraph`, `is_decision`, `extends_through`.

A programme is adopted, extended or repealed by a decision, never by an approval of, say, a business council. What is
in force or expired follows from decisions and days. A step whose day is not known has happened; one whose day lies
ahead has not.
"""

from datetime import date

from programmes.dates import DAY, MONTH, UNKNOWN, YEAR_UNCERTAIN, long_date
from programmes.formats import paragraph

KINDS = {
    "commission": "Uppdrag",
    "official_report": "Tjänsteskrivelse",
    "referral": "Remiss",
    "submission": "Inlämning till politisk behandling",
    "preparation": "Beredning",
    "approval": "Godkännande",
    "adoption": "Antagande",
    "revision": "Revidering",
    "extension": "Förlängning",
    "repeal": "Upphävande",
    "referral_back": "Återremiss",
    "tabling": "Bordläggning",
    "noting": "Lades till handlingarna",
    "currency_review": "Aktualitetsprövning",
    "assignment_fulfilled": "Uppdraget förklarades fullgjort",
}
KINDS_IN_ENGLISH = {
    "commission": "Commission",
    "official_report": "Official report",
    "referral": "Referral for comment",
    "submission": "Submission for political treatment",
    "preparation": "Preparation",
    "approval": "Approval",
    "adoption": "Adoption",
    "revision": "Revision",
    "extension": "Extension",
    "repeal": "Repeal",
    "referral_back": "Referral back",
    "tabling": "Tabling",
    "noting": "Noting",
    "currency_review": "Review of currency",
    "assignment_fulfilled": "Assignment declared fulfilled",
}
DECIDED = ("adoption", "revision", "extension", "repeal")  # steps that only a decision can take
BODIES = {
    "KF": "kommunfullmäktige",
    "KS": "kommunstyrelsen",
    "KSAU": "kommunstyrelsens arbetsutskott",
    "board": "nämnden",
    "council": "näringslivsrådet",
    "department": "förvaltningen",
    "group": "gruppen",
    "other": "",
    "": "",
}
BODIES_IN_ENGLISH = {
    "KF": "municipal council (KF)",
    "KS": "municipal executive board (KS)",
    "KSAU": "working committee of the municipal executive board (KSAU)",
    "board": "board",
    "council": "business council",
    "department": "department",
    "group": "group",
    "other": "other",
    "": "not known",
}
CONCERNS = {"programme": "Programmet", "plan": "Planen", "follow_up": "Uppföljningen"}

DRAFT, REFERRAL, ADOPTED, IN_FORCE = "draft", "referral", "adopted", "in_force"
EXTENDED, EXPIRED, REPEALED = "extended", "expired", "repealed"
STATES = {
    DRAFT: "Förslag",
    REFERRAL: "På remiss",
    ADOPTED: "Antaget, gäller inte än",
    IN_FORCE: "Gäller",
    EXTENDED: "Förlängt",
    EXPIRED: "Har slutat gälla",
    REPEALED: "Upphävt",
}
STATES_IN_ENGLISH = {
    DRAFT: "Draft",
    REFERRAL: "Out for comment",
    ADOPTED: "Adopted, not yet in force",
    IN_FORCE: "In force",
    EXTENDED: "Extended",
    EXPIRED: "Expired",
    REPEALED: "Repealed",
}
VERBS = {
    "adoption": "Antogs",
    "approval": "Godkändes",
    "revision": "Reviderades",
    "extension": "Förlängdes",
    "repeal": "Upphävdes",
    "referral_back": "Återremitterades",
    "tabling": "Bordlades",
    "noting": "Lades till handlingarna",
}


def happened(step, on):
    return not step.on or step.on.value <= on


def decisions(steps, kinds, on):
    """Return the decisions on the programme of the given kinds that had been taken, oldest first.

    A later decision without a day comes last: only what has been adopted can be extended or repealed.
    """
    taken = [s for s in steps if s.concerns == "programme" and s.is_decision and s.kind in kinds and happened(s, on)]
    return sorted(taken, key=lambda s: s.on.value or (date.min if s.kind == "adoption" else date.max))


def adoption(steps, on=date.max):
    """Return the decision that adopted the programme, the latest if there are several, or None."""
    return next(reversed(decisions(steps, {"adoption"}, on)), None)


def open_referral(steps, on):
    """Return the referral that the programme is out on: begun, not over, and nothing later has happened."""
    dated = [s for s in steps if s.concerns == "programme" and s.on and happened(s, on)]
    latest = max(dated, key=lambda step: step.on.value, default=None)
    if latest is None or latest.kind != "referral":
        return None
    return latest if latest.until is None or on <= latest.until else None


def last_year(steps, period_through, on):
    """Return the last year that the programme is in force, extensions counted; None is until further notice."""
    extensions = decisions(steps, {"extension"}, on)
    return extensions[-1].extends_through if extensions else period_through


def state(steps, period_from, period_through, on):
    """Return where the programme stands on a day; without a known adoption it is a draft, or out on referral."""
    adopted = adoption(steps, on)
    if adopted is None:
        return REFERRAL if open_referral(steps, on) else DRAFT
    latest = decisions(steps, {"adoption", "repeal"}, on)[-1]
    if latest.kind == "repeal":
        return REPEALED
    if period_from is not None and on.year < period_from:
        return ADOPTED
    last = last_year(steps, period_through, on)
    if last is not None and on.year > last:
        return EXPIRED
    return EXTENDED if last != period_through else IN_FORCE


def state_in_words(steps, period_from, period_through, word, on):
    """Return a sentence about a programme that is not simply in force, else nothing.

    `word` is the programme's own word: "Programmet gällde till och med 2023.", "Strategin är antagen …".
    """
    the = word.the[:1].upper() + word.the[1:]
    neuter = word.article == "ett"
    last = last_year(steps, period_through, on)
    match state(steps, period_from, period_through, on):
        case "draft":
            return f"{the} är ett förslag och är inte {'antaget' if neuter else 'antagen'}."
        case "referral":
            until = open_referral(steps, on).until
            return f"{the} är på remiss{f' till och med {long_date(until)}' if until else ''}."
        case "adopted":
            return f"{the} är {'antaget' if neuter else 'antagen'} och gäller från {period_from}."
        case "extended":
            return (
                f"{the} är {'förlängt' if neuter else 'förlängd'} {f'till och med {last}' if last else 'tills vidare'}."
            )
        case "expired":
            return f"{the} gällde till och med {last}."
        case "repealed":
            return f"{the} {lower_first(in_words(decisions(steps, {'repeal'}, on)[-1]))}."
    return ""


def lower_first(text):
    return text[:1].lower() + text[1:]


def body_name(step):
    """Return the body as written in running text, or nothing where it is not known."""
    return step.body_name or BODIES[step.body]


def when(partial):
    """Return "den 20 april 2023", "i juni 2022", "2022", or nothing."""
    lead = {DAY: "den ", YEAR_UNCERTAIN: "den ", MONTH: "i "}.get(partial.precision, "")
    return lead + partial.text


def in_words(step):
    """Return what happened: "Antogs av kommunfullmäktige i juni 2022", "Antogs den 20 april 2023"; parts known only."""
    body = body_name(step)
    parts = [
        VERBS.get(step.kind, KINDS[step.kind]),
        f"av {body}" if body and step.kind in VERBS else body,
        when(step.on),
    ]
    text = " ".join(part for part in parts if part)
    return f"{text}, {paragraph(step.paragraph)}" if step.paragraph else text


def adopted_in_words(steps, on=date.max):
    """Return "Antogs av kommunfullmäktige i juni 2022", or nothing where neither body nor day is known."""
    step = adoption(steps, on)
    if step is None or (not body_name(step) and step.on.precision == UNKNOWN):
        return ""
    return in_words(step)


def next_revision(steps, revision_every, on):
    """Return (year, words) of the revision due after the latest adoption or revision, or None where none is decided.

    A year that has passed without a revision is said so: (2023, "Skulle ha reviderats 2023").
    """
    dated = [step for step in decisions(steps, {"adoption", "revision"}, on) if step.on]
    if revision_every is None or not dated:
        return None
    year = dated[-1].on.value.year + revision_every
    return year, f"{'Skulle ha reviderats' if year < on.year else 'Revideras'} {year}"
