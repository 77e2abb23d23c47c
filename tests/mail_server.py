"""A mail server on this machine: it keeps what it takes, and refuses, delays or leaves on demand."""

import email
import email.policy
import socket
import ssl
from collections import deque
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Inbox:
    """`letters` are those that were taken; each of `answers` is the server's to one address, None being a yes."""

    def __init__(self):
        self.letters, self.answers, self.asked, self.logins = [], deque(), 0, 0
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


def mailers(port, timeout=5, **options):
    options = {"host": "127.0.0.1", "port": port, "timeout": timeout} | options
    return {"default": {"BACKEND": SMTP, "OPTIONS": options}}


def closed_to_strangers(inbox, certificate, password):
    """Return what lets a server take letters by an encrypted connection alone, and from whoever knows the password."""
    encrypting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    encrypting.load_cert_chain(certificate)

    def let_in(server, session, envelope, mechanism, given):
        inbox.logins += 1
        return AuthResult(success=given.password == password.encode(), handled=False)

    return {"tls_context": encrypting, "require_starttls": True, "authenticator": let_in, "auth_required": True}


@contextmanager
def mail_server(port=None, certificate=None, password=""):
    """Yield an inbox whose `mailers` are the setting by which Django sends letters to it."""
    inbox = Inbox()
    closed = closed_to_strangers(inbox, certificate, password) if certificate else {}
    controller = Controller(inbox, hostname="127.0.0.1", port=port or free_port(), **closed)
    inbox.mailers = mailers(controller.port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
