import dataclasses
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts import step_up
from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.tests.soft_passkey import HOST, PRESENT, SoftPasskey, b64
from aizuchi.people.models import Person

ADD, ADD_ASK, ASK, OPEN, SECURITY = (
    "/account/security/passkeys/add/",
    "/account/security/passkeys/add/ask/",
    "/sign-in/passkey/ask/",
    "/sign-in/passkey/",
    "/account/security/",
)


def by_name(person: Person | None = None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if person:
        client.force_login(person)
        client.cookies[step_up.COOKIE] = step_up.make_proof(client.session.session_key)
    return client


def add(person: Person, **different: Any) -> SoftPasskey:
    client, passkey = by_name(person), SoftPasskey(**different)
    client.post(ADD, {"name": "わたしの電話", "credential": passkey.make(ask(client, ADD_ASK))})
    return passkey


def ask(client: Client, address: str = ASK) -> dict[str, Any]:
    told: dict[str, Any] = client.post(address).json()
    return told


def open_with(client: Client, passkey: SoftPasskey):
    return client.post(OPEN, {"credential": passkey.sign(ask(client))})


def is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


def test_a_passkey_opens_alone(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)

    response = open_with(client, passkey)

    assert response["Location"] == "/"
    assert is_in(client)


def test_it_leads_on_and_nowhere_else(cast: Cast) -> None:
    passkey = add(cast.member)
    for then, leads_to in (("/actions/", "/actions/"), ("https://evil.example/", "/")):
        client = by_name()
        credential = passkey.sign(ask(client))

        assert client.post(OPEN, {"credential": credential, "next": then})["Location"] == leads_to


def test_looking_at_the_entrance_writes_no_session(cast: Cast) -> None:
    client = by_name()
    client.get("/sign-in/")

    ask(client)

    assert "sessionid" not in client.cookies


def test_an_answer_opens_once(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)
    credential, question = passkey.sign(ask(client)), client.cookies["passkey"].value
    client.post(OPEN, {"credential": credential})
    replaying = by_name()
    replaying.cookies["passkey"] = question

    replaying.post(OPEN, {"credential": credential})

    assert is_in(client)
    assert not is_in(replaying)


def test_an_answer_to_another_question_opens_nothing(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)
    credential = passkey.sign(ask(by_name()))
    ask(client)

    client.post(OPEN, {"credential": credential})

    assert not is_in(client)


def test_a_question_is_over_after_ten_minutes(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)
    with time_machine.travel(time.time() - 11 * 60):
        question = ask(client)

    client.post(OPEN, {"credential": passkey.sign(question)})

    assert not is_in(client)


@pytest.mark.parametrize(
    "different",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"flags": PRESENT},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"name": b"another one of these"},
        {"user_handle": ""},
        {"user_handle": b64(b"00000000-0000-4000-8000-000000000000")},
    ],
    ids=[
        "another site",
        "one alike",
        "nobody verified",
        "another key",
        "unknown",
        "nobody",
        "no such person",
    ],
)
def test_what_is_not_quite_it_opens_nothing(cast: Cast, different: dict[str, Any]) -> None:
    client, passkey = by_name(), add(cast.member)

    response = open_with(client, dataclasses.replace(passkey, **different))

    assert response["Location"] == "/sign-in/"
    assert not is_in(client)


def test_one_persons_passkey_does_not_open_for_another(cast: Cast) -> None:
    hers, his = add(cast.member), add(cast.manager)
    client = by_name()

    open_with(client, dataclasses.replace(hers, user_handle=his.user_handle))

    assert not is_in(client)


ODD = ["", "null", "[]", "{}", '"x"', "[" * 9999, '{"response": []}', '{"response": {"userHandle": 7}}']


@pytest.mark.parametrize("told", ODD)
def test_odd_answers_are_refused_kindly(cast: Cast, told: str) -> None:
    client = by_name()
    ask(client)

    assert client.post(OPEN, {"credential": told})["Location"] == "/sign-in/"


