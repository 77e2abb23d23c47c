"""A browser's own description of itself, in the words that its user would use."""

from django.utils.translation import gettext as _

# The first that is found counts: Edge also calls itself Chrome, and Chrome Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


def in_words(agent):
    """Return such as “Edge on Windows”."""
    browser, system = found(BROWSERS, agent), found(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("an unknown browser")


def found(names, agent):
    return next((name for mark, name in names if mark in agent), None)
