"""Whoever is looked at together with others is judged as if alone."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.cast import Cast

from aizuchi.accounts.models import Session
from aizuchi.accounts.session_store import SessionStore
from aizuchi.accounts.signed_in import read_people
from aizuchi.kernel.sockets import read_person
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.models import Person

SignIn = Callable[..., str]


@pytest.fixture
def sign_in() -> SignIn:
    def make(person: Person, **changed: Any) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.update(changed)
        session.create()
        assert session.session_key
        return session.session_key

    return make


def test_many_are_recognised_with_two_statements(cast: Cast, sign_in: SignIn) -> None:
    keys = {sign_in(person): person for person in (cast.member, cast.manager, cast.member)}

    with CaptureQueriesContext(
        connection,
    ) as statements:
        people = read_people(keys)

    assert people == keys
    assert all(person.is_active and person.password for person in people.values())
    assert len(statements) == 2


@pytest.mark.database
@pytest.mark.parametrize(
    "changed",
    [
        {HASH_SESSION_KEY: "of another password"},
        {HASH_SESSION_KEY: None},
        {BACKEND_SESSION_KEY: "some.other.Backend"},
        {SESSION_KEY: None},
        {"begun_at": 0},
        {"seen_at": 0},
    ],
)
def test_a_session_that_opens_nothing_alone_opens_nothing_among_others(
    cast: Cast, sign_in: SignIn, changed: dict[str, Any]
) -> None:
    good, bad = sign_in(cast.member), sign_in(cast.member, **changed)

    assert read_people([good, bad]) == {good: cast.member}
    assert read_person(bad) is None


def test_unknown_keys_open_nothing(cast: Cast, sign_in: SignIn) -> None:
    good = sign_in(cast.manager)

    assert read_people([good, "", "x" * 32, str(stored_key(good))]) == {good: cast.manager}
    assert read_people([]) == {}


def test_who_has_left_is_out(cast: Cast, sign_in: SignIn) -> None:
    key = sign_in(cast.member)
    today = cast.organization.today(timezone.now())
    Person.objects.filter(pk=cast.member.pk).update(left_on=today)
    assert read_people([key]) == {key: cast.member}

    Person.objects.filter(pk=cast.member.pk).update(left_on=today - datetime.timedelta(days=1))

    assert read_people([key]) == {}


def test_a_session_ends_by_its_date(cast: Cast, sign_in: SignIn) -> None:
    key = sign_in(cast.member)
    ends = Session.objects.get().expire_date

    with time_machine.travel(ends + datetime.timedelta(seconds=1), tick=False):
        assert read_people([key]) == {}


def test_a_retired_secret_still_opens(cast: Cast, sign_in: SignIn, settings: Settings) -> None:
    key = sign_in(cast.member)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new one", [settings.SECRET_KEY]

    assert read_people([key]) == {key: cast.member}
