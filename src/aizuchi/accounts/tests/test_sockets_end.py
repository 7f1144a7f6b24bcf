"""Real sockets of whoever may not be here any more close at once, and not at their next look every 20 seconds."""

import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.sockets import Socket

from aizuchi.accounts.models import Session, SignInPolicy
from aizuchi.accounts.operations.factors import reset_factors
from aizuchi.accounts.operations.policy import end_sessions_without_factor
from aizuchi.accounts.operations.sessions import end_other_sessions, end_sessions_of, sign_out_other
from aizuchi.accounts.tests.factors import give_app
from aizuchi.config.asgi import application
from aizuchi.kernel import live, live_consumer
from aizuchi.people.models import Person
from aizuchi.people.operations.leaving import person_leaves
from aizuchi.people.operations.roles import grant_role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(live_consumer, "CHECK_EVERY", 3600)
    monkeypatch.setattr(live, "gather", lambda kind: (live.LiveTopic("room", lambda person, key: True),))
    return make_cast()


@asynccontextmanager
async def open_screen(client: Client, room: str = "1") -> AsyncIterator[Socket]:
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()
    socket = Socket(application, f"/ws/live/room:{room}", [(b"origin", b"http://testserver"), (b"cookie", cookie)])
    await socket.connect()
    await socket.receive()
    yield socket
    await socket.disconnect()


def leave(cast: Cast) -> None:
    today, now = cast.organization.today(timezone.now()), timezone.now()
    person_leaves(person_id=cast.member.pk, left_on=today.replace(year=today.year - 1), actor=None, now=now)


def take_on_a_role(cast: Cast) -> None:
    today = cast.organization.today(timezone.now())
    grant_role(person_id=cast.member.pk, role="hr", starts_on=today, actor=cast.administrator, now=timezone.now())


def lose_a_factor(cast: Cast) -> None:
    give_app(cast.member)
    reset_factors(person_id=cast.member.pk, actor=cast.administrator, now=timezone.now())


def have_no_factor_in_time(cast: Cast) -> None:
    SignInPolicy.objects.create(
        organization=cast.organization,
        second_factor_for="everybody",
        second_factor_from=cast.organization.today(timezone.now()),
    )
    UserSession.objects.create(
        user=cast.member,
        session_key=Session.objects.get(person=cast.member).session_key,
        ip="192.0.2.1",
        user_agent="",
        created_at=timezone.now() - datetime.timedelta(days=2),
    )
    end_sessions_without_factor(now=timezone.now())


def be_taken_away(cast: Cast) -> None:
    end_sessions_of([cast.member.pk], timezone.now())


def be_signed_out(cast: Cast) -> None:
    sign_out_other(actor=cast.administrator, person_id=cast.member.pk, now=timezone.now())


@pytest.mark.parametrize("happens", [be_signed_out, leave, take_on_a_role, lose_a_factor, be_taken_away])
async def test_the_screen_is_signed_out(
    cast: Cast, client_for: Callable[[Person], Client], happens: Callable[[Cast], Any]
) -> None:
    async with open_screen(await sync_to_async(client_for)(cast.member)) as screen:
        await sync_to_async(happens)(cast)

        assert await screen.receive_close() == live_consumer.SIGNED_OUT


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (be_signed_out, "administrator"),
        (take_on_a_role, "role"),
        (leave, "left"),
        (have_no_factor_in_time, "factor"),
        (be_taken_away, ""),
    ],
)
async def test_it_hears_why(
    cast: Cast, client_for: Callable[[Person], Client], happens: Callable[[Cast], Any], why: str
) -> None:
    async with open_screen(await sync_to_async(client_for)(cast.member)) as screen:
        await sync_to_async(happens)(cast)

        assert (await screen.receive_output(3)).get("reason", "") == why


async def test_signing_out_in_another_tab_ends_this_one_at_once(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    here, elsewhere = await sync_to_async(client_for)(cast.member), await sync_to_async(client_for)(cast.member)
    async with open_screen(here) as screen, open_screen(elsewhere, "2") as other:
        await sync_to_async(here.post)("/sign-out/")

        assert await screen.receive_close() == live_consumer.SIGNED_OUT
        assert await other.receive_nothing()


async def test_another_password_closes_the_other_screens(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    here, elsewhere = await sync_to_async(client_for)(cast.member), await sync_to_async(client_for)(cast.member)
    async with open_screen(elsewhere) as screen:
        told = {"oldpassword": "kawa no nagare", "password1": "asa no kaze to ame"}

        answer = await sync_to_async(here.post)("/account/password/", told)

        assert answer.status_code == 302
        assert await screen.receive_close() == live_consumer.SIGNED_OUT


async def test_the_device_that_asks_for_it_stays_and_so_does_everybody_else(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    here, other = await sync_to_async(client_for)(cast.member), await sync_to_async(client_for)(cast.peer)
    async with open_screen(here) as mine, open_screen(other, "2") as theirs:
        await sync_to_async(end_other_sessions)(actor=cast.member, current_key=here.cookies["sessionid"].value)

        assert await mine.receive_nothing()
        assert await theirs.receive_nothing()
