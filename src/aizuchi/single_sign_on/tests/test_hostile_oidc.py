"""Providers that do wrong, and others who pass for one: nobody is let in, and the page says a sentence.

Ids in the names of cases are those of the OpenID conformance suite for relying parties (code flow).
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from joserfc.jwk import OctKey
from tests.cast import Cast

from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests import oidc_provider as oidc
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Claims, Provider, signed, unsigned

ComeIn = Callable[..., HttpResponse]
Begin = Callable[..., str]
pytestmark = pytest.mark.usefixtures("cast")


def without(*names: str) -> Callable[[Claims], Claims]:
    return lambda claims: {name: said for name, said in claims.items() if name not in names}


def with_(**others: Any) -> Callable[[Claims], Claims]:
    return lambda claims: claims | others


def ago(**seconds: int) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: int(time.time()) - much for name, much in seconds.items()}


def refuses(response: HttpResponse, browser: Client) -> bool:
    assert not is_signed_in(browser)
    assert 'role="alert"' in response.content.decode()
    return response.status_code == 403


WRONG_CLAIMS = {
    "oidcc-client-test-invalid-iss": with_(iss="https://evil.example"),
    "an issuer with a slash more": lambda claims: claims | {"iss": claims["iss"] + "/"},
    "oidcc-client-test-missing-iss": without("iss"),
    "oidcc-client-test-invalid-aud": with_(aud="another client"),
    "oidcc-client-test-missing-aud": without("aud"),
    "an audience that is nobody": with_(aud=[]),
    "several audiences and nobody named as party": with_(aud=["aizuchi", "another client"]),
    "several audiences and another party": with_(aud=["aizuchi", "another"], azp="another"),
    "for us, but another party": with_(azp="another client"),
    "oidcc-client-test-missing-sub": without("sub"),
    "an empty sub": with_(sub=""),
    "a number for a sub": with_(sub=17),
    "a sub that is too long": with_(sub="x" * 256),
    "oidcc-client-test-missing-iat": without("iat"),
    "no exp": without("exp"),
    "an exp that is no number": with_(exp="tomorrow"),
    "an exp that is true": with_(exp=True),
    "oidcc-client-test-nonce-invalid": with_(nonce="another"),
    "no nonce": without("nonce"),
    "a nonce that is a list": with_(nonce=["a"]),
    "another at_hash": with_(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "ended more than a minute ago": ago(exp=61, iat=200),
    "not before in two minutes": ago(nbf=-120),
    "made in two minutes": ago(iat=-120),
    "made an hour ago": ago(iat=3600),
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_claims_that_are_wrong_open_nothing(
    come_in: ComeIn, there: Provider, wrong: Callable[[Claims], Claims]
) -> None:
    there.claims = wrong
    browser = Client()

    assert refuses(come_in(browser), browser)


GOOD_CLAIMS = {
    "a clock that is 50 seconds ahead": ago(iat=-50, nbf=-50),
    "a clock that is 50 seconds behind": ago(exp=50, iat=100),
    "several audiences and us as the party": with_(aud=["aizuchi", "another"], azp="aizuchi"),
    "an audience in a list": with_(aud=["aizuchi"]),
}


@pytest.mark.parametrize("good", GOOD_CLAIMS.values(), ids=GOOD_CLAIMS.keys())
def test_claims_that_are_good_open(come_in: ComeIn, there: Provider, good: Callable[[Claims], Claims]) -> None:
    there.claims = good
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)


def half(claims: Claims) -> str:
    token = signed(claims)
    return token[: len(token) // 2]


def other_claims(claims: Claims) -> str:
    """The signature of one token under the claims of another."""
    header, _, signature = signed(claims).split(".")
    return f"{header}.{signed(claims | {'sub': 'admin'}).split('.')[1]}.{signature}"


def by_the_secret(claims: Claims) -> str:
    secret = OctKey.import_key("a secret: with signs & more", {"kid": "rsa-1"})
    return signed(claims, key=secret, alg="HS256")


def by_the_public_key(claims: Claims) -> str:
    public = OctKey.import_key(oidc.RSA.as_pem(private=False).decode(), {"kid": "rsa-1"})
    return signed(claims, key=public, alg="HS256")


WRONG_TOKENS: dict[str, Callable[[Claims], Any]] = {
    "oidcc-client-test-idtoken-sig-none": unsigned,
    "oidcc-client-test-invalid-sig-rs256": other_claims,
    "oidcc-client-test-invalid-sig-hs256": by_the_secret,
    "signed with the public key as if it were a secret": by_the_public_key,
    "oidcc-client-test-invalid-sig-es256": lambda claims: signed(claims, key=oidc.EC, alg="ES256", kid="rsa-1"),
    "somebody else's key under the same name": lambda claims: signed(claims, key=oidc.STRANGER),
    "somebody else's key, carried along": lambda claims: signed(
        claims, key=oidc.STRANGER, jwk=oidc.STRANGER.as_dict(private=False)
    ),
    "a key of a name that nobody has": lambda claims: signed(claims, key=oidc.STRANGER, kid="unheard"),
    "an extension that we do not know": lambda claims: signed(claims, crit=["exp"], exp=1),
    "half a token": half,
    "no token": lambda claims: None,
    "a list": lambda claims: [signed(claims)],
    "five parts": lambda claims: signed(claims) + ".a.b",
    "a hundred thousand signs": lambda claims: "a" * 100_000 + ".b.c",
    "signs that are none": lambda claims: "é.é.é",
}


@pytest.mark.parametrize("wrong", WRONG_TOKENS.values(), ids=WRONG_TOKENS.keys())
def test_tokens_that_are_wrong_open_nothing(come_in: ComeIn, there: Provider, wrong: Callable[[Claims], Any]) -> None:
    there.token = wrong
    browser = Client()

    assert refuses(come_in(browser), browser)


@pytest.mark.parametrize(("key", "alg"), [(oidc.EC, "ES256"), (oidc.ED, "EdDSA"), (oidc.RSA, "RS256")])
def test_other_algorithms_open_where_the_provider_names_them(
    come_in: ComeIn, there: Provider, key: Any, alg: str
) -> None:
    there.keys = [oidc.RSA_2, oidc.EC, oidc.ED, oidc.RSA]
    there.token = lambda claims: signed(claims, key=key, alg=alg)
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)


def test_an_algorithm_that_the_provider_does_not_name_opens_nothing(come_in: ComeIn, there: Provider) -> None:
    there.description = {"id_token_signing_alg_values_supported": ["RS256"]}
    there.keys = [oidc.RSA, oidc.EC]
    there.token = lambda claims: signed(claims, key=oidc.EC, alg="ES256")
    browser = Client()

    assert refuses(come_in(browser), browser)


def test_oidcc_client_test_kid_absent_single_jwks(come_in: ComeIn, there: Provider) -> None:
    there.token = lambda claims: signed(claims, kid=None)
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)


def test_oidcc_client_test_kid_absent_multiple_jwks(come_in: ComeIn, there: Provider) -> None:
    there.keys, there.token = [oidc.RSA, oidc.RSA_2], lambda claims: signed(claims, kid=None)
    browser = Client()

    assert refuses(come_in(browser), browser)


def test_oidcc_client_test_signing_key_rotation(come_in: ComeIn, there: Provider) -> None:
    come_in(Client())
    there.keys, there.token = [oidc.RSA_2], lambda claims: signed(claims, key=oidc.RSA_2)
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)


def test_unknown_keys_do_not_make_us_ask_for_keys_all_the_time(come_in: ComeIn, there: Provider) -> None:
    there.token = lambda claims: signed(claims, key=oidc.STRANGER, kid="unheard")
    for _ in range(5):
        come_in(Client())

    assert there.asked.count("/jwks") == 2


def test_oidcc_client_test_userinfo_invalid_sub(come_in: ComeIn, there: Provider) -> None:
    there.in_id_token, there.userinfo = set(), with_(sub="another")
    browser = Client()

    assert refuses(come_in(browser), browser)


@pytest.mark.parametrize("issuer", ["https://evil.example", None, ["a"]], ids=str)
def test_oidcc_client_test_discovery_issuer_mismatch(
    provider: IdentityProvider, there: Provider, issuer: object
) -> None:
    there.description = {"issuer": issuer}
    browser = Client()

    assert refuses(browser.post(reverse("single_sign_on:start", args=[provider.pk])), browser)


def test_oidcc_client_test_client_secret_basic(come_in: ComeIn, there: Provider) -> None:
    come_in(Client())

    assert there.authorization == ["Basic YWl6dWNoaTphJTIwc2VjcmV0JTNBJTIwd2l0aCUyMHNpZ25zJTIwJTI2JTIwbW9yZQ=="]


def test_a_provider_that_names_itself_has_to_be_the_one(begin: Begin, there: Provider) -> None:
    """RFC 9207: the answer of another provider that one also trusts (mix-up)."""
    browser = Client()

    assert refuses(browser.get(there.visit(begin(browser), iss="https://evil.example")), browser)


def test_a_provider_that_says_it_names_itself_has_to(come_in: ComeIn, there: Provider) -> None:
    there.description = {"authorization_response_iss_parameter_supported": True}
    browser = Client()

    assert refuses(come_in(browser), browser)


# --- what comes back to us ---


def test_an_answer_opens_once(begin: Begin, there: Provider) -> None:
    browser = Client()
    back = there.visit(begin(browser))
    browser.get(back)
    browser.logout()

    assert browser.get(back).status_code == 403
    assert not is_signed_in(browser)


def test_another_browser_cannot_use_an_answer(begin: Begin, there: Provider) -> None:
    """Somebody is sent an address that would sign them in as its sender."""
    victim = Client()

    assert refuses(victim.get(there.visit(begin(Client()))), victim)


def test_another_browser_that_has_begun_cannot_either(begin: Begin, there: Provider) -> None:
    victim = Client()
    begin(victim)

    assert refuses(victim.get(there.visit(begin(Client()))), victim)


def test_a_code_of_another_sign_in_opens_nothing(begin: Begin, there: Provider) -> None:
    """Injected into one's own flow: the verifier of PKCE is another."""
    browser = Client()
    stolen = there.visit(begin(Client())).partition("code=")[2].partition("&")[0]
    own = there.visit(begin(browser))
    code = own.partition("code=")[2].partition("&")[0]

    assert refuses(browser.get(own.replace(code, stolen)), browser)


