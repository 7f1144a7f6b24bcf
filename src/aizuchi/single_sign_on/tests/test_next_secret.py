"""A new client secret is tried before people depend on it; until then the former one goes on."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.refusals import NotBegunHere
from aizuchi.single_sign_on.sealed_settings import SealedSettings, open_settings
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Provider
from aizuchi.single_sign_on.tests.test_providers_page import typed
from aizuchi.single_sign_on.trying import note_trial

WAITS = "新しいクライアントシークレットを、まだ試していません"


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def change(admin: Client, there: Provider, provider: IdentityProvider) -> Callable[..., Any]:
    def save(secret: str, **more: Any) -> Any:
        asked = typed(there, domains="example.jp", client_secret=secret, **more)
        return admin.post(reverse("single_sign_on:change", args=[provider.pk]), asked)

    return save


@pytest.fixture
def begin_trial(admin: Client, cast: Cast, there: Provider, provider: IdentityProvider) -> Callable[[], str]:
    """Where the administrator comes back to."""

    def press() -> str:
        there.user["email"] = cast.administrator.email
        begun: Any = admin.post(reverse("single_sign_on:try", args=[provider.pk]))
        return there.visit(begun["Location"])

    return press


def secrets_told(there: Provider) -> list[str]:
    told = [base64.b64decode(each.removeprefix("Basic ")).decode() for each in there.authorization]
    return [unquote(each.partition(":")[2]) for each in told]


def kept() -> SealedSettings:
    return open_settings(IdentityProvider.objects.get())


def test_people_come_in_by_the_former_one_until_it_was_tried(
    admin: Client, there: Provider, provider: IdentityProvider, change: Callable[..., Any], come_in: Callable[..., Any]
) -> None:
    change("a new one")
    browser = Client()
    come_in(browser)

    assert is_signed_in(browser)
    assert secrets_told(there) == [there.client_secret]
    assert WAITS in admin.get(reverse("single_sign_on:provider", args=[provider.pk])).content.decode()


@pytest.mark.database
def test_the_trial_is_made_with_the_new_one_which_is_in_use_from_then_on(
    admin: Client, there: Provider, provider: IdentityProvider, change: Callable[..., Any], begin_trial: Any
) -> None:
    change("a new one")
    before = IdentityProvider.objects.get().tried_at
    admin.get(begin_trial())

    provider.refresh_from_db()
    assert secrets_told(there) == ["a new one"]
    assert kept() == SealedSettings(client_secret="a new one")
    assert provider.is_on
    assert provider.tried_at != before
    assert WAITS not in admin.get(reverse("single_sign_on:provider", args=[provider.pk])).content.decode()


def test_one_that_is_refused_takes_nobodys_place(
    admin: Client, there: Provider, provider: IdentityProvider, change: Callable[..., Any], begin_trial: Any
) -> None:
    change("a new one")
    there.answers["/token"] = lambda handler: handler.say({"error": "invalid_client"}, 401)

    assert admin.get(begin_trial()).status_code == 422

    provider.refresh_from_db()
    assert provider.is_on
    assert kept() == SealedSettings(client_secret=there.client_secret, next_client_secret="a new one")


def test_a_trial_says_nothing_of_a_secret_that_was_typed_meanwhile(
    cast: Cast, there: Provider, provider: IdentityProvider, change: Callable[..., Any]
) -> None:
    change("a new one")
    tried = IdentityProvider.objects.get()
    change("another one")

    with pytest.raises(NotBegunHere):
        note_trial(
            tried=tried, pending=PendingSignIn(person=cast.administrator), person=cast.administrator, now=timezone.now()
        )

    assert kept() == SealedSettings(client_secret=there.client_secret, next_client_secret="another one")


def test_the_former_one_typed_again_takes_it_back(there: Provider, change: Callable[..., Any]) -> None:
    change("a new one")
    change(there.client_secret)

    assert kept() == SealedSettings(client_secret=there.client_secret)


def test_where_nothing_was_tried_it_is_in_use_at_once(provider: IdentityProvider, change: Callable[..., Any]) -> None:
    IdentityProvider.objects.update(is_on=False, tried_at=None)

    change("a new one")

    assert kept() == SealedSettings(client_secret="a new one")


def test_one_that_waits_is_told_to_no_other_client_either(
    there: Provider, provider: IdentityProvider, change: Callable[..., Any]
) -> None:
    IdentityProvider.objects.update(sealed=b"")
    change("a new one")

    response = change("", client_id="another")

    assert response.status_code == 422
    assert IdentityProvider.objects.get().client_id == "aizuchi"


def test_what_takes_it_off_the_sign_in_page_is_said(
    admin: Client, provider: IdentityProvider, change: Callable[..., Any]
) -> None:
    change("", groups_name="groups")

    page = admin.get(reverse("single_sign_on:provider", args=[provider.pk])).content.decode()
    assert "もう一度試すまで、ログイン画面から下げておきます" in page
