"""What a reader takes in at a glance: tally, band, verdict and an indicator's row, the same on page and paper."""

from dataclasses import dataclass

from actions.statuses import MARKS
from indicators import reckoning
from indicators import verdict as judging
from indicators.aims import KEEP, Aim, aim_of
from indicators.chart import Chart, Event, Line, Point
from portal.publications.codes import MISSING, VERDICTS
from programmes.formats import NBSP, number, with_unit

STATUS_CODES = {status: code for status, (code, _symbol) in MARKS.items()}
SYMBOLS = dict(MARKS.values())
WORDS = {
    "done": (("Genomförd", "Genomfört"), ("genomförd", "genomfört", "genomförda")),
    "ongoing": (("Pågår", "Pågår"), ("pågår", "pågår", "pågår")),
    "todo": (("Ej påbörjad", "Ej påbörjat"), ("ej påbörjad", "ej påbörjat", "ej påbörjade")),
    "late": (("Försenad", "Försenat"), ("försenad", "försenat", "försenade")),
    "dropped": (("Utgår", "Utgår"), ("utgår", "utgår", "utgår")),
}
VERDICT_MARKS = {
    "on_track": ("done", "✓"),
    "partly": ("ongoing", "◐"),
    "hard": ("late", "!"),
    "too_early": ("todo", "○"),
    "data_missing": ("dropped", "–"),
}
PUBLISHERS = {"kolada": "Kolada", "scb": "SCB"}
SEXES = {"T": "", "K": "Kvinnor", "M": "Män"}


@dataclass(frozen=True)
class Mark:
    """A status or verdict as it is always shown: colour by `code`, symbol and word."""

    code: str  # done, ongoing, todo, late, dropped
    symbol: str
    word: str


@dataclass(frozen=True)
class Count:
    code: str
    symbol: str
    count: int
    phrase: str  # "27 genomförda"


@dataclass(frozen=True)
class Cell:
    """One action in the band; `label` names it for those who cannot see the cell."""

    code: str
    symbol: str
    label: str
    action: object


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator in words and figures; what is not known is an empty text."""

    indicator: object
    name: str
    unit: str
    value: str  # "83,1 %"
    refers_to: str  # "2024, preliminärt"
    baseline: str  # "68 (2017)"
    previous: str
    latest: str
    target: str  # "minst 80 (2030)"
    target_text: str  # "Mål minst 80 % år 2030"
    direction: str  # "lägre är bättre"
    missing: str  # "2025: ännu inte publicerat"
    verdict: Mark | None
    source: str

    @property
    def note(self):
        """Return the small print under a figure: "Mål minst 80 år 2030 · avser 2024 · Källa: SKR"."""
        parts = (
            self.target_text,
            self.direction,
            self.refers_to and f"avser {self.refers_to}",
            self.missing,
            self.source and f"Källa: {self.source}",
        )
        text = " · ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]


def name_and_unit(row):
    return f"{row.name}, {row.unit}" if row.unit else row.name


def code(action):
    """Return the mark's code: late covers the status, except of what is finished or dropped."""
    shown = STATUS_CODES[action.status]
    return "late" if action.late and shown in ("ongoing", "todo") else shown


def mark(action, noun):
    """Return an action's mark; `noun` is the programme's word for action, whose gender the words follow."""
    neuter = noun.article == "ett"
    shown, status = code(action), STATUS_CODES[action.status]
    word = WORDS[status][0][neuter]
    if shown == "late":
        word = f"{word}, {WORDS['late'][0][neuter].lower()}"
    elif action.continuous and shown == "ongoing":
        word = "Pågår löpande"
    return Mark(shown, SYMBOLS[shown], word)


def tally(actions, noun):
    """Return the counts in a fixed order, each with its phrase in the right form; what is zero is left out."""
    codes = [code(action) for action in actions]
    counts = ((shown, codes.count(shown)) for shown in SYMBOLS)
    return tuple(Count(shown, SYMBOLS[shown], count, phrase(shown, count, noun)) for shown, count in counts if count)


def phrase(shown, count, noun):
    """Return "27 genomförda", "1 genomförd", "1 genomfört" (ett uppdrag), "2 utgår"."""
    common, neuter, many = WORDS[shown][1]
    form = many if count != 1 else neuter if noun.article == "ett" else common
    return f"{number(count)}{NBSP}{form}"


def band(actions, noun):
    """Return one cell an action, in the plan's order."""
    marks = ((action, mark(action, noun)) for action in actions)
    return tuple(Cell(m.code, m.symbol, f"{a.number}. {a.title}: {m.word}", a) for a, m in marks)


def legend(noun):
    """Return what each mark means, for the reader's key."""
    neuter = noun.article == "ett"
    return tuple(Mark(shown, symbol, WORDS[shown][0][neuter]) for shown, symbol in SYMBOLS.items())


def verdict(assessment):
    """Return the mark of an assessment of an area, an indicator or the whole; None where nobody has made one."""
    return Mark(*VERDICT_MARKS[assessment], VERDICTS[assessment]) if assessment else None


