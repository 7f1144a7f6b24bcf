"""Where forms of ours may lead: to configured providers, and only from the pages that send people there."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.oidc_provider import Provider


def form_action(response: Any) -> str:
    policy = response["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if part.strip().startswith("form-action"))


def test_the_page_that_sends_people_names_the_provider(provider: IdentityProvider, there: Provider) -> None:
    assert form_action(Client().get("/sign-in/company/")) == f"form-action 'self' {there.url}"


def test_a_stranger_does_not_learn_from_it_whose_companies_are_here(
    cast: Cast, provider: IdentityProvider, there: Provider
) -> None:
    address = "https://sign-in.other.example/authorize"
    now = timezone.now()
    other = {"kind": "oidc", "is_on": True, "sign_in_url": address, "created_at": now, "tried_at": now}
    IdentityProvider.objects.create(organization=cast.stranger.organization, name="Other", was_tried=True, **other)
    browser = Client()

    assert form_action(browser.get("/sign-in/company/")) == "form-action 'self'"
    led_on = browser.post("/sign-in/company/", {"email": cast.member.email})
    assert form_action(led_on) == "form-action 'self'"
    onward = unescape(led_on.content.decode().split('content="0; url=')[1].split('"')[0])
    assert onward.startswith(there.url)
    assert browser.get(there.visit(onward)).status_code == 302


def test_so_does_the_page_on_which_it_is_tried(
    cast: Cast, provider: IdentityProvider, there: Provider, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.administrator).get(f"/settings/company-sign-in/{provider.pk}/")

    assert form_action(page) == f"form-action 'self' {there.url}"


@pytest.mark.parametrize("address", ["/sign-in/", "/password/forgotten/"])
def test_no_other_page_does(provider: IdentityProvider, address: str) -> None:
    assert form_action(Client().get(address)) == "form-action 'self'"


def test_one_that_is_off_is_not_named(provider: IdentityProvider) -> None:
    IdentityProvider.objects.update(is_on=False)

    assert form_action(Client().get("/sign-in/company/")) == "form-action 'self'"


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "https://a.example; script-src *", "https://a.example x"]
)
def test_what_is_no_address_gets_into_no_policy(provider: IdentityProvider, address: str) -> None:
    IdentityProvider.objects.update(sign_in_url=address)

    assert form_action(Client().get("/sign-in/company/")) == "form-action 'self'"