def test_who_left_does_not_come_in_by_it(cast: Cast, today: Any) -> None:
    client, passkey = by_name(), add(cast.member)
    cast.member.left_on = today.replace(year=today.year - 1)
    cast.member.save()

    open_with(client, passkey)

    assert not is_in(client)


def test_it_opens_nothing_where_only_the_company_does(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)
    SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)

    open_with(client, passkey)

    assert not is_in(client)


def test_it_is_the_second_check_of_a_password(cast: Cast) -> None:
    client, passkey = by_name(), add(cast.member)
    client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
    assert not is_in(client)
    question = ask(client, "/sign-in/code/ask/")

    client.post("/sign-in/code/", {"credential": passkey.sign(question)})

    assert is_in(client)


def test_looking_at_a_page_that_asks_a_passkey_writes_no_session(cast: Cast) -> None:
    add(cast.member)
    proving, half_in = Client(HTTP_HOST=HOST), by_name()
    proving.force_login(cast.member)
    half_in.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
    for client, address in ((proving, ADD), (half_in, "/sign-in/code/"), (by_name(cast.member), ADD)):
        before = dict(client.session)

        assert client.get(address).status_code == 200

        assert dict(client.session) == before


def test_whoever_is_not_on_the_way_in_is_asked_for_no_passkey(cast: Cast) -> None:
    for address in ("/sign-in/code/ask/", "/sign-in/set-up/ask/", "/account/security/passkeys/ask/", ADD_ASK):
        assert by_name().post(address)["Location"].startswith("/sign-in/")


def test_somebody_elses_is_no_second_check(cast: Cast) -> None:
    add(cast.member)
    client, his = by_name(), add(cast.manager)
    client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
    question = ask(client, "/sign-in/code/ask/")

    response = client.post("/sign-in/code/", {"credential": his.sign(question)})

    assert response.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("told", ODD)
def test_odd_answers_are_no_second_check_either(cast: Cast, told: str) -> None:
    client = by_name()
    add(cast.member)
    client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
    ask(client, "/sign-in/code/ask/")

    assert client.post("/sign-in/code/", {"credential": told}).status_code == 200
    assert not is_in(client)


def test_it_proves_who_somebody_is_before_what_is_sensitive(cast: Cast) -> None:
    passkey, client = add(cast.member), Client(HTTP_HOST=HOST)
    client.force_login(cast.member)
    question = ask(client, "/account/security/passkeys/ask/")

    response = client.post(ADD, {"proving": "passkey", "credential": passkey.sign(question)})

    assert response["Location"] == ADD


@pytest.mark.parametrize("different", [{"origin": "https://evil.example"}, {"flags": PRESENT}])
def test_none_is_made_for_another_site_or_without_verifying(cast: Cast, different: dict[str, Any]) -> None:
    add(cast.member, **different)

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("told", [*ODD, '{"id": 1, "response": {"clientDataJSON": 3}}'])
def test_odd_new_ones_are_refused(cast: Cast, told: str) -> None:
    client = by_name(cast.member)
    ask(client, ADD_ASK)

    assert client.post(ADD, {"name": "x", "credential": told}).status_code == 200
    assert not Authenticator.objects.exists()


def test_twenty_are_enough(cast: Cast) -> None:
    add(cast.peer)
    kept = Authenticator.objects.get(user=cast.peer, type="webauthn")
    Authenticator.objects.bulk_create(Authenticator(user=cast.peer, type="webauthn", data=kept.data) for _ in range(19))

    add(cast.peer)

    assert Authenticator.objects.filter(user=cast.peer, type="webauthn").count() == 20


def test_it_is_renamed_and_taken_off(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    passkey, client = add(cast.member), client_for(cast.member)
    row = Authenticator.objects.get(type="webauthn")

    client.post(f"/account/security/passkeys/{row.pk}/name/", {"name": "青い電話"})
    assert "青い電話" in client.get(SECURITY).content.decode()
    client.post(f"/account/security/factors/{row.pk}/remove/")

    assert not Authenticator.objects.exists()
    open_with(gone := by_name(), passkey)
    assert not is_in(gone)
