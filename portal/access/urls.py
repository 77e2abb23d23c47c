"""The pages of one's own account. Of allauth's there are only those that stand here: nobody signs up."""

from django.urls import path, re_path

from .views import account, invitations, signing_in

urlpatterns = [
    path("", account.account, name="account"),
    path("logga-in/", signing_in.sign_in, name="account_login"),
    path("logga-in/passernyckel/", signing_in.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("logga-in/andra-steget/", signing_in.second_step, name="mfa_authenticate"),
    path("logga-ut/", account.sign_out, name="account_logout"),
    path("losenord/", signing_in.change_password, name="account_change_password"),
    path("glomt-losenord/", signing_in.ask_reset, name="account_reset_password"),
    path("glomt-losenord/skickat/", signing_in.reset_asked, name="account_reset_password_done"),
    path("glomt-losenord/klart/", signing_in.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^glomt-losenord/(?P<uidb36>[0-9a-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        signing_in.reset,
        name="account_reset_password_from_key",
    ),
    path("bekrafta-dig/", signing_in.confirm, name="account_reauthenticate"),
    path("bekrafta-dig/kod/", signing_in.confirm_by_code, name="mfa_reauthenticate"),
    path("bekrafta-dig/passernyckel/", signing_in.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("andra-steget/", signing_in.security, name="mfa_index"),
    path("andra-steget/app/", signing_in.add_app, name="mfa_activate_totp"),
    path("andra-steget/app/ta-bort/", signing_in.remove_app, name="mfa_deactivate_totp"),
    path("andra-steget/reservkoder/", signing_in.reserve_codes, name="mfa_view_recovery_codes"),
    path("andra-steget/reservkoder/nya/", signing_in.new_reserve_codes, name="mfa_generate_recovery_codes"),
    path("andra-steget/passernycklar/ny/", signing_in.add_passkey, name="mfa_add_webauthn"),
    path("andra-steget/passernycklar/<int:pk>/", signing_in.rename_passkey, name="mfa_edit_webauthn"),
    path("andra-steget/passernycklar/<int:pk>/ta-bort/", signing_in.remove_passkey, name="mfa_remove_webauthn"),
    path("inbjudan/<str:token>/", invitations.accept, name="invitation"),
    path("sessioner/", account.list_sessions, name="usersessions_list"),
]
