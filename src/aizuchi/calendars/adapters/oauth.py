"""OAuth 2.0: consent of one person by authorization code with PKCE, or the installation's own credentials for a whole
domain. Tokens live sealed with their connection; a new refresh token replaces the old one at once."""

import datetime
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7523 import JWTBearerGrant
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.utils import timezone

from aizuchi.calendars.adapters import CalendarGone, ConsentGone, NotUnderstood, Refused, Throttled
from aizuchi.calendars.adapters.http import Caller, retry_after_of
from aizuchi.calendars.models import Connection
from aizuchi.kernel import measure as measured
from aizuchi.kernel.bodies import MEGABYTE

Kind = Connection.Kind
Values = dict[str, str]

SCOPES = {
    Kind.GOOGLE: "https://www.googleapis.com/auth/calendar.events"
    " https://www.googleapis.com/auth/calendar.calendarlist.readonly",
    Kind.MICROSOFT: "offline_access https://graph.microsoft.com/Calendars.ReadWrite",
}
ASKS_AGAIN = {"invalid_grant", "interaction_required", "consent_required", "unauthorized_client", "access_denied"}
MARGIN = datetime.timedelta(seconds=60)
TOO_OFTEN = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"}


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Where to send a person, and what has to come back with them."""

    url: str
    state: str
    verifier: str


def ask_for_consent(kind: str, *, redirect_uri: str, hint: str = "") -> Consent:
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    extra = {"access_type": "offline", "prompt": "consent"} if kind == Kind.GOOGLE else {}
    if hint:
        extra["login_hint"] = hint
    url = prepare_grant_uri(
        _addresses(kind)["authorize"],
        client_id=_client(kind)[0],
        response_type="code",
        redirect_uri=redirect_uri,
        scope=SCOPES[Kind(kind)],
        state=state,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        **extra,
    )
    return Consent(url=url, state=state, verifier=verifier)


def exchange_code(kind: str, *, code: str, verifier: str, redirect_uri: str) -> Values:
    """Raises Refused where no lasting consent came of it, and Trouble."""
    caller = Caller(public_only=False, seconds=30)
    try:
        asked = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        values = _ask_for_token(caller, kind, {**asked, "redirect_uri": redirect_uri, **_client_fields(kind)})
    finally:
        caller.close()
    if not values.get("refresh_token"):
        raise ConsentGone
    return values


class Tokens:
    """The access token of one connection, renewed when it runs out. `save` keeps what has to outlive this look."""

    def __init__(
        self, caller: Caller, kind: str, values: Values, *, save: Callable[[Values], None], account: str = ""
    ) -> None:
        """`account` is in whose name the installation's own credentials speak; empty: the person consented."""
        self._caller, self._kind, self._values, self._save, self._account = caller, kind, values, save, account

    def access(self) -> str:
        expires_at = self._values.get("expires_at", "")
        if not expires_at or datetime.datetime.fromisoformat(expires_at) < timezone.now() + MARGIN:
            return self.renew()
        return self._values["access_token"]

    def renew(self) -> str:
        """Raises ConsentGone."""
        renewed = _ask_for_token(self._caller, self._kind, self._grant())
        self._values = {**self._values, **renewed}
        self._save(self._values)
        return self._values["access_token"]

    @property
    def refresh_token(self) -> str:
        return self._values.get("refresh_token", "")

    def _grant(self) -> Values:
        if self._account:
            return _installations_grant(self._kind, account=self._account)
        if not self.refresh_token:
            raise ConsentGone
        return {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **_client_fields(self._kind)}


LIMITS = measured.Limits(size=20 * MEGABYTE, depth=32, values=1_000_000)  # a page of 2,500 events, well filled


