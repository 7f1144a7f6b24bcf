"""Whatever somebody types into any parameter of any address: it is refused or taken, and no page breaks."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from aizuchi.people.models import Person
from tests.access_table import CAST, TABLE
from tests.cast import Cast
from tests.odd_values import JSON, MOST, ODD, all_of, mix, parameters_of
from tests.scene import Scene
from tests.test_access import ROOMS, address, key_in, list_keys
from tests.test_odd_signs import list_fields, watched_databases
from tests.thorough import THOROUGH

TAKES_SECONDS = {"minutes_pdf"}
AT_ONCE, MIXED = (len(ODD), 8) if THOROUGH else (1, 1)
"""Drawn for each address: all there is takes minutes. AIZUCHI_THOROUGH=1 sends every value to each."""
NO_DATABASE_KEEPS = "あ\0い"


def test_the_parameters_are_found() -> None:
    assert {"text", "due_on", "version", "hand_to", "page"} <= {
        *parameters_of("actions", "KEY"),
        *parameters_of("", "KEY"),
    }
    assert {"comment-KEY", "minutes-KEY", "slot", "starts_at"} <= {*parameters_of("meetings", "KEY")}
    assert {"before", "q", "page", "family_name", "left_on", "next"} <= {*parameters_of("", "KEY")}


@pytest.mark.parametrize("room", ROOMS)
def test_no_odd_value_breaks_a_page_and_what_no_database_keeps_reaches_none(
    room: str, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    scene, broken = Scene(cast), []
    clients = {who: client_for(getattr(cast, who)) for who in sorted(CAST)}
    names = parameters_of(room, scene.key_of("item_id"))
    of_all_rooms = dict.fromkeys(list_fields(scene), NO_DATABASE_KEEPS)
    for key in list_keys(room):
        access = TABLE[key]
        client = clients[min(access.open_to & CAST, default="member")]
        client.raise_request_exception = False
        url = address(key, scene, key_in(scene, access))  # the scene keeps what it made: not in what is taken back
        for method in sorted(access.methods):
            drawn = draw(f"{key} {method}", names) if key not in TAKES_SECONDS else ()
            for what, values in [("NUL in every field", of_all_rooms), *drawn]:
                broken += ask_with(client, method, url, values | dict(access.data), f"{key} {method}, {what}")

    assert not broken, "\n" + "\n".join(broken)


def draw(place: str, names: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The same for each place, another for each."""
    dice = random.Random(place)
    for what in dice.sample([*ODD], AT_ONCE):
        yield what, all_of(ODD[what], names)
    for number in range(MIXED):
        yield f"mixture {number}", mix(dice, names)


@pytest.mark.parametrize(
    "key",
    [
        "feedback:drop",
        "feedback:sign",
        "surveys:drop",
        "surveys:sign",
        "notifications:subscribe",
        "calendars:push_microsoft",
    ],
)
@pytest.mark.parametrize("what", JSON)
def test_no_odd_json_breaks_what_reads_json(
    key: str, what: str, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    scene = Scene(cast)
    url = address(key, scene, key_in(scene, TABLE[key]))

    assert not ask(client_for(cast.member), "post", url, JSON[what], key, content_type="application/json")


def ask_with(client: Client, method: str, url: str, values: dict[str, str], place: str) -> list[str]:
    """As a form without files is sent, which is read in a fifth of the time. `test_odd_signs` sends the other kind."""
    body = urlencode(values)
    if method == "get" or len(body) > MOST:
        return ask(client, method, url, values, place)
    return ask(client, method, url, body, place, content_type="application/x-www-form-urlencoded")


def ask(client: Client, method: str, url: str, values: Mapping[str, str] | str, place: str, **more: Any) -> list[str]:
    """What broke, and where. Whatever the request changed is undone."""
    cookies = client.cookies.output()
    with transaction.atomic(), watched_databases():
        answer = getattr(client, method)(url, values, **more)
        transaction.set_rollback(True)
    client.cookies.load(cookies)
    if answer.status_code < 500:
        return []
    return [f"{place}: {answer.status_code} {getattr(answer, 'exc_info', ('', ''))[1]!r}"]
