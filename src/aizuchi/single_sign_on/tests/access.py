from tests.access import ANYBODY, CAST, NO_KEY, NOBODY, Access, act, form, only, page

ADMINISTRATOR = only("administrator")
PROVIDER = "provider"

TABLE: dict[str, Access] = {
    "single_sign_on:choose": form(ANYBODY),
    "single_sign_on:prove": form(CAST),
    "single_sign_on:link": page(NOBODY),
    "single_sign_on:link_mine": form(NOBODY),
    "single_sign_on:link_mail": act(NOBODY),
    "single_sign_on:link_by_mail": form(NOBODY, token="=none"),
    "single_sign_on:not_me": form(NOBODY, token="=none"),
    "single_sign_on:unlink": form(NOBODY, account_id=NO_KEY),
    "single_sign_on:start": act(NOBODY, provider_id=NO_KEY),
    "single_sign_on:oidc_answer": page(NOBODY, provider_id=NO_KEY),
    "single_sign_on:oidc_logout": act(NOBODY, provider_id=NO_KEY),
    "single_sign_on:saml_answer": act(NOBODY, provider_id=NO_KEY),
    "single_sign_on:saml_done": page(NOBODY, provider_id=NO_KEY, pending_id=NO_KEY),
    "single_sign_on:saml_metadata": page(NOBODY, provider_id=NO_KEY),
    "single_sign_on:providers": page(ADMINISTRATOR, CAST),
    "single_sign_on:add": form(ADMINISTRATOR, CAST, kind="=oidc"),
    "single_sign_on:provider": page(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:change": form(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:try": act(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:prove_domain": act(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:offer": act(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:remove": form(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
    "single_sign_on:let_go": act(ADMINISTRATOR, CAST - {"stranger"}, provider_id=PROVIDER),
}
