"""There and back: the authorization code flow with PKCE."""

import base64
import datetime
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import httpx2
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.canonical import canonical_address
from aizuchi.single_sign_on.addresses import ask_provider, read_object, with_query
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import Description, describe
from aizuchi.single_sign_on.oidc.tokens import Claims, check_proved_anew, read_id_token
from aizuchi.single_sign_on.pending import Begun
from aizuchi.single_sign_on.proofs import Proof, read_groups
from aizuchi.single_sign_on.refusals import Cancelled, NotLetIn, NotSetUp, ProofBroken, ProviderOdd, ProviderSilent
from aizuchi.single_sign_on.sealed_settings import SettingsLost, open_settings

LONGEST_CODE = 4000
TURNED_BACK = {"access_denied", "login_required", "interaction_required", "consent_required"}
# What a provider may say instead of an answer (RFC 6749, 4.1.2.1 and 5.2), and the kind of fault it is.
FAULTS = {
    "invalid_client": "client_refused",
    "unauthorized_client": "grant_refused",
    "unsupported_grant_type": "grant_refused",
    "unsupported_response_type": "grant_refused",
    "invalid_grant": "code_refused",
    "invalid_scope": "scope_refused",
    "invalid_request": "request_refused",
}
IN_TROUBLE = {"server_error", "temporarily_unavailable"}


def redirect_uri_of(provider: IdentityProvider) -> str:
    return absolute(reverse("single_sign_on:oidc_answer", args=[provider.pk]))


def where_to_send(provider: IdentityProvider, begun: Begun, *, hint: str = "") -> str:
    """The provider's page. Raises the kinds of NotLetIn."""
    description = describe(provider)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri_of(provider),
        "scope": scope_for(provider, description),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": begun.challenge,
        "code_challenge_method": "S256",
    }
    if hint:
        asked["login_hint"] = hint
    if begun.asks_anew:
        asked |= {"prompt": "login", "max_age": "0"}
    return with_query(description.authorization_endpoint, asked)


def scope_for(provider: IdentityProvider, description: Description) -> str:
    """Some, Okta among them, tell groups only to whoever asks for a scope of that name; others know none."""
    groups = provider.groups_name
    return " ".join(("openid", "email", "profile", *((groups,) if groups and groups in description.scopes else ())))


def read_answer(provider: IdentityProvider, begun: Begun, said: Mapping[str, str], *, now: datetime.datetime) -> Proof:
    """Who came back. Raises the kinds of NotLetIn."""
    description = describe(provider)
    if ("iss" in said or description.names_itself) and said.get("iss") != provider.issuer:
        raise ProofBroken("iss of the answer")
    if "error" in said:
        raise _name_fault(said["error"])
    code = said.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise ProviderOdd("code")
    tokens = _exchange(provider, description, begun, code=code)
    access_token = tokens.get("access_token")
    if not isinstance(access_token, str) or str(tokens.get("token_type", "")).lower() != "bearer":
        raise ProviderOdd("access token")
    claims = read_id_token(
        tokens.get("id_token"),
        provider=provider,
        description=description,
        nonce=begun.nonce,
        access_token=access_token,
        now=now,
    )
    if begun.asks_anew:
        check_proved_anew(claims, now=now)
    if needs_more(claims, provider) and description.userinfo_endpoint:
        claims = complete(claims, _ask_for_userinfo(description, access_token, sub=claims["sub"]), provider)
    return make_proof(claims, provider)


def _name_fault(error: str) -> NotLetIn:
    if error in TURNED_BACK:
        return Cancelled()
    if error in IN_TROUBLE:
        return ProviderSilent("in_trouble")
    return NotSetUp(FAULTS.get(error, "request_refused"))


def needs_more(claims: Claims, provider: IdentityProvider) -> bool:
    """Many providers put the address into the id token only where they are told to."""
    return "email" not in claims or bool(provider.groups_name and provider.groups_name not in claims)


def complete(claims: Claims, userinfo: Claims, provider: IdentityProvider) -> Claims:
    """An address and whether it is proved come from one and the same place."""
    about_address: Claims = {name: userinfo[name] for name in ("email", "email_verified") if name in userinfo}
    groups: Claims = {name: userinfo[name] for name in (provider.groups_name,) if name and name in userinfo}
    if "email" in claims:
        return {**groups, **claims}
    return {**groups, **{name: said for name, said in claims.items() if name != "email_verified"}, **about_address}


def make_proof(claims: Claims, provider: IdentityProvider) -> Proof:
    email, sid = claims.get("email"), claims.get("sid", "")
    address = canonical_address(email) if isinstance(email, str) and len(email) <= 254 and "@" in email else ""
    return Proof(
        uid=claims["sub"],
        address=address,
        is_address_proved=claims.get("email_verified") is True,  # not "true", nor 1
        groups=read_groups(claims.get(provider.groups_name)) if provider.groups_name else None,
        sid=sid if isinstance(sid, str) and len(sid) <= 255 else "",
    )


def _exchange(provider: IdentityProvider, description: Description, begun: Begun, *, code: str) -> Claims:
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri_of(provider),
        "code_verifier": begun.verifier,
    }
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    secret = _find_secret(provider, begun)
    if not secret or description.posts_secret:
        body |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    else:
        told = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(told).decode()}"
    fine = (200, 400, 401, 403)
    response = ask_provider("POST", description.token_endpoint, fine=fine, headers=headers, content=urlencode(body))
    return _read_tokens(response)


def _find_secret(provider: IdentityProvider, begun: Begun) -> str:
    try:
        kept = open_settings(provider)
    except SettingsLost as error:
        raise NotSetUp("settings_lost") from error
    return (kept.next_client_secret if begun.is_trial else "") or kept.client_secret


def _read_tokens(response: httpx2.Response) -> Claims:
    """Some say what is wrong with a 200 as well."""
    try:
        said = read_object(response.content)
    except ProviderOdd:
        said = {}
    if response.status_code == 401:
        raise NotSetUp("client_refused")
    if "error" in said or response.status_code != 200:
        raise _name_fault(str(said.get("error")))
    return said


def _ask_for_userinfo(description: Description, access_token: str, *, sub: str) -> Claims:
    headers = {"Accept": "application/json", "Authorization": f"Bearer {access_token}"}
    try:
        said = read_object(ask_provider("GET", description.userinfo_endpoint, headers=headers).content)
    except ProviderOdd as odd:
        raise ProviderOdd("userinfo_refused", found=odd.found) from odd
    if said.get("sub") != sub:  # of somebody else
        raise ProofBroken("sub of userinfo")
    return said
