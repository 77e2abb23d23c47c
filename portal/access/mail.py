"""Letters to people: one text each, whose first line is the subject, in the language of whoever gets it."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def send(name, to, language, *, reply_to=None, **facts):
    """Send the letter `access/mail/<name>.txt`; raises what the mail server says."""
    with translation.override(language):
        subject, _newline, body = render_to_string(f"access/mail/{name}.txt", facts).strip().partition("\n")
    letter = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], reply_to=reply_to and [reply_to])
    letter.send()
