"""Sessions end when nobody is there, and the database gives none of them away."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.reading import read_only

from aizuchi.accounts.models import Session
from aizuchi.accounts.session_store import SessionStore
from aizuchi.kernel import write_behind
from aizuchi.people.models import Person

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
        is_open = client.get("/account/security/").status_code == 200
        write_behind.flush_all()
        return is_open


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


def test_a_session_that_is_over_is_gone_a_moment_later(signed_in: Callable[..., Client]) -> None:
    client = signed_in()

    assert not is_in(client, after=13 * HOUR)

    assert not Session.objects.exists()


def test_looking_keeps_a_session_and_its_cookie_alive_without_writing(signed_in: Callable[..., Client]) -> None:
    client = signed_in(remember="on")
    began_at, expired = UserSession.objects.get().last_seen_at, client.cookies["sessionid"]["expires"]
    with time_machine.travel(timezone.now() + DAY, tick=False), transaction.atomic():
        with read_only():
            client.get("/account/security/")
        transaction.set_rollback(True)
    assert UserSession.objects.get().last_seen_at == began_at

    write_behind.flush_all()

    assert UserSession.objects.get().last_seen_at >= began_at + DAY
    assert client.cookies["sessionid"]["max-age"] > 0
    assert client.cookies["sessionid"]["expires"] != expired


def test_what_a_request_keeps_in_its_session_is_not_undone(signed_in: Callable[..., Client]) -> None:
    client = signed_in(remember="on")
    with time_machine.travel(timezone.now() + DAY, tick=False):
        client.get("/account/security/")
    session = client.session
    session["kept"] = "meanwhile"
    session.save()

    write_behind.flush_all()

    assert client.session["kept"] == "meanwhile"
    assert client.session["seen_at"] > client.session["begun_at"]


def rows(**kept: object) -> list[object]:
    devices = UserSession.objects.values_list("created_at", "last_seen_at", "data")
    sessions = Session.objects.values_list("session_data", "expire_date")
    return [*sessions, *devices, *Person.objects.filter(**kept).values()]


@pytest.mark.parametrize("minute", [3, 59])
def test_no_time_of_a_request_is_kept_closer_than_to_the_hour(
    signed_in: Callable[..., Client], cast: Cast, minute: int
) -> None:
    """A log of addresses has the second. Laid beside it, the second would say whose request a line is."""
    seen = []
    for moment in (f"{minute:02}:07.512", "30:41.944"):
        with time_machine.travel(f"2026-06-18T05:{moment}Z", tick=False):
            client = signed_in(remember="on")
        with time_machine.travel(f"2026-06-18T07:{moment}Z", tick=False):
            client.get("/account/security/")
            write_behind.flush_all()
        seen.append(rows(pk=cast.member.pk))
        UserSession.objects.all().delete()
        Session.objects.all().delete()

    assert seen[0] == seen[1]
    assert seen[0][1][1] == datetime.datetime(2026, 6, 18, 7, tzinfo=datetime.UTC)


def test_a_session_of_an_earlier_version_goes_on(signed_in: Callable[..., Client], cast: Cast) -> None:
    client = signed_in()
    row = Session.objects.get()
    told = SessionStore().decode(row.session_data)
    Session.objects.update(session_data=super(SessionStore, SessionStore()).encode(told))

    assert is_in(client, after=0 * HOUR)
