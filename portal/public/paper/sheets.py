"""The follow-up as a workbook: one sheet a part, numbers as numbers and days as days, to be worked with.

Rows are the report's own: the same actions, words and marks. What has nothing to say gets no sheet; a column is always
there, so that one year's sheet can be laid beside the next.
"""

from actions.sheets.writing import Sheet, workbook
from portal.public.pages.approval import told
from portal.public.pages.book import Book
from portal.public.pages.colours import readable
from portal.public.pages.overview import WORDS, area_name, code, verdict
from portal.public.pages.report import history, left_out_told, period_told
from portal.public.paper import figure_sheets
from portal.public.paper.columns import BROAD, DAY, EXAMPLE, NARROW, SOURCE, TEXT, USUAL, day, figure, table, word, yes
from portal.publications.codes import DIALOGUE_KINDS, FOLLOW_UP_KINDS, PLACES, PROPOSAL_STATES
from programmes.rich import plain

PLURALS = {code: forms[-1] for code, (_, forms) in WORDS.items()}


def report_workbook(follow_up, site, content_hash):
    """Return the report's workbook; the same content gives the same bytes."""
    book = Book(site.slug, follow_up.programme, follow_up.as_of, readable(site.accent))
    entries, measures = book.actions_of(book.programme.plans), book.programme.indicators
    sheets = (
        ("", overview(book, follow_up, site, content_hash)),
        ("", actions(book, entries)),
        ("", figure_sheets.indicators(book, measures)),
        ("", figure_sheets.values(measures)),
        ("", figure_sheets.comparisons(measures)),
        ("programme", goals(book)),
        ("", areas(book, follow_up, entries)),
        ("dialogues", dialogues(book)),
        ("dialogues", proposals(book)),
        ("definitions", figure_sheets.definitions(measures)),
        ("definitions", figure_sheets.events(measures)),
        ("", case_of(book, follow_up)),
        ("", own_sections(follow_up)),
    )
    return workbook(sheet for code, sheet in sheets if sheet.rows and code not in follow_up.left_out)


def overview(book, follow_up, site, content_hash):
    rows = (
        ("Kommun", site.name),
        (book.words.programme.title, follow_up.programme.title),
        ("Uppföljning", follow_up.title),
        ("Slag", FOLLOW_UP_KINDS.get(follow_up.kind, "")),
        ("Avser år", follow_up.year),
        ("De flesta siffror från år", follow_up.refers_to_year),
        ("Period", period_told(follow_up)),
        ("Läget per", follow_up.as_of),
        ("Diarienummer", follow_up.diary_number or follow_up.programme.diary_number),
        *approved(follow_up.approval),
        ("Samlad bedömning", word(verdict(follow_up.verdict))),
        ("Motivering", plain(follow_up.motivation)),
        ("Sammanfattning", plain(follow_up.summary)),
        *counts(book, follow_up),
        ("Avvikelser", plain(follow_up.deviations)),
        ("Nästa år", plain(follow_up.next_year)),
        ("Utelämnade avsnitt", left_out_told(follow_up)),
        ("Exempeldata", yes(follow_up.example)),
        ("Innehållets kontrollsumma", content_hash),
    )
    return Sheet("Översikt", (("Uppgift", BROAD), ("Innehåll", TEXT)), [row for row in rows if row[1] != ""])


def approved(approval):
    if approval:
        yield from (("Godkänd av", approval.group), ("Godkänd", approval.on), ("Protokoll", approval.minutes))
        yield "Om godkännandet", told(approval)


def counts(book, follow_up):
    """Yield how many actions have each mark: "Åtgärder, försenade", 3."""
    for one in book.tally(book.programme.plans):
        yield f"{book.words.action.titles}, {PLURALS[one.code]}", one.count


def actions(book, entries):
    words = book.words
    measures = {indicator.id: indicator.name for indicator in book.programme.indicators}
    columns = (
        ("Nr", NARROW, lambda entry: entry.action.number),
        (words.action.title, BROAD, lambda entry: entry.action.title),
        (words.plan.title, USUAL, lambda entry: entry.plan.title),
        (words.area.title, USUAL, lambda entry: area_name(entry.area, words) if entry.area else ""),
        ("Ansvarig", USUAL, lambda entry: entry.action.responsible),
        ("Roll", USUAL, lambda entry: entry.action.responsible_role),
        ("Medverkande", USUAL, lambda entry: ", ".join(entry.action.participating)),
        ("Samverkan med", USUAL, lambda entry: entry.action.partners),
        ("Start", DAY, lambda entry: entry.action.start),
        ("Antaget slutdatum", DAY, lambda entry: entry.action.end_adopted),
        ("Slutdatum", DAY, lambda entry: entry.action.end),
        ("Skäl till ändrat slutdatum", BROAD, lambda entry: entry.action.end_reason),
        ("Löpande", NARROW, lambda entry: yes(entry.action.continuous)),
        ("Status", USUAL, lambda entry: entry.mark.word),
        ("Försenad", NARROW, lambda entry: yes(code(entry.action) == "late")),
        ("Klart, %", NARROW, lambda entry: entry.action.progress),
        ("Lägesbeskrivning", TEXT, lambda entry: entry.action.account),
        ("Läget avser", USUAL, lambda entry: entry.action.account_period),
        ("Skäl till bedömningen av förseningen", BROAD, lambda entry: entry.action.late_reason),
        (f"Skäl till att {words.action.the} utgår", BROAD, lambda entry: entry.action.cancel_reason),
        ("Beskrivning", TEXT, lambda entry: entry.action.description),
        ("Förväntat resultat", BROAD, lambda entry: entry.action.expected_result),
        ("Budget", USUAL, lambda entry: entry.action.budget_note),
        ("Indikatorer", BROAD, lambda entry: ", ".join(filter(None, map(measures.get, entry.action.indicators)))),
        ("Källa", USUAL, lambda entry: entry.action.source),
        ("Exempeldata", NARROW, lambda entry: yes(entry.action.example)),
    )
    return table(words.action.titles, columns, entries)


