"""A mail server on this machine: it keeps what it takes, and refuses, delays or leaves on demand."""

import email
import email.policy
import socket
from collections import deque
from contextlib import contextmanager

from aiosmtpd.controller import Controller

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Inbox:
    """`letters` are those that were taken; each of `answers` is the server's to one address, None being a yes."""

    def __init__(self):
        self.letters, self.answers, self.asked = [], deque(), 0
        self.on_letter = None  # called when a whole letter has come, before the answer goes

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        self.asked += 1
        if self.answers and (answer := self.answers.popleft()):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.on_letter:
            self.on_letter()
        return "250 OK"


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def mailers(port, timeout=5):
    return {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": timeout}}}


@contextmanager
def mail_server(port=None):
    """Yield an inbox whose `mailers` are the setting by which Django sends letters to it."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port or free_port())
    inbox.mailers = mailers(controller.port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
