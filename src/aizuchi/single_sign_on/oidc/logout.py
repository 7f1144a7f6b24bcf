"""Signed out at the provider, signed out here: OpenID Connect Back-Channel Logout 1.0."""

import datetime

from aizuchi.single_sign_on.linking import take_once
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderSession
from aizuchi.single_sign_on.oidc.discovery import describe
from aizuchi.single_sign_on.oidc.tokens import OLDEST, SKEW, read_logout_token
from aizuchi.single_sign_on.tied_sessions import end_sessions_by


def end_by_logout_token(provider: IdentityProvider, token: str, *, now: datetime.datetime) -> int:
    """How many sessions ended: one that is named, or all of a person. Raises the kinds of NotLetIn."""
    claims = read_logout_token(token, provider=provider, description=describe(provider), now=now)
    take_once(provider, f"jti {claims['jti']}", until=_good_until(claims))
    sid = claims.get("sid", "")
    accounts = ProviderAccount.objects.filter(provider=provider)
    if "sub" in claims:
        accounts = accounts.filter(uid=claims["sub"])
    else:
        accounts = accounts.filter(pk__in=ProviderSession.objects.filter(sid=sid).values("account"))
    return sum(end_sessions_by(account, sid=sid) for account in accounts)


def _good_until(claims: dict[str, float]) -> datetime.datetime:
    """No longer than a token of that age would be taken."""
    issued_at = datetime.datetime.fromtimestamp(claims["iat"], datetime.UTC)
    return issued_at + OLDEST + 2 * SKEW
