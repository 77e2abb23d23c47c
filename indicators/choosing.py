"""Whom an indicator can be compared with by figures of its source: found there, and looked up once more when chosen."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.checking import check
from programmes.history import change
from programmes.ordering import next_in_order

from .models import Comparison, Indicator
from .sources import kolada, scb

MOST = 60  # that one indicator is compared with
SCB_COUNTRY = "00"


@dataclass(frozen=True)
class Choice:
    """A place as its source knows it; `each` are the municipalities of a group as (code, name)."""

    code: str
    name: str
    kind: str
    each: tuple[tuple[str, str], ...] = ()

    @property
    def members(self):
        return ", ".join(name for _code, name in self.each)

    @property
    def described(self):
        return Comparison.Kind(self.kind).label


class AtKolada:
    """Kolada's municipalities and groups."""

    def __init__(self, indicator, **patience):
        self.talk, self.municipality = kolada.Kolada(kolada.source(**patience)), indicator.municipality

    def search(self, words):
        return [self._choice(one) for one in self.talk.search_places(words)]

    def look_up(self, codes):
        return [self._choice(one) for one in self.talk.places(codes)]

    def suggested(self):
        """Return the codes that the municipality and its region name themselves, and that of the country."""
        region = self.municipality.region
        own = (region.kolada_group if region else "", self.municipality.kolada_peer_group, kolada.COUNTRY)
        return [code for code in own if kolada.PLACE.fullmatch(code)]

    def _choice(self, place):
        each = tuple((one.member_id, one.member_title) for one in place.in_order)
        return Choice(place.id, place.called[:200], place.kind, each)


class AtScb:
    """The places of a table at SCB."""

    def __init__(self, indicator, **patience):
        self.talk, self.table = scb.Scb(scb.source(**patience)), indicator.source_id

    def search(self, words):
        return [one for one in self._places() if words.lower() in one.name.lower() or words == one.code]

    def look_up(self, codes):
        return [one for one in self._places() if one.code in codes]

    def suggested(self):
        return [SCB_COUNTRY]

    def _places(self):
        about = self.talk.metadata(self.table)
        geo = about.dimension[about.geo].category if about.geo in about.dimension else scb.Category()
        return [Choice(code, geo.label.get(code, code)[:200], kind_at_scb(code)) for code in geo.codes]


def kind_at_scb(code):
    """Return what a region's code stands for: 00 is the country, two digits are a county, four a municipality."""
    return "country" if code == SCB_COUNTRY else "region" if len(code) == 2 else "municipality"


AT = {Indicator.Source.KOLADA: AtKolada, Indicator.Source.SCB: AtScb}


def members_of(choices):
    """Return the municipalities of the groups, each as a choice of its own."""
    return [Choice(code, name[:200], "municipality") for one in choices for code, name in one.each]


def add(indicator, choices, user):
    """Compare the indicator with the choices too, in one change; return how many were new. Raises ValidationError."""
    said = ngettext(
        "Chose %(count)s comparison for “%(row)s”", "Chose %(count)s comparisons for “%(row)s”", len(choices)
    )
    sentence = said % {"count": len(choices), "row": indicator}
    with change(sentence, municipality=indicator.municipality, user=user) as deed:
        locked = deed.lock(indicator)
        there = locked.comparisons.kept()
        known = {indicator.municipality.code, *there.values_list("code", flat=True)}
        new = [one for one in dict.fromkeys(choices) if one.code not in known]
        if not new:
            raise ValidationError(_("The indicator is compared with them already."))
        if there.count() + len(new) > MOST:
            raise ValidationError(_("An indicator is compared with %(most)s at most.") % {"most": MOST})
        for order, one in enumerate(new, next_in_order(there)):
            row = Comparison(municipality=indicator.municipality, indicator=locked, order=order)
            row.kind, row.name, row.code, row.members = one.kind, one.name, one.code, one.members[:2000]
            check(row)
            row.save()
    return len(new)
