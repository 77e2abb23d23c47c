"""The case as a story: what happened, told in sentences to somebody who is no official."""

from dataclasses import dataclass

from portal.public.pages.edition import capital, noun
from portal.publications.content import File, Step
from programmes import case
from programmes.course import in_order
from programmes.dates import long_date
from programmes.formats import paragraph, years

# What happened, before who did it; {the} is the programme, the plan or the follow-up.
SENTENCES = {
    "commission": "Uppdraget gavs",
    "official_report": "Tjänsteskrivelse",
    "referral": "Förslaget skickades på remiss",
    "submission": "Förslaget lämnades in till politisk behandling",
    "preparation": "Ärendet bereddes",
    "approval": "{the} godkändes",
    "adoption": "{the} antogs",
    "revision": "{the} reviderades",
    "extension": "{the} förlängdes",
    "repeal": "{the} upphävdes",
    "referral_back": "Ärendet återremitterades",
    "tabling": "Ärendet bordlades",
    "noting": "Ärendet lades till handlingarna",
    "currency_review": "{the} aktualitetsprövades",
    "assignment_fulfilled": "Uppdraget förklarades fullgjort",
}
# What a step means, said the first time that it comes up.
MEANINGS = {
    "official_report": "En tjänsteskrivelse är tjänstepersonernas förslag till politikerna.",
    "referral": "På remiss får de som berörs läsa förslaget och lämna synpunkter innan det behandlas.",
    "submission": "Nu är förslaget färdigt och lämnas över till politikerna.",
    "preparation": "Att bereda ett ärende är att gå igenom det inför beslutet.",
    "referral_back": "En återremiss skickar tillbaka ärendet för att det ska utredas mer. Förslaget är varken antaget "
    "eller avslaget.",
    "tabling": "Att bordlägga är att skjuta upp beslutet till ett senare sammanträde.",
    "noting": "Det betyder att de har tagit del av ärendet utan att besluta något mer i sak.",
    "currency_review": "Då prövas om innehållet fortfarande stämmer.",
    "assignment_fulfilled": "Det betyder att det som skulle göras enligt uppdraget är gjort.",
}
APPROVAL = "Ett godkännande är ett stöd för innehållet. Det är inget beslut om att anta det."
NO_DECISION = {"approval": "Godkännande, inget beslut", "official_report": "Förslag, inget beslut"}
APPEAL = "Den som är medlem i kommunen kan begära att domstol prövar om beslutet är lagligt."


@dataclass(frozen=True)
class Told:
    """One step as the pages tell it."""

    step: Step
    day: str
    heading: str
    is_decision: bool
    mark: str  # "Beslut", or what it is instead
    meaning: str
    facts: str
    appeal: str
    subject: str  # the plan or follow-up that it concerns, where the heading does not name it
    subject_href: str
    attachments: tuple[tuple[File, str], ...]  # with the address of each, "" where its bytes are gone

    @property
    def anchor(self):
        return anchor(self.step.id)


def anchor(id):
    return f"steg-{id}"


def step_href(book, id):
    """Return where the step with an id is told, for ever."""
    return f"#{anchor(id)}" if book.whole else f"{book.home}beslut/#{anchor(id)}"


def story(steps, book, edition=None):
    """Return the steps told in the order in which they followed upon each other; files only with an `edition`."""
    explained, found = set(), []
    for step in in_order(steps):
        found.append(told(step, book, edition, explains=step.kind not in explained))
        explained.add(step.kind)
    return found


def concerning(id, book):
    """Return the steps that concern a plan or a follow-up, told, each with the address of its own place."""
    decided = {plan.adopted_by for plan in book.programme.plans if plan.id == id}
    steps = [step for step in book.programme.steps if step.subject == id or step.id in decided]
    return [(told(step, book, explains=False), step_href(book, step.id)) for step in in_order(steps)]


