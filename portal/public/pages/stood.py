"""How a programme stood on a day that a reader asks for."""

from programmes.dates import NoSuchDay, long_date, parse_day

UNREAD = "Skriv dagen som år, månad och dag, till exempel 2026-05-03."
NONE_SUCH = "Den dagen finns inte i kalendern. Kontrollera månad och dag."


def stood_page(shelf, typed, today):
    """Return the page that says which version stood at the end of the day that was typed, or what is wrong with it."""
    try:
        day, fault = parse_day(typed), ""
    except NoSuchDay:
        day, fault = None, NONE_SUCH
    except ValueError:
        day, fault = None, UNREAD
    version, after = shelf.stood_on(day) if day else (None, None)
    return shelf.page(
        "stood",
        "den/",
        f"Så stod det den {long_date(day)}" if day else "Dagen går inte att läsa",
        typed=typed,
        fault=fault,
        day=day,
        today=today,
        version=version,
        after=after,
        since=f"{shelf.href}{version.number}/jamfor/gallande/" if version else "",
    )
