"""A chart in words: all that a screen reader gets of it, and all that stands in the tags of a PDF."""

from itertools import pairwise

from programmes.formats import with_unit


def breaks(line):
    """Return the neighbours, from the first value to the latest, between which the definition changed."""
    ends = [index for index, point in enumerate(line.points) if point.value is not None]
    told = line.points[ends[0] : ends[-1] + 1] if ends else ()
    return [(a, b) for a, b in pairwise(told) if a.epoch != b.epoch]


def describe(chart, lines):
    """Return the chart in words, every value of it."""
    parts = [heading(chart)]
    for line in lines:
        name = f"{line.label}: " if line.label else "Totalt: " if len(lines) > 1 else ""
        parts.append(name + "; ".join(told(chart, point) for point in line.points))
    parts += new_definitions(lines)
    parts += [f"{event.letter}, {event.year}: {event.text.rstrip('.')}" for event in chart.events]
    if chart.base is not None:
        year = f" år {chart.base_year}" if chart.base_year else ""
        parts.append(f"Utgångsvärde {with_unit(chart.base, chart.unit, chart.decimals)}{year}")
    if len(chart.path) > 2:
        way = "; ".join(f"{year}: {chart.write(value)}" for year, value in chart.path[1:-1])
        parts.append(f"Beslutad väg till målet {way}")
    if chart.target_text:
        parts.append(chart.target_text)
    if chart.lower_is_better:
        parts.append("Lägre är bättre")
    return ". ".join(parts) + "."


def new_definitions(lines):
    """Return a sentence about each year from which what is measured is defined otherwise."""
    years = dict.fromkeys(b.when for line in lines for _, b in breaks(line))
    return [f"Ny definition från {year}, värdena före kan inte jämföras med dem efter" for year in years]


def summarise(chart, lines):
    """Return in words where the line begins and ends, for a small chart that leads to the table of all values."""
    first, latest = lines[0].valued[0], lines[0].valued[-1]
    parts = [heading(chart), told(chart, first)] + ([told(chart, latest)] if latest is not first else [])
    return ". ".join(parts + ([chart.target_text] if chart.target_text else [])) + "."


def heading(chart):
    return f"Linjediagram: {chart.name}" + (f", {chart.unit.rstrip('.')}" if chart.unit else "")


def told(chart, point):
    if point.value is None:
        return f"{point.when}: {point.missing or 'värde saknas'}"
    return f"{point.when}: {chart.write(point.value)}" + (" preliminärt" if point.preliminary else "")
