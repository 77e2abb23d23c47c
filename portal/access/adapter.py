from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us: nobody signs up, closed accounts are like unknown ones, and no way leads out of here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts have failed. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def is_safe_url(self, url):
        """Allow own paths only: no other host, not even our own by name."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Say only what the next page does not show by itself."""
        if message_template == "account/messages/password_changed.txt":
            super().add_message(request, level, message_template, *args, **kwargs)
