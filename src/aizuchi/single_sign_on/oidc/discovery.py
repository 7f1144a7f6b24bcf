"""What a provider of OpenID Connect says about itself, and the keys it signs with."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import ask_provider, read_object, read_provider_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.refusals import LONGEST_SHOWN, NotSetUp, ProofBroken, ProviderOdd

KEEP = datetime.timedelta(minutes=10)
ASK_FOR_KEYS_AGAIN = datetime.timedelta(seconds=30)
MOST_KEYS = 50
WELL_KNOWN = "/.well-known/openid-configuration"
# Signed with a key that only the provider has: never "none", and never HS256, whose key every client has.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")


@dataclass(frozen=True, kw_only=True)
class Description:
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    algorithms: tuple[str, ...]
    posts_secret: bool
    """The client secret goes into the body, because the header is not taken."""
    scopes: tuple[str, ...]
    names_itself: bool
    """Whoever comes back says which provider they come from (RFC 9207)."""


def describe(provider: IdentityProvider) -> Description:
    """Asked anew every ten minutes. Raises the kinds of NotLetIn."""
    name = _name(provider, "description")
    if (kept := cache.get(name)) is not None:
        return read_description(kept, issuer=provider.issuer)
    said = fetch_description(provider.issuer)
    description = read_description(said, issuer=provider.issuer)
    cache.set(name, said, KEEP.total_seconds())
    return description


def fetch_description(issuer: str) -> dict[str, Any]:
    """Raises NotSetUp where something else lies there, and ProviderSilent."""
    url = f"{issuer.removesuffix('/')}{WELL_KNOWN}"
    try:
        return read_object(ask_provider("GET", url, headers={"Accept": "application/json"}).content)
    except ProviderOdd as odd:
        raise NotSetUp("no_description", found=odd.found or url) from odd


def read_description(said: dict[str, Any], *, issuer: str) -> Description:
    """Raises ProviderOdd, and ProofBroken where it is the description of somebody else."""
    if said.get("issuer") != issuer:
        raise ProofBroken("issuer_differs", found=str(said.get("issuer", "–"))[:LONGEST_SHOWN])
    offered = said.get("id_token_signing_alg_values_supported")
    algorithms = tuple(name for name in ALGORITHMS if isinstance(offered, list) and name in offered)
    scopes = said.get("scopes_supported")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Description(
        issuer=issuer,
        authorization_endpoint=_address(said, "authorization_endpoint"),
        token_endpoint=_address(said, "token_endpoint"),
        jwks_uri=_address(said, "jwks_uri"),
        userinfo_endpoint=_address(said, "userinfo_endpoint") if said.get("userinfo_endpoint") else "",
        algorithms=algorithms or ("RS256",),
        posts_secret=isinstance(methods, list) and "client_secret_basic" not in methods,
        scopes=tuple(each for each in scopes if isinstance(each, str)) if isinstance(scopes, list) else (),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def find_keys(provider: IdentityProvider, description: Description, *, anew: bool = False) -> KeySet:
    """`anew` for a signature by a key that is not among those kept: asked at most twice a minute."""
    name = _name(provider, "keys")
    kept = cache.get(name)
    if kept is None or (anew and cache.add(_name(provider, "keys-asked"), 1, ASK_FOR_KEYS_AGAIN.total_seconds())):
        kept = _fetch_keys(description.jwks_uri)
        cache.set(name, kept, KEEP.total_seconds())
    return KeySet.import_key_set({"keys": kept})


def _fetch_keys(url: str) -> list[dict[str, Any]]:
    found = read_object(ask_provider("GET", url, headers={"Accept": "application/json"}).content).get("keys")
    if not isinstance(found, list):
        raise ProviderOdd("no_keys")
    keys = [key for key in found[:MOST_KEYS] if _is_for_signatures(key)]
    if not keys:
        raise ProviderOdd("no_keys")
    return keys


def _is_for_signatures(key: Any) -> bool:
    """Of a kind we know and public: one that cannot be read keeps the others from nothing."""
    if not isinstance(key, dict) or key.get("kty") not in ("RSA", "EC", "OKP") or key.get("use", "sig") != "sig":
        return False
    try:
        KeySet.import_key_set({"keys": [key]})
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return True


def _address(said: dict[str, Any], name: str) -> str:
    try:
        return str(read_provider_address(str(said.get(name, ""))))
    except NotAWebAddress as error:
        raise ProviderOdd("address", found=name) from error


def _name(provider: IdentityProvider, what: str) -> str:
    """Other settings are another provider."""
    return f"single_sign_on.{what}.{provider.pk.hex}.{provider.version}"
