"""Filters for texts: rich ones as HTML, plain ones in paragraphs."""

from django import template
from django.utils.html import linebreaks
from django.utils.safestring import SafeData, mark_safe

from programmes import rich

register = template.Library()


@register.filter("rich")
def shown(text, heading=3):
    """Return a rich text's HTML, cleaned once more, its upper headings of the given level."""
    return mark_safe(rich.shown(text or "", heading))  # noqa: S308 nothing but the tags of a rich text is let through


@register.filter
def plain(text):
    """Return a rich text's words alone, where there is room for one line."""
    return rich.plain(text or "")


@register.filter
def told(text):
    """Return a rich text that has been made ready as it is, and a plain one in paragraphs."""
    return text if isinstance(text, SafeData) else mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 escaped
