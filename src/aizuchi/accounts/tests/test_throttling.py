"""Guessing is slow, and nobody locks out somebody else."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts import throttling
from aizuchi.kernel.client_address import find_client, network_of, read_networks
from aizuchi.kernel.limits import Limit, count, forget_old_tallies
from aizuchi.kernel.models import Tally

NOW = timezone.now()
MayTry = Callable[..., bool]
MINUTE = datetime.timedelta(minutes=1)
OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def sign_in(client: Client, email: str | None, password: str = PASSWORD, *, at: str = OFFICE, told: str = "") -> bool:
    forwarded = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    page = client.post("/sign-in/", {"login": email or "", "password": password}, REMOTE_ADDR=at, **forwarded)  # type: ignore[arg-type]
    return page.status_code == 302


def guess(email: str | None, times: int = 5, **where: str) -> None:
    for _ in range(times):
        sign_in(Client(), email, "guess after guess", **where)  # type: ignore[arg-type]


def test_five_wrong_ones_stop_the_network_they_came_from(cast: Cast) -> None:
    guess(cast.member.email, at=ELSEWHERE)

    assert not sign_in(Client(), cast.member.email, at=ELSEWHERE)


def test_and_not_the_owner_elsewhere(cast: Cast) -> None:
    guess(cast.member.email, at=ELSEWHERE)

    assert sign_in(Client(), cast.member.email, at=OFFICE)


def test_the_right_password_from_a_known_device_always_works(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.member.email)
    client.post("/sign-out/")
    guess(cast.member.email, at=OFFICE)
    guess(cast.colleague.email, 100, at=OFFICE)

    assert not sign_in(Client(), cast.member.email, at=OFFICE), "a device nobody knows"
    assert sign_in(client, cast.member.email, at=OFFICE)


@pytest.mark.parametrize("may_try", [throttling.may_ask_for_mail, throttling.may_try_passkey])
def test_what_strangers_try_uses_up_nothing_of_a_device_where_somebody_has_been(
    cast: Cast, client: Client, may_try: MayTry
) -> None:
    stranger, known = RequestFactory().get("/"), RequestFactory().get("/")
    sign_in(client, cast.member.email)
    known.COOKIES["device"] = client.cookies["device"].value
    while may_try(stranger, now=NOW):
        pass

    assert may_try(known, now=NOW)
    while may_try(known, now=NOW):
        pass


def test_a_device_is_known_for_whom_it_was_used_by(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.colleague.email)
    client.post("/sign-out/")
    guess(cast.member.email)

    assert not sign_in(client, cast.member.email)


def test_many_others_do_not_reset_a_count(cast: Cast) -> None:
    guess(cast.member.email)
    for number in range(320):
        cache.set(f"other-{number}", 1)
        count(Limit(name="other", most=5, per=MINUTE), str(number), now=timezone.now())
    cache.clear()

    assert not sign_in(Client(), cast.member.email)


def test_waiting_helps(cast: Cast) -> None:
    guess(cast.member.email)

    with time_machine.travel(timezone.now() + 6 * MINUTE):
        assert sign_in(Client(), cast.member.email)


def test_many_networks_are_one_account(cast: Cast) -> None:
    for number in range(12):
        guess(cast.member.email, at=f"203.0.113.{number}")

    assert not sign_in(Client(), cast.member.email, at=OFFICE)


def test_what_a_visitor_writes_into_a_header_is_not_believed(cast: Cast) -> None:
    for number in range(5):
        sign_in(Client(), cast.member.email, "guess after guess", told=f"203.0.113.{number}")

    assert not sign_in(Client(), cast.member.email, told="203.0.113.99")


@override_settings(TRUSTED_PROXIES=read_networks("192.0.2.0/24"))
def test_behind_a_proxy_the_nearest_stranger_counts(cast: Cast) -> None:
    for number in range(5):
        sign_in(Client(), cast.member.email, "guess after guess", told=f"203.0.113.{number}, {ELSEWHERE}")

    assert not sign_in(Client(), cast.member.email, told=f"203.0.113.99, {ELSEWHERE}")
    assert sign_in(Client(), cast.member.email, told="203.0.113.99")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("", "10.0.0.1"),
        ("198.51.100.9", "198.51.100.9"),
        ("1.2.3.4, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("nonsense", "10.0.0.1"),
        ("198.51.100.9, nonsense", "10.0.0.1"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
    ],
)
def test_the_client_is_the_rightmost_that_is_no_proxy_of_ours(told: str, found: str) -> None:
    meta = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": told}

    assert find_client(meta, trusted=read_networks("10.0.0.0/8")) == found


def test_one_household_is_one_network_in_ipv6() -> None:
    assert network_of("2001:db8:1:2::3") == network_of("2001:db8:1:2:ffff::4") != network_of("2001:db8:1:3::3")


def test_five_mails_an_hour_are_enough(cast: Cast, client: Client, run_jobs: object) -> None:
    from django.core import mail

    cast.member.set_password(PASSWORD)
    cast.member.save()
    for number in range(8):
        answer = client.post("/password/forgotten/", {"email": cast.member.email}, REMOTE_ADDR=f"203.0.113.{number}")
        assert answer.status_code == 302
    run_jobs()  # type: ignore[operator]

    assert len(mail.outbox) == 5


def test_whoever_found_a_signed_in_screen_does_not_guess_on(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast.member.email)
    for _ in range(11):
        page = client.post("/account/password/", {"oldpassword": "a guess", "password1": "ame no oto to kaze"})

    page = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "ame no oto to kaze"})

    assert page.status_code == 200
    assert sign_in(Client(), cast.member.email)


@pytest.mark.database
def test_counts_say_nothing_of_anybody_and_are_forgotten(cast: Cast) -> None:
    guess(cast.member.email, 1)

    assert not [tally for tally in Tally.objects.all() if "@" in tally.key or OFFICE in tally.key]
    forget_old_tallies(now=timezone.now() + 120 * MINUTE)
    assert not Tally.objects.exists()
