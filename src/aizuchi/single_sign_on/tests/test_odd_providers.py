"""Providers that answer oddly, slowly or not at all: nobody is let in, and nothing secret is told."""

import logging
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.oidc_provider import Handler, Provider
from aizuchi.single_sign_on.tests.test_hostile_oidc import Begin, refuses, with_

pytestmark = pytest.mark.usefixtures("cast")


def say(raw: bytes, status: int = 200, **headers: str) -> Callable[[Any], None]:
    return lambda handler: handler.send(raw, status, **headers)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def twice(handler: Any) -> None:
    """One answer, and at once another that nobody asked for."""
    handler.send(b'{"access_token": "a", "token_type": "Bearer", "id_token": "x.y.z"}')
    handler.send(b'{"access_token": "b"}')


ODD_ANSWERS: dict[str, Callable[[Any], None]] = {
    "no JSON": say(b"<html>Sign in</html>"),
    "nothing": say(b""),
    "a list": say(b"[]"),
    "a number without end": say(b"9" * 100_000),
    "deeper than deep": say(b"[" * 100_000),
    "huge": say(b" " * 700_000 + b"{}"),
    "an error page": say(b"{}", 500),
    "a redirect to inside": say(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
    "a redirect to itself": say(b"", 307, Location="/token"),
    "twice": twice,
    "an odd sign": say(b'{"access_token": "\\u0000", "token_type": "Bearer"}'),
    "no UTF-8": say(b'{"a": "\xff"}'),
    "no token type": say(b'{"access_token": "a", "id_token": "a.b.c"}'),
    "a tokens' number": say(b'{"access_token": 1, "token_type": "Bearer"}'),
}


@pytest.mark.parametrize("path", ["/token", "/jwks", "/.well-known/openid-configuration"])
@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS.keys())
def test_odd_answers_open_nothing(begin: Begin, there: Provider, path: str, answer: Callable[[Handler], None]) -> None:
    browser = Client()
    back = there.visit(begin(browser))
    cache.clear()
    there.answers[path] = answer

    assert refuses(browser.get(back), browser)


def test_one_that_drips_is_not_waited_for(begin: Begin, there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.single_sign_on.addresses.SECONDS", 0.3)
    browser = Client()
    back = there.visit(begin(browser))
    there.answers["/token"] = drip
    begun = time.monotonic()

    assert refuses(browser.get(back), browser)
    assert time.monotonic() - begun < 2


def test_nobody_there(provider: IdentityProvider, there: Provider) -> None:
    IdentityProvider.objects.update(issuer="http://127.0.0.1:9")
    browser = Client()

    answer = browser.post(reverse("single_sign_on:start", args=[provider.pk]))

    assert refuses(answer, browser)
    assert "返事をしません" in answer.content.decode()


def test_a_provider_inside_is_not_asked_unless_the_installation_says_so(
    provider: IdentityProvider, there: Provider, settings: Any
) -> None:
    settings.SIGN_IN_PRIVATE_ADDRESSES = False
    IdentityProvider.objects.update(issuer=there.url.replace("http://127.0.0.1", "https://127.0.0.1"))
    browser = Client()

    assert refuses(browser.post(reverse("single_sign_on:start", args=[provider.pk])), browser)
    assert there.asked == []


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/", "javascript:alert(1)", "file:///etc/passwd", "", None, 7]
)
def test_addresses_in_a_description_are_looked_at(
    provider: IdentityProvider, there: Provider, name: str, address: object
) -> None:
    there.description = {name: address}
    browser = Client()

    assert refuses(browser.post(reverse("single_sign_on:start", args=[provider.pk])), browser)


def test_nothing_secret_gets_into_logs_or_addresses(
    begin: Begin, there: Provider, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client()
    to = begin(browser, email=cast.member.email or "")
    back = there.visit(to)
    there.claims = with_(nonce="another")
    browser.get(back)

    secrets = [there.client_secret, "an access token", browser.cookies["company_sign_in"].value]
    code = back.partition("code=")[2].partition("&")[0]
    assert not any(secret in to or secret in back for secret in secrets)
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("aizuchi"))
    assert "proof_refused (nonce)" in told
    assert not any(secret in told for secret in [*secrets, code, str(cast.member.email), "248289761001"])