STATES = ["", "x", "0" * 32, "0" * 32 + ".x", "é", "\0", "a.b.c", "0" * 5000]


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_is_none_opens_nothing(begin: Begin, provider: IdentityProvider, state: str) -> None:
    browser = Client()
    begin(browser)

    answer = browser.get(reverse("single_sign_on:oidc_answer", args=[provider.pk]), {"state": state, "code": "x"})

    assert refuses(answer, browser)


def test_a_state_that_was_changed_opens_nothing(begin: Begin, there: Provider) -> None:
    browser = Client()
    back = there.visit(begin(browser))
    last = back[-1]

    assert refuses(browser.get(back[:-1] + ("A" if last != "A" else "B")), browser)


def test_the_answer_of_another_provider_of_ours_opens_nothing(cast: Cast, begin: Begin, there: Provider) -> None:
    from aizuchi.single_sign_on.tests.conftest import enter

    browser = Client()
    back = there.visit(begin(browser))
    other = enter(cast, there, name="もう一つ")
    first = back.split("/")[3]

    assert refuses(browser.get(back.replace(first, str(other.pk))), browser)


@pytest.mark.parametrize("error", ["access_denied", "server_error", "<script>alert(1)</script>"])
def test_an_error_is_told_in_our_own_words(begin: Begin, there: Provider, error: str) -> None:
    browser = Client()
    back = there.visit(begin(browser)).replace("code=", "before=")

    answer = browser.get(f"{back}&error={error}&error_description=secret+words")

    assert refuses(answer, browser)
    assert "secret words" not in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


# --- how it answers ---