class Rest:
    """A JSON API behind a bearer token. A token that is refused is renewed once."""

    def __init__(self, caller: Caller, tokens: Tokens) -> None:
        self._caller, self._tokens = caller, tokens

    def send(
        self, method: str, url: str, *, fine: set[int] | None = None, headers: Values | None = None, **kwargs: Any
    ) -> httpx2.Response:
        token = self._tokens.access()
        for is_last in (False, True):
            bearer = {**(headers or {}), "Authorization": f"Bearer {token}"}
            response = self._caller.send(method, url, fine={401, 403, *(fine or ())}, headers=bearer, **kwargs)
            if response.status_code != 401:
                break
            if is_last:
                raise ConsentGone
            token = self._tokens.renew()
        if response.status_code == 403 and 403 not in (fine or ()):
            raise _judge_forbidden(response)
        return response


def read_json(response: httpx2.Response) -> dict[str, Any]:
    try:
        said = measured.read_json(response.content, LIMITS, lets_odd_signs_in=True)  # nothing of a title is kept
    except ValueError as error:
        raise NotUnderstood from error
    if not isinstance(said, dict):
        raise NotUnderstood
    return said


def read_list(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise NotUnderstood
    return found


def _judge_forbidden(response: httpx2.Response) -> Exception:
    """Google says "too often" with a 403 as well."""
    error = read_json(response).get("error", {}) if response.content else {}
    details = error.get("errors", []) if isinstance(error, dict) else []
    reasons = {detail.get("reason") for detail in details if isinstance(detail, dict)}
    if reasons & TOO_OFTEN:
        return Throttled(retry_after_of(response))
    return CalendarGone() if "forbiddenForNonOrganizer" in reasons else ConsentGone()


def _ask_for_token(caller: Caller, kind: str, fields: Values) -> Values:
    response = caller.send("POST", _addresses(kind)["token"], data=fields, fine={400, 401, 403})
    said = read_json(response)
    if response.status_code >= 400:
        raise _refusal(said)
    if not isinstance(said.get("access_token"), str):
        raise NotUnderstood
    lasts = said.get("expires_in")
    seconds = measured.read_number(lasts) or 300
    values = {
        "access_token": said["access_token"],
        "expires_at": (timezone.now() + datetime.timedelta(seconds=seconds)).isoformat(),
    }
    if isinstance(said.get("refresh_token"), str):
        values["refresh_token"] = said["refresh_token"]
    return values


def _refusal(said: Mapping[str, Any]) -> Exception:
    refusal: Refused | NotUnderstood = ConsentGone() if said.get("error") in ASKS_AGAIN else NotUnderstood()
    return refusal


def _installations_grant(kind: str, *, account: str) -> Values:
    """In the name of `account`: signed by the service account, or as the tenant's application."""
    if kind == Kind.MICROSOFT:
        scope = "https://graph.microsoft.com/.default"
        return {"grant_type": "client_credentials", "scope": scope, **_client_fields(kind)}
    if settings.GOOGLE_SERVICE_ACCOUNT is None:
        raise ConsentGone
    key = json.loads(settings.GOOGLE_SERVICE_ACCOUNT.read_text())
    now = int(timezone.now().timestamp())
    assertion = JWTBearerGrant.sign(
        key["private_key"],
        issuer=key["client_email"],
        audience=_addresses(kind)["token"],
        subject=account,
        issued_at=now,
        expires_at=now + 3600,
        claims={"scope": SCOPES[Kind.GOOGLE]},
        header={"alg": "RS256", "kid": key.get("private_key_id", "")},
    )
    signed = assertion.decode() if isinstance(assertion, bytes) else assertion
    return {"grant_type": JWTBearerGrant.GRANT_TYPE, "assertion": signed}


def _client_fields(kind: str) -> Values:
    client_id, client_secret = _client(kind)
    return {"client_id": client_id, "client_secret": client_secret}


def _client(kind: str) -> tuple[str, str]:
    client: tuple[str, str] = settings.GOOGLE_CLIENT if kind == Kind.GOOGLE else settings.MICROSOFT_CLIENT
    return client


def _addresses(kind: str) -> dict[str, str]:
    addresses: dict[str, str] = settings.GOOGLE_ADDRESSES if kind == Kind.GOOGLE else settings.MICROSOFT_ADDRESSES
    return addresses