def told(step, book, edition=None, *, explains=True):
    """Return a step told; unknown parts are left out."""
    the, href = subject(step, book, edition)
    ahead = not case.happened(step, book.as_of)
    named = "{the}" in SENTENCES[step.kind] and not ahead
    return Told(
        step=step,
        day=step.on.text or "Dagen är inte känd",
        heading=planned(step) if ahead else sentence(step, the),
        is_decision=step.is_decision and not ahead,
        mark="Planerat" if ahead else mark(step),
        meaning=meaning(step) if explains and not ahead else "",
        facts=facts(step),
        appeal=appeal(step, book.as_of),
        subject="" if step.concerns == "programme" or named and not href else the,
        subject_href=href,
        attachments=tuple((file, edition.file_address(file)) for file in step.attachments) if edition else (),
    )


def mark(step):
    """Return "Beslut", or what the step is instead."""
    return "Beslut" if step.is_decision else NO_DECISION.get(step.kind, case.KINDS[step.kind])


def subject(step, book, edition=None):
    """Return what a step concerns and its address, where it has one: the programme, a plan or a follow-up."""
    if step.concerns == "programme":
        return noun(book.words.programme), ""
    for plan in book.programme.plans:
        if plan.id == step.subject or (step.subject is None and plan.adopted_by == step.id):
            return plan.title, book.place(plan)
    if edition and not book.whole and step.subject:
        for published in edition.follow_ups(book):
            if published.envelope.subject == step.subject:
                return published.content.title, f"{book.home}uppfoljning/{published.content.slug}/"
    unnamed = noun(book.words.plan) if step.concerns == "plan" else case.CONCERNS[step.concerns]
    return step.subject_name or unnamed, ""


def sentence(step, the):
    """Return "Programmet antogs av kommunfullmäktige (KF)"."""
    body = named_body(step)
    by = "från" if step.kind == "official_report" else "av"
    happened = SENTENCES[step.kind].format(the=the)
    return f"{happened} {by} {body}" if body else happened


def planned(step):
    return ", ".join(filter(None, [case.KINDS[step.kind], named_body(step)]))


def named_body(step):
    """Return the body with its initials, by which people know it."""
    body = case.body_name(step)
    return f"{body} ({step.body})" if step.body in ("KF", "KS") and not step.body_name else body


def meaning(step):
    if step.kind == "approval":
        return "" if step.is_decision else APPROVAL
    return MEANINGS.get(step.kind, "")


def facts(step):
    """Return what is known of a step beside its heading, in one line."""
    extended = f"till och med {step.extends_through}" if step.extends_through else "tills vidare"
    found = (
        paragraph(step.paragraph) if step.paragraph else "",
        f"dnr {step.diary_number}" if step.diary_number else "",
        f"sista svarsdag {long_date(step.until)}" if step.until else "",
        f"gäller {extended}" if step.kind == "extension" else "",
        f"gäller från {long_date(step.takes_effect)}" if step.takes_effect and step.kind != "repeal" else "",
        f"upphör att gälla {long_date(step.takes_effect)}" if step.takes_effect and step.kind == "repeal" else "",
    )
    return capital(", ".join(fact for fact in found if fact))


def appeal(step, on):
    """Return whether a decision can be appealed, or when the time for that ended, where it is known."""
    if step.appeal_until is None:
        return ""
    day = long_date(step.appeal_until)
    if step.appeal_until < on:
        return f"Överklagandetiden gick ut {day}."
    return f"Beslutet kan överklagas till och med {day}. {APPEAL}"


def standing(book):
    """Return where the programme stands today, in sentences, the first thing to know."""
    p = book.programme
    taken = case.decisions(p.steps, {"adoption", "revision"}, book.as_of)
    worded = [step for step in taken if case.in_effect(step, book.as_of)]
    due = case.next_revision(p.steps, p.revision_every, book.as_of, p.period_through)
    period = years(p.period_from, p.period_through)
    if book.state == case.IN_FORCE:
        yield f"{capital(book.words.programme.definite)} gäller{f' {period}' if period else ''}."
    if book.remark:
        yield book.remark
    if worded and book.state != case.REPEALED:
        yield f"{case.in_words(worded[-1])}."
    if due:
        yield f"{due[1]}."
