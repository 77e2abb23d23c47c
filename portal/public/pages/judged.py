"""What the numbers say of an indicator and what a person says, kept apart and always told together."""

from dataclasses import dataclass

from indicators import verdict as judging
from indicators.reckoning import difference, signed
from portal.public.pages.overview import Mark, verdict
from portal.publications.computed import computed
from programmes.formats import number, with_unit

TRENDS = {
    judging.BETTER: "Bättre",
    judging.WORSE: "Sämre",
    judging.HIGHER: "Högre",
    judging.LOWER: "Lägre",
    judging.UNCHANGED: "Oförändrat",
    judging.UNKNOWN: "",
}
DIFFERS = "Bedömningen är en annan än den som siffrorna ger."


@dataclass(frozen=True)
class Judged:
    """Both verdicts with what they rest on; what there is not is None or empty."""

    numbers: Mark | None
    calculation: str
    person: Mark | None
    motivation: str
    trend: str  # "Bättre", since the value before
    since_base: str
    trends: str  # both in a sentence each, with the values
    path: str  # "62 % (2024), 70 % (2028)"

    @property
    def differs(self):
        """Return that the two are not the same, in words, or nothing."""
        return DIFFERS if self.numbers and self.person and self.numbers != self.person else ""

    @property
    def remark(self):
        """Return what a reader is told under both verdicts, where there is something to tell."""
        return " ".join(filter(None, (self.differs, self.motivation)))


def judged(indicator):
    """Return what is said of an indicator's target and of how its figures go."""
    said = computed(indicator)
    return Judged(
        numbers=verdict(said.verdict),
        calculation=said.words,
        person=verdict(indicator.assessment),
        motivation=indicator.motivation,
        trend=TRENDS[said.trend],
        since_base=TRENDS[said.since_base],
        trends=" ".join(trends(indicator, said)),
        path=path(indicator),
    )


def trends(indicator, said):
    """Yield "Bättre än föregående värde, 144 (2024)." and the same of the baseline, as far as they are known."""
    values = judging.comparable(indicator.observations, indicator.definitions)
    if said.trend:
        yield f"{than(said.trend)} föregående värde, {dated(indicator, *reversed(values[-2]))}."
    if said.since_base:
        aim = indicator.target
        yield f"{than(said.since_base)} utgångsvärdet, {dated(indicator, aim.base_value, aim.base_year)}."
    if judging.UNCHANGED in (said.trend, said.since_base) and indicator.tolerance:
        yield f"En skillnad på högst {difference(indicator.tolerance, indicator.unit)} räknas som oförändrat."


def than(trend):
    return f"{TRENDS[trend]} {'från' if trend == judging.UNCHANGED else 'än'}"


def dated(indicator, value, year):
    text = number(value, indicator.decimals)
    return f"{text} ({year})" if year else text


def path(indicator):
    """Return the way that was decided year by year, or nothing; the values of a change are changes too."""
    aim = indicator.target
    steps = aim.path if aim else ()
    write = signed if aim and aim.kind == "change" else with_unit
    return ", ".join(f"{write(value, indicator.unit)} ({year})" for year, value in steps)
