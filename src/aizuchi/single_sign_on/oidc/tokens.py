"""What a provider signed: whether it did, for us, just now. OpenID Connect Core 3.1.3.7; Back-Channel Logout 2.6."""

import base64
import datetime
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from aizuchi.single_sign_on.addresses import read_object
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import Description, find_keys
from aizuchi.single_sign_on.proofs import LONGEST_UID
from aizuchi.single_sign_on.refusals import ClocksApart, ProofBroken

SKEW = datetime.timedelta(seconds=60)
ANEW = datetime.timedelta(minutes=5)
OLDEST = datetime.timedelta(minutes=10)
LONGEST_TOKEN = 64 * 1024
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
Claims = dict[str, Any]


def read_id_token(
    token: object,
    *,
    provider: IdentityProvider,
    description: Description,
    nonce: str,
    access_token: str,
    now: datetime.datetime,
) -> Claims:
    """Raises ProofBroken or ClocksApart."""
    header, claims = _open(token, provider, description)
    _check_issuer_and_audience(claims, provider)
    _check_times(claims, now=now)
    if not isinstance(claims.get("nonce"), str) or not _same(claims["nonce"], nonce):
        raise ProofBroken("nonce")
    _check_subject(claims.get("sub"))
    if "at_hash" in claims:
        _check_access_token(claims["at_hash"], access_token, str(header["alg"]))
    return claims


def read_logout_token(
    token: object, *, provider: IdentityProvider, description: Description, now: datetime.datetime
) -> Claims:
    """Raises ProofBroken or ClocksApart. That it comes once only is for whoever asks to see to."""
    header, claims = _open(token, provider, description)
    if str(header.get("typ", "logout+jwt")).lower() not in ("logout+jwt", "jwt"):
        raise ProofBroken("typ")
    _check_issuer_and_audience(claims, provider)
    _check_times(claims, now=now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise ProofBroken("events")
    if "nonce" in claims:  # or an id token could be passed off as one
        raise ProofBroken("nonce")
    if not isinstance(claims.get("jti"), str) or not claims["jti"]:
        raise ProofBroken("jti")
    said = [claims[name] for name in ("sub", "sid") if name in claims]
    if not said:
        raise ProofBroken("sub and sid")
    for name in said:
        _check_subject(name)
    return claims


def check_proved_anew(claims: Claims, *, now: datetime.datetime) -> None:
    """Asked for a fresh proof, a provider has to say when it was made. Raises ProofBroken or ClocksApart."""
    proved_at = _read_time(claims, "auth_time")
    if proved_at is None:
        raise ProofBroken("auth_time")
    if now.timestamp() - proved_at > (ANEW + SKEW).total_seconds():
        raise ClocksApart("auth_time")


def _open(token: object, provider: IdentityProvider, description: Description) -> tuple[Claims, Claims]:
    """Header and claims of a token that this provider signed."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise ProofBroken("no token")
    header = _read_header(token)
    if header.get("alg") not in description.algorithms:
        raise ProofBroken("alg")
    keys = find_keys(provider, description)
    if header.get("kid") is not None and not _has(keys, header["kid"]):
        keys = find_keys(provider, description, anew=True)
    signed = _verify(token, _choose(keys, header), description)
    return header, read_object(signed)


def _read_header(token: str) -> Claims:
    try:
        raw = base64.urlsafe_b64decode(token.partition(".")[0] + "==")
    except ValueError as error:
        raise ProofBroken("header") from error
    header = read_object(raw)
    if "crit" in header or "enc" in header:  # asks for what we do not know
        raise ProofBroken("header")
    return header


def _has(keys: KeySet, kid: object) -> bool:
    return any(key.kid == kid for key in keys.keys)


def _choose(keys: KeySet, header: Claims) -> Key:
    """By the name of its key; without one only where there is no choice."""
    kid, kind = header.get("kid"), _kind_of(str(header["alg"]))
    fitting = [key for key in keys.keys if key.key_type == kind and (kid is None or key.kid == kid)]
    if len(fitting) != 1:
        raise ProofBroken("no such key" if not fitting else "which key")
    return fitting[0]


def _kind_of(algorithm: str) -> str:
    return {"R": "RSA", "P": "RSA", "E": "EC"}[algorithm[0]] if not algorithm.startswith("Ed") else "OKP"


def _verify(token: str, key: Key, description: Description) -> bytes:
    try:
        return jws.deserialize_compact(token, key, algorithms=list(description.algorithms)).payload
    except (JoseError, ValueError, TypeError) as error:
        raise ProofBroken("signature") from error


def _check_issuer_and_audience(claims: Claims, provider: IdentityProvider) -> None:
    if claims.get("iss") != provider.issuer:
        raise ProofBroken("iss")
    said = claims.get("aud")
    audiences = [said] if isinstance(said, str) else said
    if not isinstance(audiences, list) or provider.client_id not in audiences:
        raise ProofBroken("aud")
    if claims.get("azp", provider.client_id if len(audiences) == 1 else None) != provider.client_id:
        raise ProofBroken("azp")


def _check_times(claims: Claims, *, now: datetime.datetime) -> None:
    exp, iat, nbf = (_read_time(claims, name) for name in ("exp", "iat", "nbf"))
    if exp is None or iat is None:
        raise ProofBroken("exp" if exp is None else "iat")
    moment, skew = now.timestamp(), SKEW.total_seconds()
    if exp + skew <= moment or iat - skew > moment or moment - iat > OLDEST.total_seconds() + skew:
        raise ClocksApart
    if nbf is not None and nbf - skew > moment:
        raise ClocksApart


def _read_time(claims: Claims, name: str) -> float | None:
    said = claims.get(name)
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 < said < 1e11:
        raise ProofBroken(name)
    return float(said)


def _check_subject(said: object) -> None:
    if not isinstance(said, str) or not 0 < len(said) <= LONGEST_UID:
        raise ProofBroken("sub")


def _check_access_token(said: object, access_token: str, algorithm: str) -> None:
    bits = algorithm[-3:] if algorithm[-3:] in ("256", "384", "512") else "512"
    digest: Callable[[bytes], Any] = getattr(hashlib, f"sha{bits}")
    whole = digest(access_token.encode()).digest()
    half = base64.urlsafe_b64encode(whole[: len(whole) // 2]).rstrip(b"=").decode()
    if not isinstance(said, str) or not _same(said, half):
        raise ProofBroken("at_hash")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
