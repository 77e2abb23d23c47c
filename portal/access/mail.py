"""Letters to people: one text each, whose first line is the subject, in the language of whoever gets it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

# What no person has asked for just now says so (RFC 3834), and is answered by no machine.
BY_ITSELF = {"Auto-Submitted": "auto-generated"}


def send(name, to, language, *, reply_to=None, **facts):
    """Send the letter `access/mail/<name>.txt`; raises what the mail server says."""
    letter(f"access/mail/{name}.txt", to, language, reply_to=reply_to, **facts).send()


def letter(template, to, language, *, reply_to=None, headers=None, **facts):
    """Return the letter that a template makes; whatever stands in its facts, the subject is one line."""
    with translation.override(language):
        subject, _newline, body = render_to_string(template, facts).strip().partition("\n")
    reply_to = [reply_to] if reply_to else None
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], reply_to=reply_to, headers=headers)


def stays_here():
    """Say where letters lie instead of being sent, or nothing where a server takes them."""
    if settings.MODE != "demo":
        return ""
    return _("The demonstration sends no letters; they lie in %(folder)s.") % {"folder": settings.VAR / "mail"}
