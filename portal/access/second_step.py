"""The second step of signing in: codes from an app, passkeys, reserve codes. What django-allauth asks us about them."""

import base64
from urllib.parse import urlsplit

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from .rights import EDIT

TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # reserve codes are no step of their own
REPLAY = 120  # seconds; longer than any code is taken
QUIET = 4  # modules of white around a QR code


class MFAAdapter(DefaultMFAAdapter):
    """Names and keys come from the configured address, never from the request; secrets are stored encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or has been used. Wait for the next one and try again."),
        "cannot_delete_authenticator": _("The second step cannot be taken away."),
        "cannot_generate_recovery_codes": _("Add an app or a passkey first."),
    }

    def get_totp_issuer(self):
        return host()

    def get_public_key_credential_rp_entity(self):
        return {"id": host(), "name": host()}

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Passkey")) if number == 1 else _("Passkey %(number)d") % {"number": number}

    def build_totp_svg(self, url):
        """Draw the QR code with presentation attributes only, so that it may stand inside a page."""
        code = qrcode.QRCode(border=QUIET)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows),
            _("QR code with the key below"),
            mark_safe(path),  # noqa: S308 - digits and letters of our own
        )

    def encrypt(self, text):
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Return the secret; one that was locked with a lost key becomes one that nobody knows."""
        try:
            return box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def host():
    """Return the name under which browsers know us; a passkey needs a name, an address in digits will not do."""
    name = urlsplit(settings.PORTAL_URL).hostname
    return "localhost" if name == "127.0.0.1" else name


def box():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("portal.access.second_step", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def has_second_step(user):
    return Authenticator.objects.filter(user=user, type__in=TYPES).exists()


def marked(memberships):
    """Let each membership tell by `is_protected` whether its person has a second step."""
    steps = Authenticator.objects.filter(user=OuterRef("user"), type__in=TYPES)
    return memberships.annotate(is_protected=Exists(steps))


def is_missing(user, memberships):
    """Tell whether the installation demands a second step of the person, who has none yet."""
    if not settings.MFA_REQUIRED:
        return False
    changes = user.is_superuser or any(one.role in EDIT for one in memberships)
    return changes and not has_second_step(user)


def take_once(user, code):
    """Return whether the code was not taken before: one code lives through several periods of thirty seconds."""
    digits = "".join(filter(str.isdigit, code))
    return cache.add(f"portal.access.code:{user.pk}:{digits}", 1, timeout=REPLAY)


def forget(user):
    """Take away all that the person signs in with besides the password; return whether there was anything."""
    gone, _by_kind = Authenticator.objects.filter(user=user).delete()
    return gone > 0
