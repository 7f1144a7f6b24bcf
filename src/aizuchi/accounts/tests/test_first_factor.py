"""Whoever knew the password alone gains nothing on the day on which its owner sets up a second factor."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.accounts.tests.factors import give_app
from aizuchi.accounts.tests.test_policy import SET_UP, ask_for, give_password, is_in
from aizuchi.accounts.tests.test_security_page import set_up_app
from aizuchi.people.models import Person

SIGN_IN, DONE = "/sign-in/", "/sign-in/set-up/done/"
ClientFor = Callable[[Person], Client]


@pytest.fixture
def half_way(cast: Cast) -> Client:
    """A browser in which somebody gave the member's password, and was led to where a second factor is set up."""
    ask_for(cast, "everybody")
    client = Client()
    give_password(client, cast.member)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_half_way_in_nobody_passes_by_what_was_set_up_elsewhere(cast: Cast, half_way: Client, method: str) -> None:
    give_app(cast.member)

    response = half_way.get(SET_UP) if method == "get" else half_way.post(DONE)

    assert response["Location"] == SIGN_IN
    assert not is_in(half_way)
    assert half_way.get(SET_UP)["Location"] == SIGN_IN


def test_half_way_in_nobody_sets_up_one_more(cast: Cast, half_way: Client) -> None:
    app = give_app(cast.member)

    response = half_way.post(SET_UP, {"credential": "{}", "name": "mine"})

    assert response["Location"] == SIGN_IN
    assert list(cast.member.authenticator_set.all()) == [app]


@pytest.mark.database
def test_the_first_ends_all_other_sessions(cast: Cast, client_for: ClientFor) -> None:
    own, other = client_for(cast.member), Client()
    give_password(other, cast.member)

    page = set_up_app(own)

    assert "ほかの端末" in page
    assert is_in(own)
    assert not is_in(other)


def test_half_way_in_is_over_once_the_first_is_set_up(cast: Cast, half_way: Client, client_for: ClientFor) -> None:
    set_up_app(client_for(cast.member))

    assert half_way.get(SET_UP)["Location"] == SIGN_IN
    assert not half_way.session.get("account_login")
