"""That people came in, or that it was tried in vain, is on record; what was typed never is."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.models import SignIn
from aizuchi.accounts.sign_in_record import KEEP
from aizuchi.accounts.tasks import clear_sessions_and_tallies
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.kernel import write_behind
from aizuchi.people.models import Person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PAGE = "/settings/sign-in/came-in/"
ClientFor = Callable[[Person], Client]


def give_password(address: str | None, password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": FIREFOX})
    client.post("/sign-in/", {"login": address or "", "password": password})
    return client


def written() -> list[tuple[object, ...]]:
    write_behind.flush_all()
    return list(SignIn.objects.order_by("pk").values_list("person", "way", "second_check", "came_in", "device"))


def test_who_came_in_is_on_record_to_the_hour(cast: Cast) -> None:
    give_password(cast.member.email)

    assert written() == [(cast.member.pk, "password", "", True, "Firefox/Linux")]
    assert SignIn.objects.get().hour.minute == 0


def test_so_is_the_second_check(cast: Cast) -> None:
    give_app(cast.member)
    client = give_password(cast.member.email)
    assert written() == []

    client.post("/sign-in/code/", {"code": code_now()})

    assert written() == [(cast.member.pk, "password", "totp", True, "Firefox/Linux")]


def test_a_wrong_password_is_on_record_of_whom_it_was_tried(cast: Cast) -> None:
    give_password(f" {(cast.member.email or '').upper()}", "guess")

    assert written() == [(cast.member.pk, "password", "", False, "Firefox/Linux")]


def test_a_wrong_code_too(cast: Cast) -> None:
    give_app(cast.member)

    give_password(cast.member.email).post("/sign-in/code/", {"code": "000000"})

    assert written() == [(cast.member.pk, "second_check", "", False, "Firefox/Linux")]


def test_nothing_is_kept_of_an_address_without_an_account(cast: Cast) -> None:
    give_password("nobody@example.com", "guess")
    give_password("", "guess")

    assert written() == []


def test_no_answer_waits_for_the_record(cast: Cast) -> None:
    """Or the clock would tell who has an account."""
    give_password(cast.member.email, "guess")

    assert not SignIn.objects.exists()


def test_nobody_fills_the_record(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2026, 12, 2, 10, 0, 5, tzinfo=datetime.UTC), tick=False) as clock:
        for _ in range(8):
            give_password(cast.member.email, "guess")
        written()
        assert SignIn.objects.get().times == 1

        clock.shift(120)
        give_password(cast.member.email, "guess")
        written()

    assert SignIn.objects.get().times == 2


def test_it_goes_after_ninety_days(cast: Cast) -> None:
    now = timezone.now()
    for age in (KEEP - datetime.timedelta(days=1), KEEP + datetime.timedelta(days=1)):
        SignIn.objects.create(person=cast.member, hour=now - age, way="password", came_in=True)

    clear_sessions_and_tallies.func()

    assert SignIn.objects.get().hour > now - KEEP


def test_everybody_sees_their_own(cast: Cast, client_for: ClientFor) -> None:
    give_password(cast.member.email, "guess")
    write_behind.flush_all()

    page = client_for(cast.member).get("/account/security/", headers={"accept-language": "en"}).content.decode()
    others = client_for(cast.manager).get("/account/security/").content.decode()

    assert "Firefox" in page
    assert "Firefox" not in others


def test_administrators_read_and_search_it(cast: Cast, client_for: ClientFor) -> None:
    give_password(cast.member.email)
    give_password(cast.manager.email, "guess")
    give_password(cast.stranger.email, "guess")  # of another organization
    write_behind.flush_all()
    client = client_for(cast.administrator)

    everything = client.get(PAGE).content.decode()
    failed = client.get(PAGE, {"failed": "on"}).content.decode()
    found = client.get(PAGE, {"q": cast.member.family_name}).content.decode()

    assert cast.member.full_name in everything
    assert cast.manager.full_name in everything
    assert cast.stranger.full_name not in everything
    assert cast.member.full_name not in failed
    assert cast.manager.full_name in failed
    assert cast.manager.full_name not in found
    assert cast.member.full_name in found


@pytest.mark.parametrize("who", ["member", "hr", "manager"])
def test_nobody_else_does(cast: Cast, client_for: ClientFor, who: str) -> None:
    assert client_for(getattr(cast, who)).get(PAGE).status_code in (403, 404)


def test_what_is_not_recorded_fills_no_log_either(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    for _guess in range(3):
        give_password(cast.member.email, "guess")

    assert len(written()) == 1
    assert "sign_in.noted" not in caplog.text
