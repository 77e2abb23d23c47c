"""allauth's pages as ours: passwords, the second step, passkeys, and showing once more who one is."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as reserve
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_not_required
from django.urls import reverse_lazy

from ..middleware import own_page

HOME = reverse_lazy("mfa_index")


class AddPasskey(passkeys.AddWebAuthnView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"js_data": {"creation_options": auth.begin_registration(self.request.user, True)}}


sign_in = account.login
sign_in_by_passkey = login_not_required(passkeys.login_webauthn)
second_step = codes.authenticate
ask_reset = login_not_required(account.password_reset)
reset_asked = account.password_reset_done
reset = account.password_reset_from_key
reset_done = account.password_reset_from_key_done

change_password = own_page(account.password_change)
confirm = own_page(account.reauthenticate)
confirm_by_code = own_page(codes.reauthenticate)
confirm_by_passkey = own_page(passkeys.reauthenticate_webauthn)
security = own_page(codes.index)
add_app = own_page(app.activate_totp)
remove_app = own_page(app.deactivate_totp)
reserve_codes = own_page(reserve.view_recovery_codes)
new_reserve_codes = own_page(reserve.generate_recovery_codes)
add_passkey = own_page(AddPasskey.as_view())
rename_passkey = own_page(passkeys.EditWebAuthnView.as_view(success_url=HOME))
remove_passkey = own_page(passkeys.RemoveWebAuthnView.as_view(success_url=HOME))
