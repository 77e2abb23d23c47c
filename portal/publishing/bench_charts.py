"""`manage.py bench charts`: thirty indicators of twenty years each, from bytes of a chart to the page that shows all.

In a transaction that is taken back, with sites and files in a folder that is removed.
"""

import gzip
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from indicators import chart as drawing
from indicators.chart.file import chart_file
from indicators.chart.tiny import tiny
from indicators.models import Definition, Indicator, Observation, Target
from portal.public.bench import page as first
from portal.public.pages.overview import chart
from programmes.history import change

from .bench import made_up, timed
from .publish import propose_programme, propose_site, publish

INDICATORS, FIRST, LAST, ACTIONS = 30, 2006, 2025, 60
FORMS = {
    "indicator's page": lambda one, accent: drawing.line_chart(one, "graf", accent=accent),
    "its narrow form": lambda one, accent: drawing.line_chart(one, "graf-smal", drawing.NARROW, accent),
    "card": lambda one, accent: drawing.spark(one, "graf", accent),
    "programme's page": tiny,
    "picture to download": lambda one, accent: chart_file(one, "Källa: SCB.", accent),
}


def measure():
    """Yield the lines of the report."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        places = {name: Path(folder) / name.lower() for name in ("SITES", "DOCUMENTS", "UPLOADS")}
        with override_settings(**places):
            yield from report()
        transaction.set_rollback(True)


def report():
    programme = made_up(ACTIONS)
    measured_by(programme)
    municipality = programme.municipality
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="bench")
    yield f"{INDICATORS} indicators × {LAST - FIRST + 1} years, {ACTIONS} actions"
    yield from sizes([chart(one) for one in propose_programme(programme).document.indicators])
    yield told("first publication", timed(municipality, programme))
    renew(programme)
    yield told("next, one new value", timed(municipality, programme))
    found = first.first_view(Path(settings.SITES), f"/{municipality.slug}/{programme.slug}/")
    text, whole = sum(one.size for one in found if one.kind in ("HTML", "CSS")), sum(one.size for one in found)
    yield (
        f"programme's page: HTML and CSS {text:,} bytes (aim {first.HTML_AND_CSS:,}), "
        f"in all {whole:,} (aim {first.IN_ALL:,}), {len(found)} requests"
    )


def sizes(charts):
    """Yield how large a chart is in each form, on the average, as it is and as it is sent."""
    yield f"{'chart':22}{'bytes':>8}{'compressed':>12}"
    for name, draw in FORMS.items():
        made = [draw(one, "#1c5d4a").encode() for one in charts]
        packed = [len(gzip.compress(body, mtime=0)) for body in made]
        yield f"{name:22}{sum(map(len, made)) // len(made):8,}{sum(packed) // len(made):12,}"


def told(name, measured):
    content, append, build = measured[:3]
    return (
        f"{name}: content {content:.2f} s, append {append:.2f} s, build and switch {build:.2f} s, "
        f"{measured.pages} addresses, {measured.memory} MB"
    )


def measured_by(programme):
    """Give a programme its indicators, with definitions, values and targets."""
    about = {"municipality": programme.municipality}
    with change("Bench", municipality=None):
        for number in range(INDICATORS):
            named = {"slug": f"indikator-{number}", "name": f"Indikator {number} om företagen i kommunen"}
            one = Indicator(**about, **named, unit="%", decimals=1, publisher="SCB")
            one.save()
            one.relate("programmes", [programme])
            Definition(**about, indicator=one, version=1, text="Andel av alla.", is_break=False).save()
            aim = {"value": 85, "year": 2035, "base_value": value(number, FIRST), "base_year": FIRST}
            Target(**about, indicator=one, programme=programme, **aim).save()
        Observation.objects.bulk_create(
            Observation(**about, indicator=one, year=year, value=value(place, year))
            for place, one in enumerate(Indicator.objects.filter(**about))
            for year in range(FIRST, LAST + 1)
        )


def value(number, year):
    return 40 + (number * 7 + year * 13) % 290 / 10 + (year - FIRST)


def renew(programme):
    """Let one of the values be another."""
    row = Observation.objects.filter(municipality=programme.municipality).last()
    row.value += 1
    with change("Bench", municipality=programme.municipality):
        row.save()
