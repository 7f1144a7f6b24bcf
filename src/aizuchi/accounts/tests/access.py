from tests.access import ADMIN, ANYBODY, CAST, NOBODY, Access, act, form, page

TABLE: dict[str, Access] = {
    "account_login": form(ANYBODY),
    "mfa_authenticate": form(ANYBODY),
    "start_over": act(ANYBODY),
    "account_logout": act(ANYBODY),
    "account_reset_password": form(ANYBODY),
    "account_reset_password_done": page(ANYBODY),
    "account_reset_password_from_key": form(ANYBODY, uidb36="=" + "0" * 32, key="=abc-def"),
    "account_change_password": form(CAST),
    "sessions": page(CAST),
    "end_session": act(NOBODY, session_id="=1"),  # somebody else's
    "end_all_sessions": act(CAST),
    "keep_address": act(CAST),
    "confirm_address": form(NOBODY, token="=forged"),
    "stop_address": form(NOBODY, token="=forged"),
    "operator_sign_in": form(ANYBODY),
    "operator_sign_out": act(ANYBODY),
    "invitation": form(NOBODY, token="=forged"),
    "renew_invitation": act(ANYBODY, token="=forged"),  # says the same whatever the link was
    "first_run": form(NOBODY),  # over as soon as there is an organization
    "first_run_done": page(CAST),
    "accounts:invitations": page(ADMIN, CAST),
    "accounts:invite": act(ADMIN, CAST),
    "accounts:take_back_invitations": act(ADMIN, CAST),
}
