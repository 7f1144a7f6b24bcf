"""Groups that a provider names give roles: to nobody by its word alone, and not by a name that only looks like it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import GroupRole, Person
from aizuchi.people.policies import roles_of
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Provider

ComeIn = Callable[..., Any]


@pytest.fixture
def of_groups(cast: Cast, provider: IdentityProvider) -> IdentityProvider:
    provider.groups_name = "groups"
    provider.save()
    GroupRole.objects.create(organization=cast.organization, group_name="grp-admins", role="administrator")
    return provider


def leads(person: Person) -> bool:
    return "administrator" in roles_of(person, on=person.today(timezone.now()))


@pytest.mark.parametrize("before", [False, True], ids=["first time", "has come in before"])
def test_whom_their_groups_make_administrator_shows_first_that_it_is_them(
    cast: Cast, of_groups: IdentityProvider, there: Provider, come_in: ComeIn, before: bool
) -> None:
    if before:
        come_in(Client())
    browser = Client()
    there.user["groups"] = ["grp-admins"]

    response = come_in(browser)

    assert response["Location"] == "/sign-in/company/link/"
    assert not leads(cast.member)
    assert not is_signed_in(browser)


@pytest.mark.database
@pytest.mark.parametrize("name", ["grp-\u200badmins", "grp-admins ", " grp-admins", "grp- admins", "grp-admins\u00ad"])
def test_a_lookalike_gives_nothing(
    cast: Cast, of_groups: IdentityProvider, there: Provider, come_in: ComeIn, name: str
) -> None:
    there.user["groups"] = [name]

    come_in(Client())

    assert not leads(cast.member)


def test_a_name_that_does_not_fit_keeps_nobody_out(
    cast: Cast, of_groups: IdentityProvider, there: Provider, come_in: ComeIn
) -> None:
    longest, grows_in_its_one_form = "x" * 119 + " ", "\u0958" * 120
    there.user["groups"] = [longest, "x" * 121, grows_in_its_one_form, " "]
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)
    assert [group.name_as_said for group in cast.member.groups.all()] == [longest]
