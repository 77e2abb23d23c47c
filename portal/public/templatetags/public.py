"""Filters of the public pages: values of a content as a Swede reads them, addresses only where they are safe."""

import re
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.public.paper.band import drawn
from programmes import dates, formats

register = template.Library()

register.filter("paragraph_sign", formats.paragraph)
register.filter("file_size", lambda body: formats.file_size(len(body)))
register.filter("bytes", formats.file_size)
register.filter("long_date", dates.long_date)


@register.filter
def days(thing):
    """Return the days of anything with a start and an end."""
    return formats.days(thing.start, thing.end)


@register.filter
def iso(value):
    return value.isoformat()


@register.filter
def number(value):
    return formats.number(value)


@register.filter
def plainly(code, names):
    """Return a code's Swedish word from a table of them, or the code itself where it is already a word."""
    return names.get(code, code)


@register.filter
def outside(url, text):
    """Return a link to another web site, or the text alone where the address is none of http or https."""
    if not is_web_address(url):
        return text
    return format_html('<a href="{}" rel="external">{}<span class="sr">, annan webbplats</span></a>', url, text)


@register.filter
def mail(address):
    """Return a link that writes to the address, or the text alone where it is no address of mail."""
    if not re.fullmatch(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+", address):
        return address
    return format_html('<a href="mailto:{0}">{0}</a>', address)


def is_web_address(url):
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


@register.filter
def band_on_paper(chapter):
    """Return a chapter's band as a picture that tells its tally in words."""
    told = ", ".join(count.phrase for count in chapter.tally)
    return mark_safe(drawn(chapter.band, f"{chapter.name}: {told}"))  # noqa: S308 our own SVG
