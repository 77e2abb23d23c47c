"""Which column is what: the names that municipalities give them, in Swedish and English, and a guess for a table."""

import re

HEADINGS_WITHIN = 20  # rows, from the top, among which the headings are looked for
KEEP, SKIP = "keep", "skip"  # into the internal note; not at all

SYNONYMS = {  # the first ones of a code are the likelier ones; the portal's own headings stand in `labels`
    "number": "nr, nummer, åtgärdsnummer, åtgärdsnr, åtgärd nr, aktivitetsnummer, aktivitet nr, insats nr, löpnummer,"
    " löpnr, no, number, id, action no, ref",
    "title": "åtgärd, åtgärder, aktivitet, aktiviteter, insats, insatser, rubrik, titel, namn, åtgärd aktivitet,"
    " benämning, uppdrag, handling, vad, vad ska göras, action, actions, activity, measure, title, name, what",
    "area": "område, strategiskt område, strategiskt målområde, målområde, fokusområde, insatsområde, delområde,"
    " prioriterat område, strategi, huvudstrategi, mål, inriktningsmål, delmål, tema, kategori, area, strategic area,"
    " focus area, strategy, goal, theme, category",
    "description": "beskrivning, åtgärdsbeskrivning, beskrivning av åtgärd, beskrivning av aktivitet, innehåll,"
    " genomförande, hur, description, how",
    "expected_result": "förväntat resultat, förväntad effekt, förväntade resultat, förväntade effekter,"
    " önskat resultat, önskad effekt, effektmål, effekt, leverans, syfte, expected result,"
    " expected effect, outcome, purpose",
    "responsible": "ansvarig, ansvarig förvaltning, ansvarig nämnd, ansvarig nämnd förvaltning, ansvarig nämnd bolag,"
    " ansvarig förvaltning bolag, ansvarig enhet, ansvarig avdelning, huvudansvarig, huvudansvar, ansvar, ägare,"
    " förvaltning, nämnd, enhet, vem, responsible, responsible department, department, owner, who",
    "responsible_role": "ansvarig roll, ansvarig funktion, ansvarig befattning, funktion, responsible role, role",
    "responsible_person": "ansvarig person, kontaktperson, handläggare, ansvarig handläggare, ansvarig tjänsteperson,"
    " ansvarig tjänsteman, responsible person, contact, contact person",
    "participating": "medverkande, medverkande enheter, deltagande, deltagande enheter, medverkande förvaltningar,"
    " deltagande förvaltningar, participating, participating units, participants",
    "partners": "samarbetspartner, samarbetspartners, partner, partners, samverkanspartner, samverkanspartners,"
    " samverkan, samverkan med, samverkande parter, samarbete med, externa parter, collaboration, collaborators",
    "dates": "tidplan, tidsplan, tidpunkt, tid, när, genomförandetid, period, tidsperiod, schedule, when, timetable",
    "start": "start, startdatum, startar, påbörjas, från, börjar, start date, starts, from, begins",
    "end": "slutdatum, klart senast, klar senast, färdig senast, ska vara klar, ska vara klart, klart, slut, slutar,"
    " slutförs, deadline, till, till och med, måldatum, planerat slutdatum, förfallodatum, end, end date, due,"
    " due date, ends, until, through",
    "end_adopted": "antaget slutdatum, beslutat slutdatum, ursprungligt slutdatum, adopted end date, original end date",
    "end_reason": "varför slutdatumet flyttats, skäl till flytt, orsak till ändrat slutdatum, orsak till försening,"
    " why the end date was moved, reason for delay",
    "continuous": "löpande, pågår löpande, fortlöpande, kontinuerlig, continuous, ongoing work",
    "status": "status, läge, tillstånd, genomförandestatus, statusbedömning, status åtgärd, status aktivitet, state",
    "cancel_reason": "varför den utgår, orsak till att den utgår, skäl till att den utgår, why it is cancelled,"
    " reason for cancelling",
    "late_override": "försenad eller inte, försenad, late or not, late",
    "late_reason": "varför den bedöms så, why it is judged so",
    "progress": "procent klart, procent, andel klart, färdigställandegrad, klart i procent, per cent done, progress,"
    " percent, percent complete",
    "indicators": "indikatorer, indikator, nyckeltal, mått, indicators, indicators it should move, indicator, kpi",
    "budget_note": "budget, anteckning om budget, kostnad, finansiering, resurser, resurs, ekonomi, kostnad tkr,"
    " budget tkr, budget note,"
    " cost, funding, resources",
    "account": "lägesbeskrivning, lägesrapport, uppföljning, kommentar, kommentarer, kommentar till status,"
    " statuskommentar, uppföljningskommentar, resultat, resultat och kommentar, utfall, analys, läge kommentar,"
    " vad har gjorts, account, account for the public, comment, comments, follow up, report, progress note",
    "period": "rapportens period, rapportperiod, uppföljningsperiod, rapporteringsperiod, avser period, period, år,"
    " report period, the period of the report, year",
    "ready": "rapporten klar, klarmarkerad, report ready, the report is ready",
    "report_note": "rapportens interna anteckning, internal note of the report",
    "internal_note": "intern anteckning, interna anteckningar, anteckning, anteckningar, notering, noteringar, övrigt,"
    " internal note, note, notes, remarks",
    "provenance": "källa, beslutsreferens, source, provenance",
}
CODES = tuple(SYNONYMS)
OF_REPORTS = ("number", "title", "status", "cancel_reason", "period", "account", "ready", "report_note")
OF_ACTIONS = CODES


