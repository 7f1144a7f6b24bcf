from tests.access import ADMIN, ANYBODY, CAST, COLLEAGUES, NOBODY, Access, act, form, only, page

TABLE: dict[str, Access] = {
    "account_login": form(ANYBODY),
    "mfa_authenticate": form(ANYBODY),
    "start_over": act(ANYBODY),
    "set_up_second_factor": form(ANYBODY),
    "finish_set_up": act(ANYBODY),
    "set_up_anew": page(NOBODY, token="=forged"),
    "sign_in_with_passkey": act(ANYBODY),
    "ask_for_passkey": act(ANYBODY),
    "ask_passkey_as_second_check": act(ANYBODY),
    "ask_to_set_up_passkey": act(ANYBODY),
    "ask_for_new_passkey": act(CAST),
    "ask_for_own_passkey": act(CAST),
    "security": page(CAST),
    "add_passkey": form(CAST),
    "add_app": form(CAST),
    "rename_passkey": form(NOBODY, authenticator_id="=1"),  # somebody else's
    "remove_factor": form(NOBODY, authenticator_id="=1"),
    "renew_codes": form(NOBODY),  # of whoever has no second factor
    "show_codes": page(CAST),
    "show_set_up_codes": page(ANYBODY),
    "account_logout": act(ANYBODY),
    "account_reset_password": form(ANYBODY),
    "account_reset_password_done": page(ANYBODY),
    "account_reset_password_from_key": form(ANYBODY, uidb36="=" + "0" * 32, key="=abc-def"),
    "account_change_password": form(CAST),
    "end_session": act(NOBODY, session_id="=1"),  # somebody else's
    "end_sparing": act(NOBODY, device_id="=1"),  # somebody else's
    "end_other_sessions": act(CAST),
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
    "accounts:policy": form(only("administrator"), CAST),
    "accounts:sign_ins": page(only("administrator"), CAST),
    "accounts:reset_factors": form(only("administrator"), COLLEAGUES),
    "accounts:sign_out_other": form(only("administrator"), COLLEAGUES),
    "accounts:invitations": page(ADMIN, CAST),
    "accounts:invite": act(ADMIN, CAST),
    "accounts:take_back_invitations": act(ADMIN, CAST),
}
