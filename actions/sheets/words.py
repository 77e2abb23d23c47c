"""Words that stand for a status, for yes and for no, in the dialects of municipalities and their systems."""

import re

from actions.statuses import CANCELLED, COMPLETED, NOT_STARTED, ONGOING

STATUSES = {
    COMPLETED: "genomförd, genomfört, klar, klart, avslutad, avslutat, färdig, färdigt, slutförd, slutfört, utförd,"
    " utfört, uppfylld, genomförd helt eller i huvudsak, helt genomförd, completed, complete, done, finished, closed",
    ONGOING: "pågår, pågående, påbörjad, påbörjat, startad, startat, igång, i gång, på gång, under arbete, under"
    " genomförande, i fas, enligt plan, pågår enligt plan, delvis genomförd, till hälften eller mer, påbörjad"
    " men ej till hälften, aktiv, ongoing, in progress, started, active, on track, under way",
    NOT_STARTED: "ej påbörjad, ej påbörjat, inte påbörjad, inte påbörjat, ej startad, inte startad, inte startat,"
    " planerad, planerat, planeras, kommande, not started, planned, to do, upcoming",
    CANCELLED: "utgår, utgått, avbruten, avbrutet, avförd, avfört, inställd, inställt, struken, nedlagd, nedlagt,"
    " ej aktuell, inte aktuell, ej relevant, genomförs inte, genomförs ej, cancelled, canceled, dropped, stopped,"
    " abandoned, withdrawn",
}
COLOURS = {  # as Stratsys shows them; yellow and red say how it goes, not how far it has come
    NOT_STARTED: "grå, grått, grey, gray",
    ONGOING: "blå, blått, blue",
    COMPLETED: "grön, grönt, green",
    CANCELLED: "svart, black",
}
YES = {"ja", "j", "x", "1", "sant", "yes", "y", "true"}
NO = {"nej", "n", "0", "falskt", "no", "false"}
LATE = re.compile(r",? (försenad|försenat|late|delayed)\Z")


def _table(words):
    return {word: status for status, named in words.items() for word in named.split(", ")}


BY_WORD, BY_COLOUR = _table(STATUSES), _table(COLOURS)


def plain(text):
    """Return a word in small letters, without the symbols that stand around it."""
    return " ".join(re.sub(r"^[\W_]+|[\W_]+$", "", text.casefold()).split())


def status(text):
    """Return the status that a word stands for, or None. That something is late follows from the dates."""
    word = plain(text)
    return BY_WORD.get(word) or BY_WORD.get(LATE.sub("", word)) or BY_COLOUR.get(word)


def is_colour(text):
    return plain(text) in BY_COLOUR


def yes_or_no(text):
    """Return True, False or None for neither."""
    word = plain(text)
    return True if word in YES else False if word in NO else None
