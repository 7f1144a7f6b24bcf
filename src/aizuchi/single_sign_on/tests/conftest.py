from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.single_sign_on.tests.oidc_provider import Provider, running_provider


@pytest.fixture
def own_network(settings: Any) -> None:
    settings.SIGN_IN_PRIVATE_ADDRESSES = True


@pytest.fixture
def there(own_network: None, cast: Cast) -> Iterator[Provider]:
    """The company's provider, at which the member is signed in, who has never been here."""
    never_used(cast.member)
    with running_provider() as provider:
        provider.user = {"sub": "248289761001", "email": cast.member.email, "email_verified": True, "sid": "s-1"}
        yield provider


def never_used(person: Person) -> None:
    """Of those its provider's word is enough for; see `test_first_link` for all others."""
    person.set_unusable_password()
    person.last_login = None
    person.save(update_fields=["password", "last_login"])


@pytest.fixture
def provider(cast: Cast, there: Provider) -> IdentityProvider:
    return enter(cast, there)


def enter(cast: Cast, there: Provider, **more: Any) -> IdentityProvider:
    """By the administrator, tried and on offer."""
    settings = {
        "name": "ミナモ精機",
        "domains": ("example.jp",),
        "issuer": there.url,
        "client_id": there.client_id,
        "client_secret": there.client_secret,
        "sign_in_url": f"{there.url}/authorize",
    } | more
    made = add_provider(actor=cast.administrator, kind="oidc", settings=settings, now=timezone.now())
    put_on_offer(made)
    return made


def put_on_offer(provider: IdentityProvider) -> None:
    provider.tried_at, provider.is_on = timezone.now(), True
    provider.save(update_fields=["tried_at", "is_on"])
    provider.domains.update(proved_at=timezone.now())


@pytest.fixture
def begin(provider: IdentityProvider) -> Callable[[Client], str]:
    """Presses the button; where the browser is sent to."""

    def press(browser: Client, **typed: str) -> str:
        response = browser.post(reverse("single_sign_on:start", args=[provider.pk]), typed)
        assert response.status_code == 302, response.content.decode()
        return response["Location"]

    return press


@pytest.fixture
def come_in(begin: Callable[[Client], str], there: Provider) -> Callable[..., HttpResponse]:
    def there_and_back(browser: Client, **more: str) -> HttpResponse:
        return browser.get(there.visit(begin(browser), **more))

    return there_and_back


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session
