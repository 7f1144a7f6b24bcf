"""Sessions end when nobody is there, and the database gives none of them away."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.models import Session

pytestmark = pytest.mark.database

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def signed_in(cast: Cast) -> Callable[..., Client]:
    def sign_in(**options: str) -> Client:
        client = Client()
        client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD, **options})
        return client

    return sign_in


def is_in(client: Client, *, after: datetime.timedelta) -> bool:
    with time_machine.travel(timezone.now() + after, tick=False):
        return client.get("/account/sessions/").status_code == 200


def test_the_key_in_the_cookie_stands_in_no_table(signed_in: Callable[..., Client]) -> None:
    client = signed_in()
    key = client.cookies["sessionid"].value
    assert is_in(client, after=0 * HOUR)

    stored = [*Session.objects.values_list("session_key", flat=True)]
    stored += UserSession.objects.values_list("session_key", flat=True)

    assert stored
    assert key not in stored
    thief = Client()
    for one in stored:
        thief.cookies["sessionid"] = one
        assert not is_in(thief, after=0 * HOUR)


def test_half_a_day_without_a_click_ends_it(signed_in: Callable[..., Client]) -> None:
    assert is_in(signed_in(), after=11 * HOUR)
    assert not is_in(signed_in(), after=13 * HOUR)


def test_two_weeks_where_somebody_chose_to_stay(signed_in: Callable[..., Client]) -> None:
    assert is_in(signed_in(remember="on"), after=13 * DAY)
    assert not is_in(signed_in(remember="on"), after=15 * DAY)


def test_after_three_months_everybody_signs_in_again(signed_in: Callable[..., Client]) -> None:
    client = signed_in(remember="on")
    for days in range(10, 90, 10):
        assert is_in(client, after=days * DAY)

    assert not is_in(client, after=91 * DAY)
