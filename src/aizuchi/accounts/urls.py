"""One's own account. The names are those allauth asks for; whatever else it could do has no address here."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from aizuchi.accounts import demo_urls
from aizuchi.accounts.views import (
    accept_invitation,
    address,
    first_run,
    invitations,
    operator,
    passkey,
    password,
    policy,
    security,
    sessions,
    set_up,
    sign_in,
    sign_ins,
)

OF_ADMINISTRATION: list[URLPattern] = [
    path("settings/sign-in/", policy.set_policy, name="policy"),
    path("settings/sign-in/came-in/", sign_ins.show_sign_ins, name="sign_ins"),
    path("settings/sign-in/lost/<uuid:person_id>/", policy.reset, name="reset_factors"),
    path("people/<uuid:person_id>/sign-out/", sessions.sign_out_other, name="sign_out_other"),
    path("people/invitations/", invitations.list_invitations, name="invitations"),
    path("people/invitations/send/", invitations.invite, name="invite"),
    path("people/invitations/take-back/", invitations.take_back, name="take_back_invitations"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.ask_for_second_factor, name="mfa_authenticate"),
    path("sign-in/code/ask/", passkey.ask_as_second_check, name="ask_passkey_as_second_check"),
    path("sign-in/set-up/ask/", set_up.ask_for_passkey, name="ask_to_set_up_passkey"),
    path("sign-in/set-up/", set_up.set_up, name="set_up_second_factor"),
    path("sign-in/set-up/codes/", set_up.show_codes, name="show_set_up_codes"),
    path("sign-in/set-up/done/", set_up.finish, name="finish_set_up"),
    path("sign-in/anew/<str:token>/", set_up.set_up_anew, name="set_up_anew"),
    path("sign-in/passkey/", passkey.sign_in, name="sign_in_with_passkey"),
    path("sign-in/passkey/ask/", passkey.ask, name="ask_for_passkey"),
    path("sign-in/start-over/", sign_in.start_over, name="start_over"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("password/forgotten/", password.forgot_password, name="account_reset_password"),
    path("password/sent/", password.password_mail_sent, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9a-f]{32})-(?P<key>.+)/$",
        password.set_new_password,
        name="account_reset_password_from_key",
    ),
    path("account/password/", password.change_password, name="account_change_password"),
    path("account/security/", security.show_security, name="security"),
    path("account/security/passkeys/add/", security.add_passkey, name="add_passkey"),
    path("account/security/passkeys/<int:authenticator_id>/name/", security.rename_passkey, name="rename_passkey"),
    path("account/security/passkeys/add/ask/", passkey.ask_to_make, name="ask_for_new_passkey"),
    path("account/security/passkeys/ask/", passkey.ask_for_own, name="ask_for_own_passkey"),
    path("account/security/app/", security.add_app, name="add_app"),
    path("account/security/factors/<int:authenticator_id>/remove/", security.remove_factor, name="remove_factor"),
    path("account/security/codes/new/", security.show_codes, name="show_codes"),
    path("account/security/codes/", security.renew_codes, name="renew_codes"),
    path("account/sessions/<int:session_id>/end/", sessions.end_session, name="end_session"),
    path("account/security/spared/<int:device_id>/end/", sessions.end_sparing, name="end_sparing"),
    path("account/sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/end/", sessions.end_all_sessions, name="end_all_sessions"),
    path("account/address/keep/", address.stop_own, name="keep_address"),
    path("address/<str:token>/", address.confirm, name="confirm_address"),
    path("address/<str:token>/stop/", address.stop, name="stop_address"),
    path("invitation/<str:token>/", accept_invitation.open_invitation, name="invitation"),
    path("invitation/<str:token>/again/", accept_invitation.renew_invitation, name="renew_invitation"),
    path("operator/sign-in/", operator.sign_in, name="operator_sign_in"),
    path("operator/sign-out/", operator.sign_out, name="operator_sign_out"),
    path("start/", first_run.start, name="first_run"),
    path("start/done/", first_run.choose_what_next, name="first_run_done"),
    path("", include((OF_ADMINISTRATION, "accounts"))),
]

if settings.DEMO:
    urlpatterns += demo_urls.urlpatterns
