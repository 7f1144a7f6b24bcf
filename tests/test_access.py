"""Role × address × status, for every address there is."""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView

from aizuchi.people.models import Person
from tests.access_table import ANYBODY, CAST, TABLE, Access
from tests.cast import Cast
from tests.metric_labels import list_names_told, list_strange_labels, read_labels
from tests.scene import Scene

WRONG_FOR_WHO_MAY = {401, 403, 404, 405, 500}


def list_addresses() -> list[tuple[str, URLPattern]]:
    return list(_walk(get_resolver().url_patterns))


def name_addresses() -> dict[str, tuple[str, list[str]]]:
    """Key in the table → (name, parameters); a name with several addresses is told apart by its parameters."""
    found = [
        (name, list(pattern.pattern.regex.groupindex))
        for name, pattern in list_addresses()
        if getattr(pattern.callback, "view_class", None) is not RedirectView  # opens nothing itself
    ]
    often = Counter(name for name, _ in found)
    return {
        f"{name}({', '.join(parameters)})" if often[name] > 1 else name: (name, parameters)
        for name, parameters in found
    }


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.name), pattern
        else:
            yield from _walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)


ADDRESSES = name_addresses()
ROOMS = sorted({key.rpartition(":")[0] for key in ADDRESSES})


def list_keys(room: str) -> list[str]:
    """Of the addresses of one app that have a line."""
    return [key for key in ADDRESSES if key.rpartition(":")[0] == room and key in TABLE]


def test_every_address_says_who_may_open_it() -> None:
    assert set(ADDRESSES) - set(TABLE) == set(), "add a line to tests/access.py of the app"
    known = set(ADDRESSES) | {name for name, _ in list_addresses()}
    assert set(TABLE) - known == set(), "these addresses are gone"


@pytest.fixture
def _answers_without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is let in is decided before a page is drawn: `test_reading_writes_nothing` draws each for all its readers."""
    monkeypatch.setattr(Template, "render", lambda *args, **kwargs: "")


@pytest.fixture
def clients(cast: Cast, client_for: Callable[[Person], Client]) -> dict[str, Client]:
    clients = {who: client_for(getattr(cast, who)) for who in sorted(CAST)} | {"nobody": Client()}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def ask(client: Client, method: str, url: str, data: Mapping[str, str]) -> tuple[int, str]:
    """The answer's status and where it leads; whatever the request changed is undone, signing out included."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, answer.headers.get("Location", "")


def address(key: str, scene: Scene, make: Callable[[str], object]) -> str:
    name, parameters = ADDRESSES[key]
    return reverse(name, kwargs={parameter: make(parameter) for parameter in parameters})


def key_in(scene: Scene, access: Access) -> Callable[[str], object]:
    def find(parameter: str) -> object:
        source = access.keys.get(parameter, parameter)
        return source[1:] if source.startswith("=") else scene.key_of(source)

    return find


@pytest.mark.database
@pytest.mark.usefixtures("_answers_without_pages")
@pytest.mark.parametrize("room", ROOMS)
def test_an_address_opens_for_whom_it_should_and_nobody_else(room: str, cast: Cast, clients: dict[str, Client]) -> None:
    scene, wrong = Scene(cast), []
    for key in list_keys(room):
        access = TABLE[key]
        url = address(key, scene, key_in(scene, access))
        for method in sorted(access.methods):
            for who in list_askers(access):
                status, location = ask(clients[who], method, url, access.data)
                if not is_right(access, who, status, location):
                    wrong.append(f"{key} {method} {who}: {status} {location}")

    assert not wrong, "\n" + "\n".join(wrong)
    told = read_labels()
    assert list_strange_labels(told, list_views()) == list_names_told(told) == [], (
        "metrics say who or what it was about"
    )
    assert any(label == "view" for label, _value in told), "something was counted"


def list_views() -> set[str]:
    """As metrics call them: those without a name in `urls` by the function's."""
    return {name for found, pattern in list_addresses() for name in (found, pattern.callback.__name__)}


def list_askers(access: Access) -> list[str]:
    """Everybody on SQLite; on PostgreSQL, where statements are what is new, one of each kind of answer."""
    if connection.vendor == "sqlite":
        return sorted(ANYBODY)
    kinds = (access.open_to & CAST, access.forbidden_to & CAST, CAST - access.open_to - access.forbidden_to)
    return [min(some) for some in kinds if some]


def is_right(access: Access, who: str, status: int, location: str) -> bool:
    if access.by_token:
        return status == 401
    if who in access.open_to:
        return status not in WRONG_FOR_WHO_MAY and (who == "nobody" or "/sign-in/?next=" not in location)
    if who == "nobody":
        return status in {404, 405} or "/sign-in/?next=" in location
    return status == (403 if who in access.forbidden_to else 404)


@pytest.mark.usefixtures("_answers_without_pages")
@pytest.mark.parametrize("room", ROOMS)
def test_the_wrong_method_is_refused(room: str, cast: Cast, clients: dict[str, Client]) -> None:
    scene, wrong = Scene(cast), []
    for key in list_keys(room):
        access = TABLE[key]
        who = min(access.open_to & CAST, default=None)
        for method in {"get", "post"} - access.methods if who else ():
            status, _ = ask(clients[str(who)], method, address(key, scene, key_in(scene, access)), {})
            if status != 405:
                wrong.append(f"{key} {method} {who}: {status}")

    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.usefixtures("_answers_without_pages")
@pytest.mark.parametrize("room", ROOMS)
def test_a_key_that_nothing_has_is_not_found(room: str, cast: Cast, clients: dict[str, Client]) -> None:
    scene, wrong = Scene(cast), []
    for key in list_keys(room):
        access, known = TABLE[key], key_in(scene, TABLE[key])
        who = min(access.open_to & CAST, default=None)
        if not who or not any(isinstance(known(parameter), UUID) for parameter in ADDRESSES[key][1]):
            continue
        url = address(key, scene, lambda name, known=known: uuid4() if isinstance(known(name), UUID) else known(name))
        status, _ = ask(clients[who], sorted(access.methods)[-1], url, access.data)
        if status != 404:
            wrong.append(f"{key} {who}: {status}")

    assert not wrong, "\n" + "\n".join(wrong)
