from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from . import sessions, tasks

# What the next page does not show by itself.
SAID = {
    "account/messages/password_changed.txt": _("The password has been changed."),
    "mfa/messages/totp_activated.txt": _("From now on a code from the app is asked for when you sign in."),
    "mfa/messages/totp_deactivated.txt": _("The app has been taken away."),
    "mfa/messages/webauthn_added.txt": _("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey has been taken away."),
}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us: nobody signs up, closed accounts are like unknown ones, and no way leads out of here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts have failed. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts have failed. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def login(self, request, user):
        super().login(request, user)
        sessions.begin(request)

    def respond_user_inactive(self, request, user):
        messages.error(request, self.error_messages["email_password_mismatch"])
        return redirect("account_login")

    def is_safe_url(self, url):
        """Allow own paths only: no other host, not even our own by name."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_reset_password_from_key_url(self, key):
        """Build the link from the configured address, whatever host the request names."""
        person, _dash, token = key.partition("-")
        return settings.PORTAL_URL + reverse("account_reset_password_from_key", args=[person, token])

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count failed attempts by address alone; allauth would count anew for each spelling of our host's name."""
        return credentials.get("email", "").lower()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        tasks.notify.enqueue(user.pk, template_prefix)

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Say only what the next page does not show by itself."""
        if message := message or SAID.get(message_template):
            messages.add_message(request, level, message)
