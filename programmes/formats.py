"""Numbers and references as Swedish is set: decimal comma, no-break spaces, minus sign, en dash.

Source: Svenska skrivregler; the municipal documents that the portal replaces write the same way.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"


def number(value, decimals=None):
    """Return `3 700`, `6,4`, `−2,0`: groups of three from 1 000 on; `decimals` None keeps those that matter."""
    value = Decimal(value)
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    else:
        value = value.normalize()
    text = f"{abs(value):,f}".replace(",", NBSP).replace(".", ",")
    return MINUS + text if value < 0 else text


def exact(value):
    """Return a decimal with the digits that matter and no others: 83.1 for 83.1000, 3700 for 3.7E+3, 0 for -0.0."""
    return Decimal(f"{(value + 0).normalize():f}")


def with_unit(value, unit, decimals=None):
    """Return `6,4 %`, `plats 121`, `3,22` (betyg), `1 204 mnkr`: the unit as a Swede puts it beside the number."""
    text = number(value, decimals)
    if unit == "placering":
        return f"plats{NBSP}{text}"
    if unit in ("", "antal", "index", "betyg"):
        return text
    return f"{text}{NBSP}{unit}"


def years(first, last):
    """Return `2021–2035` (both years belong to the period), `2021` for one, `från 2021` when the end is open."""
    if first is None and last is None:
        return ""
    if last is None:
        return f"från {first}"
    if first is None:
        return f"till och med {last}"
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def days(first, last):
    """Return `2026-01-15 – 2026-12-31`, `från 2026-01-15`, `till 2026-12-31` or nothing."""
    if first and last:
        return f"{first.isoformat()} {EN_DASH} {last.isoformat()}"
    if first:
        return f"från {first.isoformat()}"
    return f"till {last.isoformat()}" if last else ""


def paragraph(text):
    """Return `§ 161` with a no-break space for `161`, `§161` or `§ 161`; other texts as they are."""
    match = re.fullmatch(r"§*\s*(\d+\w?)", text.strip())
    return f"§{NBSP}{match.group(1)}" if match else text.strip()


def file_size(count):
    """Return `182 kB` or `1,2 MB` for a number of bytes; 1 kB is 1 000 bytes."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))}{NBSP}kB"
    return f"{number(Decimal(count) / 1_000_000, 1)}{NBSP}MB"


def swedish(text):
    """Return a key that sorts as Swedish does: å, ä, ö last."""
    return text.lower().translate(str.maketrans("åäö", "{|}"))
