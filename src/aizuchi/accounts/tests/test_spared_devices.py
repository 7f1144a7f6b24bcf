"""Devices on which the second factor is not asked for 30 days."""

import time
from collections.abc import Callable

import pytest
import time_machine
from django.core import signing
from django.test import Client
from tests.cast import Cast

from aizuchi.accounts.models import SparedDevice
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.accounts.tests.test_second_factor import CODE, give_code, give_password
from aizuchi.people.models import Person


def spare(client: Client, person: Person, code: str = "") -> None:
    give_password(client, person)
    give_code(client, code or code_now(), trust="on")


def test_a_device_is_not_asked_again_for_30_days(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    now = time.time()
    with time_machine.travel(now, tick=False):
        give_password(client, cast.member)
        give_code(client, code_now(), trust="on")
        client.post("/sign-out/")

    with time_machine.travel(now + 29 * 86400, tick=False):
        assert give_password(client, cast.member)["Location"] == "/"
        assert give_password(Client(), cast.member)["Location"] == CODE
        client.post("/sign-out/")
    with time_machine.travel(now + 31 * 86400, tick=False):
        assert give_password(client, cast.member)["Location"] == CODE


def test_the_device_is_asked_once_somebody_else_signs_in_on_it(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    give_app(cast.manager)
    give_password(client, cast.member)
    give_code(client, code_now(), trust="on")
    client.post("/sign-out/")

    assert give_password(client, cast.manager)["Location"] == CODE


@pytest.mark.database
def test_signed_out_everywhere_every_device_asks_again(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    spare(client, cast.member)

    client.post("/account/sessions/end/")

    assert not SparedDevice.objects.exists()
    assert give_password(client, cast.member)["Location"] == CODE


def test_also_by_an_administrator_where_nobody_is_signed_in(
    cast: Cast, client: Client, client_for: Callable[[Person], Client]
) -> None:
    give_app(cast.member)
    spare(client, cast.member)
    client.post("/sign-out/")

    client_for(cast.administrator).post(f"/people/{cast.member.pk}/sign-out/")

    assert give_password(client, cast.member)["Location"] == CODE


def test_signing_out_all_others_leaves_this_device_as_it_is(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    other = Client()
    spare(client, cast.member, code_now(steps=-1))
    spare(other, cast.member, code_now())
    assert SparedDevice.objects.count() == 2

    client.post("/account/sessions/end-others/")
    client.post("/sign-out/")

    assert give_password(client, cast.member)["Location"] == "/"
    assert give_password(other, cast.member)["Location"] == CODE


def test_each_device_that_is_not_asked_is_listed_and_can_be_ended(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    spare(client, cast.member)
    device = SparedDevice.objects.get()
    address = f"/account/security/spared/{device.pk}/end/"
    assert address in client.get("/account/security/").content.decode()

    client.post(address)
    client.post("/sign-out/")

    assert give_password(client, cast.member)["Location"] == CODE


def test_a_wrong_trust_cookie_opens_nothing(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    client.cookies["known"] = signing.Signer(key="another").sign_object([("x", time.time())])

    assert give_password(client, cast.member)["Location"] == CODE