def indicator_row(indicator):
    """Return the indicator's row: the latest value and its forerunner of the same series, never across sexes."""
    observations = series(indicator)
    valued = [o for o in observations if o.value is not None]
    latest = valued[-1] if valued else None
    previous = valued[-2] if len(valued) > 1 else None
    return IndicatorRow(
        indicator=indicator,
        name=indicator.name,
        unit=indicator.unit,
        value=with_unit(latest.value, indicator.unit, indicator.decimals) if latest else "",
        refers_to=qualified(latest) if latest else "",
        baseline=baseline(indicator),
        previous=dated(indicator, previous, latest) if previous else "",
        latest=dated(indicator, latest, latest) if latest else "",
        target=target(indicator, in_text=False),
        target_text=target(indicator, in_text=True),
        direction="lägre är bättre" if indicator.direction == "down" else "",
        missing=missing(observations),
        verdict=verdict(indicator.assessment),
        source=indicator.publisher or PUBLISHERS.get(indicator.source_kind, ""),
    )


def series(indicator):
    """Return the observations of the first sex that there is: both together, women, men."""
    return judging.series(indicator.observations)


def when(observation):
    """Return the period that an observation refers to, "2024" or "2017-01"."""
    text = observation.period or str(observation.year)
    return text if observation.year_certain else f"{text}, osäkert år"


def written(figure, decimals, unit=""):
    """Return a figure of one's own or of another, with its unit where one is given, or why there is none."""
    if figure.value is None:
        return MISSING.get(figure.missing, "")
    text = with_unit(figure.value, unit, decimals)
    return f"{text} (preliminärt)" if getattr(figure, "preliminary", False) else text


def qualified(observation):
    """Return the period of a value with what is to be known of it: "2024, preliminärt", "2024, kvinnor"."""
    preliminary = "preliminärt" if observation.preliminary else ""
    return ", ".join(filter(None, (when(observation), SEXES[observation.sex].lower(), preliminary)))


def dated(indicator, observation, latest):
    """Return "73 (2023)", and say so where the definition changed on the way to the latest value."""
    note = qualified(observation)
    if observation.definition != latest.definition and breaks_between(indicator, observation, latest):
        note += ", ej jämförbart"
    return f"{number(observation.value, indicator.decimals)}{NBSP}({note})"


def breaks_between(indicator, first, second):
    return any(d.is_break and first.definition < d.version <= second.definition for d in indicator.definitions)


def baseline(indicator):
    """Return the decided baseline, "68 (2017)", or nothing where none was decided."""
    aim = indicator.target
    if aim is None or aim.base_value is None:
        return ""
    text = number(aim.base_value, indicator.decimals)
    return f"{text}{NBSP}({aim.base_year})" if aim.base_year else text


def target(indicator, in_text):
    """Return the target as a cell, "minst 80 (2030)", or as text, "Mål minst 80 % år 2030"."""
    aim = indicator.target
    if aim is None:
        return ""
    if aim.kind == "change":
        value = reckoning.signed(aim.value, indicator.unit if in_text else "")
    else:
        value = with_unit(aim.value, indicator.unit) if in_text else number(aim.value)
        value = reckoning.reached_when(value, aim_of(aim, indicator))
    through = aim.operator == KEEP
    if in_text:
        return f"Mål {value}" + (f" {'till och med' if through else 'år'} {aim.year}" if aim.year else "")
    return f"{value}{NBSP}({'t.o.m. ' if through else ''}{aim.year})" if aim.year else value


def missing(observations):
    """Return why the newest observation has no value, "2025: ännu inte publicerat"."""
    if not observations or observations[-1].value is not None:
        return ""
    return f"{when(observations[-1])}: {MISSING[observations[-1].missing]}"


def chart(indicator):
    """Return what the indicator's chart is drawn from."""
    row = indicator.target
    aim = aim_of(row, indicator) if row else Aim(None)
    return Chart(
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        lines=tuple(
            Line(SEXES[sex], tuple(point(indicator, o) for o in indicator.observations if o.sex == sex))
            for sex in SEXES
            if any(o.sex == sex for o in indicator.observations)
        ),
        target=aim.target,
        target_year=aim.target_year,
        target_text=target(indicator, in_text=True),
        base=aim.baseline,
        base_year=aim.base_year,
        lower_is_better=indicator.direction == "down",
        path=way(aim),
        events=tuple(Event(letter, one.year, one.text) for letter, one in lettered(indicator.annotations)),
    )


def way(aim):
    """Return the (year, value) of the way that is expected from the baseline to the target, where both are known."""
    ends = (aim.base_year, aim.baseline), (aim.target_year, aim.target)
    if None in (*ends[0], *ends[1]) or aim.base_year >= aim.target_year or aim.operator == KEEP:
        return ()
    return ends[0], *aim.path, ends[1]


def lettered(annotations):
    """Return the events with the letters that mark them in chart and table: A to Z, then AA to ZZ."""
    return [(chr(65 + place % 26) * (place // 26 + 1), one) for place, one in enumerate(annotations)]


def point(indicator, observation):
    return Point(
        year=observation.year,
        value=observation.value,
        label=when(observation),
        missing=MISSING.get(observation.missing, ""),
        preliminary=observation.preliminary,
        epoch=judging.epoch(indicator.definitions, observation.definition),
    )


def area_name(area, words):
    """Return the area's name, or "Strategi 3" in the programme's own word where it is not known."""
    return area.name or f"{words.area.title} {area.order}"
