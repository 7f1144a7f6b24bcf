"""What is wrong between a provider and us is told whoever tries it in a sentence; whoever comes in hears no details."""

import re
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.labels import LABELS
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import fetch_description
from aizuchi.single_sign_on.refusals import ProviderSilent
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Claims, Handler, Provider, signed
from aizuchi.single_sign_on.tests.saml_provider import PAIR

ComeIn = Callable[..., HttpResponse]
Answer = Callable[[Any], None]


def alert_of(response: HttpResponse) -> str:
    found = re.search(r'role="alert".*?</div>', response.content.decode(), re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[0]))


def error(kind: str, status: int = 400) -> Answer:
    return lambda handler: handler.say({"error": kind, "error_description": "of theirs"}, status)


def raw(body: bytes, status: int = 200, **headers: str) -> Answer:
    return lambda handler: handler.send(body, status, **headers)


@pytest.fixture
def try_it(
    cast: Cast, provider: IdentityProvider, there: Provider, client_for: Callable[[Person], Client]
) -> Callable[[], Any]:
    def press() -> Any:
        there.user["email"] = cast.administrator.email
        admin = client_for(cast.administrator)
        begun: Any = admin.post(f"/settings/company-sign-in/{provider.pk}/try/")
        return begun if begun.status_code == 422 else admin.get(there.visit(begun["Location"]))

    return press


TOKEN_FAULTS = {
    "a secret that is wrong": (error("invalid_client", 401), "invalid_client", "client_refused"),
    "a secret that is wrong, said with 400": (error("invalid_client"), "invalid_client", "client_refused"),
    "401 without a word": (raw(b"", 401), "invalid_client", "client_refused"),
    "an error with 200": (error("invalid_client", 200), "invalid_client", "client_refused"),
    "a client that may not": (error("unauthorized_client"), "unauthorized_client", "grant_refused"),
    "a code that is over": (error("invalid_grant"), "invalid_grant", "code_refused"),
    "an error nobody knows": (error("<b>odd</b>"), "invalid_request", "request_refused"),
    "an error that is no word": (lambda handler: handler.say({"error": [1]}, 400), "invalid_request", ""),
    "trouble of its own": (error("temporarily_unavailable"), "不調", "in_trouble"),
    "an error page": (raw(b"<h1>Oops</h1>", 500), "→ 500", "status"),
    "sent on": (raw(b"", 302, Location="/elsewhere"), "→ 302", "status"),
    "too long": (raw(b" " * 600_000), "512 KB", "too_long"),
}


@pytest.mark.parametrize(("answer", "says", "kept"), TOKEN_FAULTS.values(), ids=TOKEN_FAULTS.keys())
def test_what_the_token_endpoint_refuses_is_told_with_what_to_do(
    there: Provider, try_it: Callable[[], Any], answer: Answer, says: str, kept: str
) -> None:
    there.answers["/token"] = answer

    response = try_it()

    assert response.status_code == 422
    assert says in alert_of(response)
    assert "OddAnswer" not in response.content.decode()
    assert IdentityProvider.objects.get().problem == (kept or "request_refused")


def test_whoever_comes_in_hears_no_details(come_in: ComeIn, there: Provider) -> None:
    there.answers["/token"] = error("invalid_client", 401)
    browser = Client()

    response = come_in(browser)

    assert response.status_code == 403
    assert "設定が合っていない" in alert_of(response)
    assert "invalid_client" not in response.content.decode()
    assert not is_signed_in(browser)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


OTHER_FAULTS: dict[str, tuple[str, Answer, str]] = {
    "no description": ("/.well-known/openid-configuration", error("x", 404), "OpenID Connectのログイン先"),
    "a page": ("/.well-known/openid-configuration", raw(b"<!doctype html>"), "OpenID Connectのログイン先"),
    "nobody says a word": ("/.well-known/openid-configuration", hang_up, "返事がありませんでした"),
    "no keys": ("/jwks", lambda handler: handler.say({"keys": []}), "署名を確かめられるものがありません"),
    "user info refused": ("/userinfo", error("insufficient_scope", 403), "メールアドレスがわかりませんでした"),
}


@pytest.mark.parametrize(("path", "answer", "says"), OTHER_FAULTS.values(), ids=OTHER_FAULTS.keys())
def test_so_is_whatever_else_it_is_asked(
    there: Provider, try_it: Callable[[], Any], path: str, answer: Answer, says: str
) -> None:
    there.answers[path] = answer
    there.in_id_token = set()
    cache.clear()

    assert says in alert_of(try_it())


def as_another_client(claims: Claims) -> Claims:
    return claims | {"aud": "another"}


def test_a_token_for_another_client_names_the_client_id(there: Provider, try_it: Callable[[], Any]) -> None:
    there.claims = as_another_client

    assert "クライアントID" in alert_of(try_it())


def test_a_signature_by_nobody_known_is_told(there: Provider, try_it: Callable[[], Any]) -> None:
    there.token = lambda claims: signed(claims)[:-8] + "AAAAAAAA"

    assert "署名が、ログイン先の鍵と合いません" in alert_of(try_it())


def test_a_trial_that_comes_back_as_a_colleague_says_who_came(
    cast: Cast, there: Provider, provider: IdentityProvider, client_for: Callable[[Person], Client]
) -> None:
    admin = client_for(cast.administrator)
    begun: Any = admin.post(f"/settings/company-sign-in/{provider.pk}/try/")

    response: Any = admin.get(there.visit(begun["Location"]))  # signed in there as the member

    assert response.status_code == 422
    assert "あなたの会社アカウントではない" in alert_of(response)
    assert cast.member.full_name in alert_of(response)
    assert "trial" not in alert_of(response)
    assert IdentityProvider.objects.get().problem == "tried_as_another"


def test_the_form_says_what_the_provider_calls_itself(
    cast: Cast, there: Provider, client_for: Callable[[Person], Client]
) -> None:
    there.description = {"issuer": "https://login.example/{tenantid}/v2.0"}
    typed = {"name": "A", "domains": "example.jp", "issuer": there.url, "client_id": "aizuchi"}

    page = client_for(cast.administrator).post("/settings/company-sign-in/new/oidc/", typed).content.decode()

    assert "見つかったもの：https://login.example/{tenantid}/v2.0" in page


def test_every_sentence_fits_where_its_kind_is_kept() -> None:
    longest = IdentityProvider._meta.get_field("problem").max_length
    assert longest
    assert all(len(kind) <= longest for kind in LABELS)


def test_a_certificate_that_nobody_trusts_is_told_apart(own_network: None, tmp_path: Path) -> None:
    (tmp_path / "pair").write_bytes(PAIR.key + PAIR.certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pair")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    with pytest.raises(ProviderSilent) as refused:
        fetch_description(f"https://127.0.0.1:{server.server_port}")

    server.shutdown()
    server.server_close()
    assert refused.value.detail == "not_trusted"
