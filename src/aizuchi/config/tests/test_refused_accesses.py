"""Somebody who knocks at doors that are not theirs is seen in the log, and not named."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
import time_machine
from django.test import Client
from tests.cast import Cast

from aizuchi.config import refused_accesses
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]
AT = "2026-12-02T10:00:05+00:00"
POLICY = "/settings/sign-in/came-in/"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    monkeypatch.setattr(refused_accesses, "_bound", refused_accesses._Bound())
    with structlog.testing.capture_logs() as lines:
        monkeypatch.setattr(refused_accesses, "log", structlog.get_logger("refused"))
        yield lines


def of_refusals(lines: list[Any]) -> list[Any]:
    return [line for line in lines if "refused" in line["event"]]


def test_what_somebody_may_not_see_is_told_by_page_and_pseudonym(
    cast: Cast, client_for: ClientFor, told: list[Any]
) -> None:
    client_for(cast.member).get(POLICY)

    (line,) = of_refusals(told)
    assert (line["page"], line["status"], line["log_level"]) == (POLICY, 403, "warning")
    assert line["who"] == refused_accesses.pseudonym_of(cast.member)
    words = json.dumps(line, ensure_ascii=False)
    assert not any(word in words for word in (cast.member.pk.hex, str(cast.member.pk), cast.member.family_name))


def test_an_address_of_something_that_is_not_theirs_is_not_told_itself(
    cast: Cast, client_for: ClientFor, told: list[Any]
) -> None:
    theirs = uuid.uuid4()

    client_for(cast.hr).get(f"/people/manage/{theirs}/")

    (line,) = of_refusals(told)
    assert line["page"] == "/people/manage/<uuid:person_id>/"
    assert str(theirs) not in json.dumps(line)


def test_people_are_told_apart_and_not_followed_from_day_to_day(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        today = refused_accesses.pseudonym_of(cast.member)
        assert today == refused_accesses.pseudonym_of(cast.member)
        assert today != refused_accesses.pseudonym_of(cast.peer)

        clock.shift(24 * 3600)
        assert today != refused_accesses.pseudonym_of(cast.member)


@pytest.mark.parametrize("address", ["/people/", "/no-such-page/"])
def test_nothing_is_told_of_what_was_answered_or_never_was(
    cast: Cast, client_for: ClientFor, told: list[Any], address: str
) -> None:
    client_for(cast.member).get(address)

    assert of_refusals(told) == []


def test_nothing_is_told_of_strangers(cast: Cast, told: list[Any]) -> None:
    Client().get("/invitation/forged/")

    assert of_refusals(told) == []


def test_nor_of_answers_without_a_name(cast: Cast, client_for: ClientFor, told: list[Any]) -> None:
    answer = client_for(cast.member).get(f"/feedback/{uuid.uuid4()}/{uuid.uuid4()}/")

    assert answer.status_code == 404
    assert of_refusals(told) == []


def test_nobody_fills_the_log(cast: Cast, client_for: ClientFor, told: list[Any]) -> None:
    client, other = client_for(cast.member), client_for(cast.peer)
    with time_machine.travel(AT, tick=False) as clock:
        for _knock in range(30):
            client.get(POLICY)
        assert len(of_refusals(told)) == 21
        assert of_refusals(told)[-1]["event"] == "more accesses refused than are told"
        other.get(POLICY)
        assert len(of_refusals(told)) == 22

        clock.shift(60)
        client.get(POLICY)
        assert len(of_refusals(told)) == 23
