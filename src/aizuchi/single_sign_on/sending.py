"""To the provider, and that a browser may go there from our form."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import read_provider_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc import flow
from aizuchi.single_sign_on.pending import Begun
from aizuchi.single_sign_on.saml import flow as saml_flow


def send_to_provider(provider: IdentityProvider, begun: Begun, *, hint: str = "") -> HttpResponse:
    """Raises the kinds of NotLetIn."""
    if provider.kind == IdentityProvider.Kind.SAML:
        address = saml_flow.where_to_send(provider, begun)
    else:
        address = flow.where_to_send(provider, begun, hint=hint)
    response = HttpResponseRedirect(address)
    begun.keep(response)
    return response


def let_forms_lead_to(response: HttpResponse, providers: Iterable[IdentityProvider]) -> HttpResponse:
    """On this page only: Chromium asks the policy of the page also about where a form is sent on to."""
    origins = sorted({origin for provider in providers if (origin := origin_of(provider))})
    if origins:
        about: Any = response
        about._csp_update = {"form-action": origins}
    return response


def origin_of(provider: IdentityProvider) -> str:
    try:
        return read_provider_address(provider.sign_in_url).origin
    except NotAWebAddress:
        return ""
