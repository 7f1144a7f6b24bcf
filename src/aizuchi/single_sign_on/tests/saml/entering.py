"""A SAML provider on offer, the way to it, and what being refused looks like."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.single_sign_on.saml.certificates import latest_end
from aizuchi.single_sign_on.tests.conftest import is_signed_in, put_on_offer
from aizuchi.single_sign_on.tests.saml_provider import (
    NS,
    KeyPair,
    Saml,
    read_request,
)

Post = Callable[..., HttpResponse]


def enter(cast: Cast, *pairs: KeyPair, **more: Any) -> IdentityProvider:
    certificates = tuple(pair.certificate.decode() for pair in pairs)
    settings = {
        "name": "ミナモ精機",
        "domains": ("example.jp",),
        "issuer": "https://idp.example/saml",
        "sign_in_url": "https://idp.example/sso",
        "uid_name": "uid",
        "mail_name": "mail",
        "groups_name": "",
        "certificates": certificates,
        "certificates_until": latest_end(certificates),
    } | more
    made = add_provider(actor=cast.administrator, kind="saml", settings=settings, now=timezone.now())
    put_on_offer(made)
    return made


def begin(provider: IdentityProvider, browser: Client, cast: Cast) -> Saml:
    response: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]))
    request = read_request(response["Location"])
    assert response["Location"].startswith("https://idp.example/sso?SAMLRequest=")
    return Saml(
        recipient=request.get("AssertionConsumerServiceURL"),
        audience=request.findtext("a:Issuer", namespaces=NS),
        asked_as=request.get("ID"),
        attributes={"uid": ["u-1"], "mail": [cast.member.email or ""]},
    )


def refuses(answer: HttpResponse, browser: Client) -> bool:
    assert not is_signed_in(browser)
    assert 'role="alert"' in answer.content.decode()
    assert not ProviderAccount.objects.exists()
    return answer.status_code == 403
