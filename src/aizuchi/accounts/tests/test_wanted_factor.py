"""Whoever is to set up a second factor is reminded on every page, in the days before and after."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.accounts.tests.factors import give_app
from aizuchi.accounts.tests.test_policy import SECURITY, ask_for
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]
REMINDER = '<p class="notice">'


@pytest.mark.parametrize("page", ["home", "notifications:show"])
def test_every_page_reminds_who_has_none(cast: Cast, client_for: ClientFor, page: str) -> None:
    ask_for(cast, "everybody", in_days=1)

    shown = client_for(cast.member).get(reverse(page)).content.decode()

    assert shown.count(REMINDER) == 1
    assert "用意できるのは、あと1日です。" in shown
    assert f'href="{SECURITY}">用意する' in shown


def test_the_page_where_it_is_set_up_says_it_once(cast: Cast, client_for: ClientFor) -> None:
    ask_for(cast, "everybody", in_days=3)

    shown = client_for(cast.member).get(SECURITY).content.decode()

    assert shown.count("あと3日です") == 1
    assert REMINDER not in shown


def test_nobody_else_is_reminded(cast: Cast, client_for: ClientFor) -> None:
    give_app(cast.peer)
    ask_for(cast, "everybody", in_days=1)

    assert REMINDER not in client_for(cast.peer).get("/").content.decode()
    assert REMINDER not in client_for(cast.stranger).get("/").content.decode()


def test_nor_is_whom_it_is_not_about(cast: Cast, client_for: ClientFor) -> None:
    ask_for(cast, "administrators_and_hr", in_days=1)

    assert REMINDER not in client_for(cast.member).get("/").content.decode()
    assert REMINDER in client_for(cast.hr).get("/").content.decode()
