"""Signed out at the provider: Back-Channel Logout. Ids are those of the OpenID conformance suite."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.accounts.models import Session
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.tokens import LOGOUT_EVENT
from aizuchi.single_sign_on.tests import oidc_provider as oidc
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Claims, Provider, signed, unsigned

ComeIn = Callable[..., HttpResponse]


@pytest.fixture
def browser(come_in: ComeIn) -> Client:
    client = Client()
    come_in(client)
    assert is_signed_in(client)
    return client


@pytest.fixture
def tell(provider: IdentityProvider, there: Provider) -> Callable[[Any], HttpResponse]:
    def post(token: Any) -> HttpResponse:
        return Client().post(reverse("single_sign_on:oidc_logout", args=[provider.pk]), {"logout_token": token})

    return post


@pytest.fixture
def claims(there: Provider) -> Claims:
    now = int(time.time())
    return {
        "iss": there.url,
        "aud": there.client_id,
        "iat": now,
        "exp": now + 120,
        "jti": uuid.uuid4().hex,
        "events": {LOGOUT_EVENT: {}},
        "sub": "248289761001",
        "sid": "s-1",
    }


def still_in(browser: Client) -> bool:
    return browser.get("/account/security/").status_code == 200


@pytest.mark.database
def test_oidcc_client_test_rp_backchannel_rpinitlogout(
    browser: Client, tell: Callable[[Any], HttpResponse], claims: Claims
) -> None:
    assert still_in(browser)

    answer = tell(signed(claims, typ="logout+jwt"))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not still_in(browser)


def test_only_the_session_that_is_named_ends(
    browser: Client, come_in: ComeIn, tell: Callable[[Any], HttpResponse], claims: Claims, there: Provider
) -> None:
    there.user["sid"] = "s-2"
    other = Client()
    come_in(other)

    tell(signed(claims))

    assert not still_in(browser)
    assert still_in(other)


@pytest.mark.database
def test_a_session_may_be_named_alone(browser: Client, tell: Callable[[Any], HttpResponse], claims: Claims) -> None:
    del claims["sub"]

    tell(signed(claims))

    assert not still_in(browser)


def test_without_a_session_all_of_that_person_end(
    cast: Cast,
    browser: Client,
    tell: Callable[[Any], HttpResponse],
    claims: Claims,
    client_for: Callable[[Person], Client],
) -> None:
    by_password = client_for(cast.member)
    somebody_else = client_for(cast.manager)
    del claims["sid"]

    tell(signed(claims))

    assert not still_in(browser)
    assert not still_in(by_password)
    assert still_in(somebody_else)


def test_a_session_that_nobody_has_ends_none(
    browser: Client, tell: Callable[[Any], HttpResponse], claims: Claims
) -> None:
    assert tell(signed(claims | {"sid": "unheard"})).status_code == 200
    assert still_in(browser)


def test_a_token_ends_sessions_once(
    browser: Client, come_in: ComeIn, tell: Callable[[Any], HttpResponse], claims: Claims
) -> None:
    token = signed(claims)
    tell(token)
    come_in(browser)

    assert tell(token).status_code == 400
    assert still_in(browser)


WRONG: dict[str, Callable[[Claims], Any]] = {
    "oidcc-client-test-rp-backchannel-rpinitlogout-alg-none": unsigned,
    "oidcc-client-test-rp-backchannel-rpinitlogout-no-event": lambda said: signed(said | {"events": {}}),
    "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event": lambda said: signed(said | {"events": {"x": {}}}),
    "oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce": lambda said: signed(said | {"nonce": "a"}),
    "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss": lambda said: signed(said | {"iss": "https://x.example"}),
    "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud": lambda said: signed(said | {"aud": "another"}),
    "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg": lambda said: signed(said, key=oidc.EC, alg="ES256"),
    "somebody else's key": lambda said: signed(said, key=oidc.STRANGER),
    "no jti": lambda said: signed({k: v for k, v in said.items() if k != "jti"}),
    "nobody's": lambda said: signed({k: v for k, v in said.items() if k not in ("sub", "sid")}),
    "over": lambda said: signed(said | {"exp": said["iat"] - 120, "iat": said["iat"] - 240}),
    "another kind of token": lambda said: signed(said, typ="at+jwt"),
    "an event that is no object": lambda said: signed(said | {"events": {LOGOUT_EVENT: True}}),
    "nothing": lambda said: "",
}


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_wrong_ends_nothing(
    browser: Client, tell: Callable[[Any], HttpResponse], claims: Claims, make: Callable[[Claims], Any]
) -> None:
    assert tell(make(claims)).status_code == 400
    assert still_in(browser)


def test_ended_sessions_leave_no_row(browser: Client, tell: Callable[[Any], HttpResponse], claims: Claims) -> None:
    tell(signed(claims))

    assert not Session.objects.filter(session_key=browser.cookies["sessionid"].value).exists()
