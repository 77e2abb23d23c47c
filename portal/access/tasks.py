"""Letters that nobody waits for. A slow mail server delays no page, and tells nobody which addresses are known."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import User

from . import mail

EVENTS = {
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_reset": _("A new password was chosen by a link in an e-mail."),
    "mfa/email/totp_activated": _("An app for codes was added."),
    "mfa/email/totp_deactivated": _("The app for codes was taken away."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was taken away."),
    "mfa/email/recovery_codes_generated": _("New reserve codes were made; the earlier ones no longer work."),
}


@task
def notify(pk, event):
    """Tell a person that something was done to the account."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user and event in EVENTS:
        page = settings.PORTAL_URL + reverse("account")
        mail.send("notice", user.email, user.language, event=EVENTS[event], at=timezone.localtime(), page=page)


@task
def send_reset(pk):
    """Send a link to choose a new password; for an address that nobody has there is no person, and no letter."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link = get_adapter().get_reset_password_from_key_url(key)
    mail.send("reset", user.email, user.language, user=user, link=link)