def plain(heading):
    """Return a heading in small letters, without signs, brackets and what stands in them."""
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading.casefold().replace("#", " nr ").replace("%", " procent "))
    return " ".join(re.findall(r"\w+", text)) or " ".join(re.findall(r"\w+", heading.casefold()))


NAMES = {
    code: {plain(name): rank for rank, name in reversed(list(enumerate(names.split(", "))))}
    for code, names in SYNONYMS.items()
}


def fitness(code, heading):
    """Say how well a heading fits a column: 0 not at all, 2 and more by its name, else by how it begins."""
    name = plain(heading)
    if name in NAMES[code]:
        return 3 - NAMES[code][name] / 100
    begins = [len(known) for known in NAMES[code] if len(known) > 3 and name.startswith(f"{known} ")]
    return max(begins, default=0) / 100


def guess(headings, codes=OF_ACTIONS):
    """Return one code for each heading; each code once, the best fit first, and what fits nothing is kept."""
    fits = [
        (-fitness(code, heading), codes.index(code), column)
        for column, heading in enumerate(headings)
        if heading
        for code in codes
    ]
    chosen, taken = {}, set()
    for fit, order, column in sorted(fits):
        if fit and column not in chosen and order not in taken:
            chosen[column] = codes[order]
            taken.add(order)
    return [chosen.get(column, KEEP) for column in range(len(headings))]


def known(headings, codes=OF_ACTIONS):
    """Return how many of the codes are named exactly."""
    return len({code for heading in headings if heading for code in codes if fitness(code, heading) >= 2})


def headings_of(line):
    return [cell.text if cell else "" for cell in line.cells]


def heading_line(table, codes=OF_ACTIONS):
    """Return the place, among the table's lines, of the one with most known headings; None if there is none."""
    near = [headings_of(line) for line in table.lines[:HEADINGS_WITHIN]]
    counts = [known(line, codes) for line in near]
    best = max(counts, default=0)
    place = counts.index(best) if best else None
    return place if best > 1 or (best and best * 2 >= len(list(filter(None, near[place])))) else None


def score(table):
    """Say how much a table is like a plan: by its headings, and else whether it holds anything at all."""
    place = heading_line(table)
    return (known(headings_of(table.lines[place])) + 1) if place is not None else bool(table.lines)
