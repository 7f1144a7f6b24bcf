"""OAuth 2.0: consent of one person by authorization code with PKCE, or the installation's own credentials for a whole
domain. Tokens live sealed with their connection; a new refresh token replaces the old one at once."""

import datetime
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.oauth2 import ClientAuth, OAuth2Client, OAuth2Error, TokenAuth
from authlib.oauth2.client import DEFAULT_HEADERS
from authlib.oauth2.rfc7521 import AssertionClient
from authlib.oauth2.rfc7523 import JWTBearerGrant
from django.conf import settings
from django.utils import timezone

from aizuchi.calendars.adapters import CalendarGone, ConsentGone, NotUnderstood, Throttled
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
    url, _ = _client(kind).create_authorization_url(
        _addresses(kind)["authorize"],
        state=state,
        code_verifier=verifier,
        redirect_uri=redirect_uri,
        scope=SCOPES[Kind(kind)],
        **extra,
    )
    return Consent(url=url, state=state, verifier=verifier)


def exchange_code(kind: str, *, code: str, verifier: str, redirect_uri: str) -> Values:
    """Raises Refused where no lasting consent came of it, and Trouble."""
    caller = Caller(public_only=False, seconds=30)
    client = _client(kind, caller)
    try:
        values = _ask(
            lambda: client.fetch_token(
                grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect_uri
            )
        )
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
        renewed = _ask(self._find_way())
        self._values = {**self._values, **renewed}
        self._save(self._values)
        return self._values["access_token"]

    @property
    def refresh_token(self) -> str:
        return self._values.get("refresh_token", "")

    def _find_way(self) -> Callable[[], Mapping[str, Any]]:
        if self._account and self._kind == Kind.GOOGLE:
            return partial(_service_account(self._caller, account=self._account).refresh_token)
        client = _client(self._kind, self._caller)
        if self._account:
            scope = "https://graph.microsoft.com/.default"
            return partial(client.fetch_token, grant_type="client_credentials", scope=scope)
        if not self.refresh_token:
            raise ConsentGone
        return partial(client.refresh_token, _addresses(self._kind)["token"], refresh_token=self.refresh_token)


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


class _Session:
    """What Authlib's clients speak through: our caller with its limits. Of an answer they see what is sound in it."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def post(
        self, url: str, *, data: Values, headers: Values | None = None, auth: ClientAuth | None = None
    ) -> httpx2.Response:
        body, headers = urlencode(data), {**DEFAULT_HEADERS, **(headers or {})}
        if auth:
            url, headers, body = auth.prepare("POST", url, headers, body)
        response = self._caller.send("POST", url, content=body, headers=headers, fine={400, 401, 403})
        return httpx2.Response(200, json=_take_what_is_sound(read_json(response), response.status_code >= 400))

    def request(self, method: str, url: str, *, data: Values, withhold_token: bool) -> httpx2.Response:
        return self.post(url, data=data)


def _take_what_is_sound(said: Mapping[str, Any], is_refused: bool) -> dict[str, Any]:
    """Neither sentences, which may tell what nobody else should read, nor numbers that are none."""
    if is_refused or said.get("error"):
        error = said.get("error")
        return {"error": error if isinstance(error, str) and error in ASKS_AGAIN else "other"}
    texts = {name: said[name] for name in ("access_token", "refresh_token") if isinstance(said.get(name), str)}
    if not texts.get("access_token"):
        raise NotUnderstood
    return {**texts, "expires_in": measured.read_number(said.get("expires_in")) or 300}


def _ask(for_token: Callable[[], Mapping[str, Any]]) -> Values:
    try:
        token = for_token()
    except OAuth2Error as refusal:
        raise (ConsentGone if refusal.error in ASKS_AGAIN else NotUnderstood) from refusal
    expires_at = datetime.datetime.fromtimestamp(token["expires_at"], datetime.UTC).isoformat()
    texts = {name: token[name] for name in ("access_token", "refresh_token") if token.get(name)}
    return {**texts, "expires_at": expires_at}


def _client(kind: str, caller: Caller | None = None) -> OAuth2Client:
    client_id, client_secret = settings.GOOGLE_CLIENT if kind == Kind.GOOGLE else settings.MICROSOFT_CLIENT
    return OAuth2Client(
        _Session(caller) if caller else None,
        client_id=client_id,
        client_secret=client_secret,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106  # the name of a way
        code_challenge_method="S256",
        token_endpoint=_addresses(kind)["token"],
    )


class _ServiceAccount(AssertionClient):
    ASSERTION_METHODS = {JWTBearerGrant.GRANT_TYPE: JWTBearerGrant.sign}
    DEFAULT_GRANT_TYPE = JWTBearerGrant.GRANT_TYPE
    token_auth_class = TokenAuth


def _service_account(caller: Caller, *, account: str) -> AssertionClient:
    """Signs in the name of `account`."""
    if settings.GOOGLE_SERVICE_ACCOUNT is None:
        raise ConsentGone
    key = json.loads(settings.GOOGLE_SERVICE_ACCOUNT.read_text())
    return _ServiceAccount(
        _Session(caller),
        token_endpoint=_addresses(Kind.GOOGLE)["token"],
        issuer=key["client_email"],
        subject=account,
        claims={"scope": SCOPES[Kind.GOOGLE]},
        key=key["private_key"],
        header={"alg": "RS256", "kid": key.get("private_key_id", "")},
    )


def _addresses(kind: str) -> dict[str, str]:
    addresses: dict[str, str] = settings.GOOGLE_ADDRESSES if kind == Kind.GOOGLE else settings.MICROSOFT_ADDRESSES
    return addresses
