"""Tokens of a consent: when they are renewed, and what of a server's answer is believed."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from aizuchi.calendars.adapters import ConsentGone, NotUnderstood
from aizuchi.calendars.adapters.http import Caller
from aizuchi.calendars.adapters.oauth import LIMITS, Tokens, exchange_code
from aizuchi.calendars.tests.cloud import Answer, Cloud, running

GOOD = {"access_token": "access-2", "token_type": "Bearer", "expires_in": 3600}
DEEP: list[Any] = []
for _ in range(LIMITS.depth):
    DEEP = [DEEP]


class TokenServer(Cloud):
    """Says whatever it is told to say."""

    said: Answer = Answer(200, GOOD)

    def give_token(self, form: dict[str, str]) -> Answer:
        return self.said


@pytest.fixture
def server(settings: Any) -> Iterator[TokenServer]:
    with running(TokenServer) as server:
        settings.GOOGLE_ADDRESSES = {"token": f"{server.url}/token"}
        settings.GOOGLE_CLIENT = ("client", "secret & more")
        yield server


@pytest.fixture
def kept() -> list[dict[str, str]]:
    return []


@pytest.fixture
def caller() -> Iterator[Caller]:
    caller = Caller(public_only=False)
    yield caller
    caller.close()


def tokens(caller: Caller, kept: list[dict[str, str]], *, lasts: int = 3600, **values: str) -> Tokens:
    expires_at = (timezone.now() + datetime.timedelta(seconds=lasts)).isoformat()
    known = {"access_token": "access-1", "refresh_token": "refresh 1+", "expires_at": expires_at, **values}
    return Tokens(caller, "google", known, save=kept.append)


def test_a_token_that_lasts_is_used_without_asking(server: TokenServer, caller: Caller, kept: list[Any]) -> None:
    assert tokens(caller, kept).access() == "access-1"
    assert (server.asked, kept) == ([], [])


@pytest.mark.parametrize("lasts", [-10, 30])
def test_one_that_ends_within_a_minute_is_renewed_and_kept(
    server: TokenServer, caller: Caller, kept: list[Any], lasts: int
) -> None:
    ours = tokens(caller, kept, lasts=lasts)

    assert (ours.access(), ours.access()) == ("access-2", "access-2")

    (asked,) = server.asked
    assert asked.form == {
        "grant_type": "refresh_token",
        "refresh_token": "refresh 1+",
        "client_id": "client",
        "client_secret": "secret & more",
    }
    assert [(values["access_token"], values["refresh_token"]) for values in kept] == [("access-2", "refresh 1+")]
    lasts_until = datetime.datetime.fromisoformat(kept[0]["expires_at"])
    assert abs(lasts_until - timezone.now() - datetime.timedelta(hours=1)) < datetime.timedelta(minutes=1)


def test_a_new_refresh_token_takes_the_place_of_the_old_one(
    server: TokenServer, caller: Caller, kept: list[Any]
) -> None:
    server.said = Answer(200, {**GOOD, "refresh_token": "refresh-2"})
    ours = tokens(caller, kept)

    ours.renew()
    ours.renew()

    assert [asked.form["refresh_token"] for asked in server.asked] == ["refresh 1+", "refresh-2"]
    assert kept[-1]["refresh_token"] == "refresh-2"


@pytest.mark.parametrize("lasts", [None, "soon", [3600], {}, -5, 10**30, True, "99999999999999999999"])
def test_a_time_that_is_none_counts_as_short(
    server: TokenServer, caller: Caller, kept: list[Any], lasts: object
) -> None:
    server.said = Answer(200, {**GOOD, "expires_in": lasts, "expires_at": lasts})

    tokens(caller, kept).renew()

    lasts_until = datetime.datetime.fromisoformat(kept[0]["expires_at"])
    assert timezone.now() < lasts_until < timezone.now() + datetime.timedelta(minutes=6)


@pytest.mark.parametrize(
    "said",
    [
        Answer(200, {}),
        Answer(200, []),
        Answer(200, {"access_token": ["a"], "expires_in": 1}),
        Answer(200, {"access_token": ""}),
        Answer(400, {"error": ["invalid_grant"]}),
        Answer(400, {"error": "invalid_client", "error_description": "secret & more"}),
        Answer(403, GOOD),
        Answer(200, {**GOOD, "more": DEEP}),
    ],
)
def test_what_is_no_answer_changes_nothing(server: TokenServer, caller: Caller, kept: list[Any], said: Answer) -> None:
    server.said = said

    with pytest.raises(NotUnderstood) as refusal:
        tokens(caller, kept).renew()

    assert kept == []
    assert "more" not in f"{refusal.value!r}{refusal.value.__cause__!r}"


@pytest.mark.parametrize(
    ("status", "error"), [(400, "invalid_grant"), (401, "unauthorized_client"), (200, "consent_required")]
)
def test_a_consent_that_is_gone_is_told_as_such(
    server: TokenServer, caller: Caller, kept: list[Any], status: int, error: str
) -> None:
    server.said = Answer(status, {"error": error})

    with pytest.raises(ConsentGone):
        tokens(caller, kept).renew()


def test_without_a_refresh_token_nobody_is_asked(server: TokenServer, caller: Caller, kept: list[Any]) -> None:
    with pytest.raises(ConsentGone):
        tokens(caller, kept, refresh_token="").renew()

    assert server.asked == []


def test_a_consent_that_does_not_last_is_none(server: TokenServer) -> None:
    with pytest.raises(ConsentGone):
        exchange_code("google", code="good", verifier="v" * 43, redirect_uri="https://example.jp/back/")

    assert server.asked[0].form["code_verifier"] == "v" * 43


def test_a_code_that_is_empty_is_refused(server: TokenServer) -> None:
    server.said = Answer(400, {"error": "invalid_request"})

    with pytest.raises(NotUnderstood):
        exchange_code("google", code="", verifier="v" * 43, redirect_uri="https://example.jp/back/")
