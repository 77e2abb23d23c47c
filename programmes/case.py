"""The case of a programme: its steps, the state that follows from them, and both in words.

Plain functions of steps and days, without a database. A step is anything with the attributes of a case step: `kind`,
`concerns`, `body`, `body_name`, `on` (a PartialDate), `until`, `paragraph`, `is_decision`, `takes_effect`,
`extends_through`.

A programme is adopted, extended or repealed by a decision, never by an approval of, say, a business council. What is
in force or expired follows from decisions and days. A step whose day is not known has happened; one whose day lies
ahead has not. A decision that takes effect later changes nothing before that day.
"""

from datetime import date

from programmes.course import in_order
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


def in_effect(step, on):
    return step.takes_effect is None or step.takes_effect <= on


def decisions(steps, kinds, on):
    """Return the decisions on the programme of the given kinds that had been taken, oldest first."""
    return in_order(
        [s for s in steps if s.concerns == "programme" and s.is_decision and s.kind in kinds and happened(s, on)]
    )


def latest_decision(steps, on=date.max):
    """Return the latest decision that shaped the programme, or None."""
    return next(reversed(decisions(steps, DECIDED, on)), None)


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


def halted(steps, on):
    """Return the latest step on the programme where it was tabled or referred back, else None."""
    taken = in_order([s for s in steps if s.concerns == "programme" and happened(s, on)])
    return taken[-1] if taken and taken[-1].kind in ("tabling", "referral_back") else None


def last_year(steps, period_through, on):
    """Return the last year that the programme is in force, extensions counted; None is until further notice.

    An extension never shortens a period, and is over once the programme has been adopted anew.
    """
    taken = decisions(steps, {"adoption", "extension"}, on)
    if not taken or taken[-1].kind == "adoption":
        return period_through
    through = taken[-1].extends_through
    return None if through is None else max(through, period_through or through)


def ruling(steps, on):
    """Return the decision on whether the programme stands that is in effect: an adoption, a repeal or None."""
    taken = [step for step in decisions(steps, {"adoption", "repeal"}, on) if in_effect(step, on)]
    return taken[-1] if taken else None


def coming(steps, on):
    """Return the decisions on the programme that have been taken and take effect later."""
    return [step for step in decisions(steps, DECIDED, on) if not in_effect(step, on)]


def state(steps, period_from, period_through, on):
    """Return where the programme stands on a day; without a known adoption it is a draft, or out on referral."""
    if adoption(steps, on) is None:
        return REFERRAL if open_referral(steps, on) else DRAFT
    rules = ruling(steps, on)
    if rules is not None and rules.kind == "repeal":
        return REPEALED
    if rules is None or (period_from is not None and on.year < period_from):
        return ADOPTED
    last = last_year(steps, period_through, on)
    if last is not None and on.year > last:
        return EXPIRED
    return EXTENDED if last != period_through else IN_FORCE


def state_in_words(steps, period_from, period_through, word, on):
    """Return what a reader has to know of a programme that is not simply in force, in sentences, else nothing.

    `word` is the programme's own word: "Programmet gällde till och med 2023.", "Strategin är antagen …".
    """
    the = word.definite[:1].upper() + word.definite[1:]
    neuter = word.article == "ett"
    last = last_year(steps, period_through, on)
    match state(steps, period_from, period_through, on):
        case "draft":
            stands = f"{the} är ett förslag och är inte {'antaget' if neuter else 'antagen'}."
            return " ".join([stands, *halted_in_words(steps, on)])
        case "referral":
            until = open_referral(steps, on).until
            return f"{the} är på remiss{f' till och med {long_date(until)}' if until else ''}."
        case "adopted":
            day = adoption(steps, on).takes_effect
            begins = f"den {long_date(day)}" if day else period_from
            return f"{the} är {'antaget' if neuter else 'antagen'} och gäller från {begins}."
        case "extended":
            until = f"till och med {last}" if last else "tills vidare"
            stands = f"{the} är {'förlängt' if neuter else 'förlängd'} {until}."
        case "expired":
            return f"{the} gällde till och med {last}."
        case "repealed":
            return f"{the} {lower_first(in_words(ruling(steps, on)))}."
        case _:
            stands = ""
    return " ".join(filter(None, [stands, *coming_in_words(steps, word, on)]))


def halted_in_words(steps, on):
    """Yield what keeps a proposal from being decided."""
    step = halted(steps, on)
    if step is not None:
        goes_on = {"tabling": "Beslutet tas vid ett senare sammanträde.", "referral_back": "Det bereds på nytt."}
        yield f"Ärendet {lower_first(in_words(step))}. {goes_on[step.kind]}"


def coming_in_words(steps, word, on):
    """Yield what has been decided and takes effect later."""
    the = word.definite[:1].upper() + word.definite[1:]
    said = {
        "adoption": f"{the} har antagits på nytt. Beslutet",
        "revision": "En revidering är beslutad. Den",
        "extension": f"{the} förlängs. Beslutet",
    }
    for step in coming(steps, on):
        day = f"den {long_date(step.takes_effect)}"
        if step.kind == "repeal":
            yield f"{the} är {'upphävt' if word.article == 'ett' else 'upphävd'} från {day}."
        else:
            yield f"{said[step.kind]} gäller från {day}."


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


def next_revision(steps, revision_every, on, period_through=None):
    """Return (year, words) of the revision due after the latest adoption or revision, or None where none is due.

    A year that has passed without a revision is said so: (2023, "Skulle ha reviderats 2023"). What is over by then is
    not revised.
    """
    dated = [step for step in decisions(steps, {"adoption", "revision"}, on) if step.on]
    rules = ruling(steps, on)
    if revision_every is None or not dated or (rules is not None and rules.kind == "repeal"):
        return None
    year, last = dated[-1].on.value.year + revision_every, last_year(steps, period_through, on)
    if last is not None and year > last:
        return None
    return year, f"{'Skulle ha reviderats' if year < on.year else 'Revideras'} {year}"