def goals(book):
    def amount(goal, name):
        return getattr(goal.quantity, name) if goal.quantity else None

    columns = (
        ("Nr", NARROW, lambda goal: goal.order),
        ("Tema", USUAL, lambda goal: goal.theme),
        ("Mål", TEXT, lambda goal: goal.wording),
        ("Tal", USUAL, lambda goal: figure(amount(goal, "value"))),
        ("Enhet", USUAL, lambda goal: amount(goal, "unit")),
        ("Utgångsår", NARROW, lambda goal: amount(goal, "base_year")),
        ("Utgångsvärde", USUAL, lambda goal: figure(amount(goal, "base_value"))),
        ("Målår", NARROW, lambda goal: amount(goal, "target_year")),
        (book.words.area.titles, BROAD, lambda goal: names_of(book, goal.areas)),
        *SOURCE,
        *EXAMPLE,
    )
    return table("Mål", columns, book.programme.goals)


def areas(book, follow_up, entries):
    judged = {one.area: one for one in follow_up.areas}
    columns = (
        ("Nr", NARROW, lambda area: area.order),
        (book.words.area.title, BROAD, lambda area: area_name(area, book.words)),
        ("Bedömning", USUAL, lambda area: word(verdict(judged[area.id].verdict)) if area.id in judged else ""),
        ("Motivering", TEXT, lambda area: plain(judged[area.id].motivation) if area.id in judged else ""),
        (f"Antal {book.words.action.many}", NARROW, lambda area: sum(entry.area is area for entry in entries)),
        ("Huvudstrategi", TEXT, lambda area: plain(area.main_strategy)),
        ("Beskrivning", TEXT, lambda area: plain(area.description)),
        ("Regionalt område", BROAD, lambda area: area.regional_area),
        *SOURCE,
        *EXAMPLE,
    )
    return table(book.words.area.titles, columns, book.areas.values())


def dialogues(book):
    columns = (
        ("Dialog", BROAD, lambda held: held.title),
        ("Slag", USUAL, lambda held: DIALOGUE_KINDS[held.kind]),
        ("Datum", DAY, lambda held: day(held.on)),
        ("Återkommer", USUAL, lambda held: held.recurrence),
        ("Tema", USUAL, lambda held: held.theme),
        (book.words.area.titles, BROAD, lambda held: names_of(book, held.areas)),
        ("Deltagare", BROAD, lambda held: held.participants),
        ("Deltagare efter grupp", BROAD, lambda held: ", ".join(f"{group} {count}" for group, count in held.counts)),
        ("Antal deltagare", NARROW, lambda held: sum(count for _, count in held.counts) if held.counts else None),
        ("Sammanfattning", TEXT, lambda held: held.summary),
        *SOURCE,
        *EXAMPLE,
    )
    return table("Dialoger", columns, book.programme.dialogues)


def proposals(book):
    titles = {dialogue.id: dialogue.title for dialogue in book.programme.dialogues}

    def area(proposal):
        return area_name(book.areas[proposal.area], book.words) if proposal.area in book.areas else ""

    def became(proposal):
        return ", ".join(str(book.entries[one].action.number) for one in proposal.actions if one in book.entries)

    columns = (
        ("Förslag", TEXT, lambda proposal: proposal.text),
        ("Inkom", DAY, lambda proposal: day(proposal.received)),
        ("Diarienummer", USUAL, lambda proposal: proposal.diary_number),
        ("Dialog", BROAD, lambda proposal: titles.get(proposal.dialogue, "")),
        (book.words.area.title, USUAL, area),
        ("Hantering", USUAL, lambda proposal: PROPOSAL_STATES[proposal.state]),
        ("Bedömt av", USUAL, lambda proposal: proposal.judged_by),
        ("Skäl", TEXT, lambda proposal: proposal.reason),
        (f"Blev {book.words.action.one} nr", USUAL, became),
        *SOURCE,
        *EXAMPLE,
    )
    return table("Förslag", columns, book.programme.proposals)


def own_sections(follow_up):
    columns = (
        ("Plats", USUAL, lambda section: PLACES[section.place]),
        ("Rubrik", BROAD, lambda section: section.heading),
        ("Text", TEXT, lambda section: plain(section.text)),
        ("Exempeldata", NARROW, lambda section: yes(section.example)),
    )
    return table("Egna avsnitt", columns, follow_up.sections)


def case_of(book, follow_up):
    columns = (
        ("Dag", USUAL, lambda step: step[0] or "Inte känd"),
        ("Vad som hände", TEXT, lambda step: step[1]),
        ("Uppgifter", TEXT, lambda step: step[2]),
    )
    return table("Ärendets gång", columns, history(book, follow_up))


def names_of(book, ids):
    return ", ".join(name for name, _ in book.area_links(ids))
