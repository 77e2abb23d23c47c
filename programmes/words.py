"""The words that municipalities use for the four levels of a programme, with gender and all forms."""

from dataclasses import dataclass

LEVELS = ("programme", "area", "plan", "action")


@dataclass(frozen=True)
class Word:
    """One noun: en åtgärd, åtgärden, åtgärder, åtgärderna."""

    article: str  # "en" or "ett"
    one: str
    the: str
    many: str
    all: str

    def __post_init__(self):
        if self.article not in ("en", "ett"):
            raise ValueError("A Swedish noun takes en or ett.")
        if not all((self.one, self.the, self.many, self.all)):
            raise ValueError("A word needs all four forms.")

    @property
    def definite(self):
        """The definite form as it stands in a sentence: "programmet", but "det näringslivsstrategiska programmet"."""
        article = "den" if self.article == "en" else "det"
        return f"{article} {self.the}" if " " in self.the else self.the

    @property
    def title(self):
        return self.one[:1].upper() + self.one[1:]

    @property
    def titles(self):
        return self.many[:1].upper() + self.many[1:]

    def count(self, number):
        """Return the form that goes with a number: "1 åtgärd", "60 åtgärder"."""
        return self.one if number == 1 else self.many


def en(stem, one="", the="en", many="er", every="erna"):
    return Word("en", stem + one, stem + the, stem + many, stem + every)


def omrade(prefix):
    return Word("ett", prefix + "område", prefix + "området", prefix + "områden", prefix + "områdena")


def plan(prefix):
    return en(prefix + "plan")


def program(prefix):
    return Word("ett", prefix + "program", prefix + "programmet", prefix + "program", prefix + "programmen")


STRATEGY = en("strateg", "i", "in", "ier", "ierna")

CATALOGUE = {
    "programme": {
        "program": program(""),
        "näringslivsprogram": program("näringslivs"),
        "näringslivsstrategiskt program": Word(
            "ett",
            "näringslivsstrategiskt program",
            "näringslivsstrategiska programmet",
            "näringslivsstrategiska program",
            "näringslivsstrategiska programmen",
        ),
        "strategi": STRATEGY,
        "näringslivsstrategi": en("näringslivsstrateg", "i", "in", "ier", "ierna"),
        "näringslivspolicy": en("näringslivspolic", "y", "yn", "yer", "yerna"),
        "tillväxtprogram": program("tillväxt"),
        "tillväxtstrategi": en("tillväxtstrateg", "i", "in", "ier", "ierna"),
        "näringslivsplan": plan("näringslivs"),
    },
    "area": {
        "strategi": STRATEGY,
        "strategiskt område": Word(
            "ett", "strategiskt område", "strategiska området", "strategiska områden", "strategiska områdena"
        ),
        "målområde": omrade("mål"),
        "strategiskt målområde": Word(
            "ett",
            "strategiskt målområde",
            "strategiska målområdet",
            "strategiska målområden",
            "strategiska målområdena",
        ),
        "fokusområde": omrade("fokus"),
        "insatsområde": omrade("insats"),
        "utvecklingsområde": omrade("utvecklings"),
        "prioriterat område": Word(
            "ett", "prioriterat område", "prioriterade området", "prioriterade områden", "prioriterade områdena"
        ),
        "temaområde": omrade("tema"),
        "område": omrade(""),
        "inriktning": en("inriktning", many="ar", every="arna"),
    },
    "plan": {
        "åtgärdsplan": plan("åtgärds"),
        "handlingsplan": plan("handlings"),
        "genomförandeplan": plan("genomförande"),
        "aktivitetsplan": plan("aktivitets"),
        "verksamhetsplan": plan("verksamhets"),
    },
    "action": {
        "åtgärd": en("åtgärd"),
        "aktivitet": en("aktivitet"),
        "insats": en("insats"),
        "uppdrag": Word("ett", "uppdrag", "uppdraget", "uppdrag", "uppdragen"),
        "projekt": Word("ett", "projekt", "projektet", "projekt", "projekten"),
    },
}
DEFAULTS = {"programme": "program", "area": "område", "plan": "handlingsplan", "action": "åtgärd"}


def word(level, chosen=None):
    """Return the word chosen for a level.

    `chosen` is a key of the catalogue, nothing (the default word), or a municipality's own word with its forms as a
    mapping article, one, the, many, all. Raises ValueError that says what is wrong.
    """
    if isinstance(chosen, dict):
        try:
            return Word(**chosen)
        except TypeError:
            raise ValueError("An own word has the forms article, one, the, many, all.") from None
    chosen = chosen or DEFAULTS[level]
    try:
        return CATALOGUE[level][chosen]
    except KeyError:
        known = ", ".join(CATALOGUE[level])
        raise ValueError(f"{chosen!r} is not in the catalogue ({known}); give all forms of an own word.") from None
