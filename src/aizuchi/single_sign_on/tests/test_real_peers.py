"""With providers that others wrote, over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.calendars.tests.servers import free_port
from aizuchi.single_sign_on.asking import complete_settings
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.single_sign_on.tests.conftest import never_used, put_on_offer
from aizuchi.single_sign_on.tests.peers import IS_THERE, running_peer
from aizuchi.single_sign_on.tests.saml_provider import PAIR

pytestmark = [
    pytest.mark.skipif(not IS_THERE, reason="npm's oidc-provider and samlp are not installed (npm ci)"),
    pytest.mark.usefixtures("own_network"),
]
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
FIXED = "http://schemas.passportjs.com/employee"


def enter(cast: Cast, kind: str, **typed: Any) -> IdentityProvider:
    never_used(cast.member)
    usual = {"name": "ID基盤", "domains": ("example.jp",), "groups_name": ""}
    settings = complete_settings(kind, usual | typed, None)
    made = add_provider(actor=cast.administrator, kind=kind, settings=settings, now=timezone.now())
    put_on_offer(made)
    return made


@pytest.fixture
def elsewhere() -> Iterator[httpx2.Client]:
    """What the browser is there, with the cookies of that provider."""
    with httpx2.Client(timeout=20) as client:
        yield client


def test_oidc_provider_lets_the_member_in(cast: Cast, elsewhere: httpx2.Client) -> None:
    port, browser = free_port(), Client()
    issuer = f"http://127.0.0.1:{port}"
    redirect_uris: list[str] = ["http://testserver/never"]
    with running_peer("oidc", port, person=cast.member.email, redirect_uris=redirect_uris):
        provider = enter(cast, "oidc", issuer=issuer, client_id="aizuchi", client_secret="a secret: with signs & more")
    redirect_uris.append(f"http://testserver{reverse('single_sign_on:oidc_answer', args=[provider.pk])}")
    with running_peer("oidc", port, person=cast.member.email, redirect_uris=redirect_uris):
        response: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]), {"email": cast.member.email})
        location = response["Location"]
        while not location.startswith("http://testserver"):
            said = elsewhere.get(location)
            location = str(said.url.join(said.headers["location"]))
        answer = browser.get(location.removeprefix("http://testserver"))

    assert answer.status_code == 302, answer.content.decode()
    assert browser.session["_auth_user_id"] == str(cast.member.pk)


def test_samlp_lets_the_member_in(cast: Cast, elsewhere: httpx2.Client, tmp_path: Path) -> None:
    browser = Client()
    (tmp_path / "cert").write_bytes(PAIR.certificate)
    (tmp_path / "key").write_bytes(PAIR.key)
    settings = {"certificate": str(tmp_path / "cert"), "key": str(tmp_path / "key"), "person": cast.member.email}
    with running_peer("saml", **settings) as url:
        provider = enter(
            cast,
            "saml",
            metadata_url=f"{url}/metadata",
            metadata="",
            next_certificate=(),
            uid_name=FIXED,
            mail_name=MAIL,
        )
        begun: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]))
        page = elsewhere.get(begun["Location"]).text
    form = re.search(r'action="http://testserver([^"]+)".*value="([^"]+)"', page)
    assert form, page
    answer: Any = Client().post(form[1], {"SAMLResponse": form[2]})
    browser.cookies.update(answer.cookies)  # the form comes from another site, and brings none of them along
    response = browser.get(answer["Location"])

    assert response.status_code == 302, response.content.decode()
    assert browser.session["_auth_user_id"] == str(cast.member.pk)
    assert provider.accounts.get().uid == "E-100"
