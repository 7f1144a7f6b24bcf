"""What is plainly meant is taken; whatever else was entered is named with what was looked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.oidc_provider import Provider
from aizuchi.single_sign_on.tests.saml_provider import PAIR, metadata
from aizuchi.single_sign_on.tests.test_providers_page import NEW, saml, typed


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


MEANT: list[Callable[[str], str]] = [
    lambda url: f"  {url} ",
    lambda url: f"{url}/",
    lambda url: f"{url}/.well-known/openid-configuration",
    lambda url: f"\u200b{url}\u3000",
    lambda url: url.replace("http://", "HTTP://"),
    wide,
]


@pytest.mark.parametrize("slip", MEANT)
def test_an_issuer_is_kept_as_the_provider_calls_itself(
    admin: Client, there: Provider, slip: Callable[[str], str]
) -> None:
    admin.post(f"{NEW}/oidc/", typed(there, issuer=slip(there.url)))

    assert IdentityProvider.objects.get().issuer == there.url


def test_its_own_slash_at_the_end_is_kept(admin: Client, there: Provider) -> None:
    there.description = {"issuer": f"{there.url}/"}

    admin.post(f"{NEW}/oidc/", typed(there))

    assert IdentityProvider.objects.get().issuer == f"{there.url}/"


def test_without_https_it_is_meant_so(admin: Client, there: Provider) -> None:
    page = admin.post(f"{NEW}/oidc/", typed(there, issuer="127.0.0.1:1/tenant")).content.decode()

    assert "尋ねたアドレス：https://127.0.0.1:1/tenant/.well-known/openid-configuration" in page


def test_too_long_an_address_is_told_with_the_one_that_was_meant(admin: Client, there: Provider) -> None:
    page: Any = admin.post(f"{NEW}/oidc/", typed(there, issuer=f"{there.url}/protocol/auth"))

    assert page.status_code == 422
    assert f"見つかったもの：{there.url}\n" in page.content.decode() or f"：{there.url}<" in page.content.decode()


ROLE, ENDS = "IDPSSODescriptor", 'entityID="https://idp.example/saml"'
OF_A_SERVICE = metadata(PAIR).replace(ROLE, "SPSSODescriptor")
SEVERAL = f'<m:EntitiesDescriptor xmlns:m="urn:oasis:names:tc:SAML:2.0:metadata">{metadata(PAIR)}' + (
    f"{metadata(PAIR, issuer='https://other.example')}</m:EntitiesDescriptor>"
)
WRONG = {
    "a page": ("<!DOCTYPE html><html><body>Sign in</body></html>", "ウェブページでした"),
    "a page that is XML as well": ("<html><body>Sign in</body></html>", "ウェブページでした"),
    "half of it": (metadata(PAIR)[:400], "途中で切れています"),
    "ended": (metadata(PAIR).replace(ENDS, f'{ENDS} validUntil="2020-01-01T00:00:00Z"'), "2020-01-01"),
    "of a service": (OF_A_SERVICE, "サービスの側のメタデータです"),
    "of nothing": ("<a/>", "見つかったもの：a"),
    "no certificate": (metadata(PAIR).replace('use="signing"', 'use="encryption"'), "signing用のKeyDescriptor"),
    "a certificate that is none": (metadata(PAIR).replace("MII", "AAA"), "証明書を読めない"),
    "no redirect": (metadata(PAIR).replace("HTTP-Redirect", "HTTP-POST"), "HTTP-Redirect"),
    "several": (SEVERAL, "https://idp.example/saml, https://other.example"),
    "no name": (metadata(PAIR, issuer=""), "entityID"),
}


@pytest.mark.parametrize(("told", "says"), WRONG.values(), ids=WRONG.keys())
def test_metadata_that_will_not_do_are_told_with_what_was_found(admin: Client, told: str, says: str) -> None:
    page: Any = admin.post(f"{NEW}/saml/", saml(metadata=told))

    assert page.status_code == 422
    assert says in page.content.decode()


RIGHT = {
    "a blank line before": f"\n\n<?xml version='1.0'?>{metadata(PAIR)}",
    "a comment": metadata(PAIR).replace("<m:IDPSSO", "<!-- made by hand --><m:IDPSSO", 1),
    "valid for long": metadata(PAIR).replace(ENDS, f'{ENDS} validUntil="2999-01-01T00:00:00Z"'),
    "a mark of the order of bytes": f"\ufeff{metadata(PAIR)}",
}


@pytest.mark.parametrize("told", RIGHT.values(), ids=RIGHT.keys())
def test_metadata_that_are_plainly_meant_are_taken(admin: Client, told: str) -> None:
    admin.post(f"{NEW}/saml/", saml(metadata=told))

    assert IdentityProvider.objects.get().issuer == "https://idp.example/saml"
