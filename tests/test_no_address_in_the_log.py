"""Addresses carry invitations and links for new passwords: whoever reads the log must not be able to use one."""

import io
import json
import logging
import logging.config
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from aizuchi.config.logs import logging_settings
from tests.cast import Cast

SECRET = "SIGNED-LINK"
FILLED = {"uuid": "0198c9b0-0000-7000-8000-000000000001", "int": "7"}

Read = Callable[[], str]


@pytest.fixture
def read_log() -> Iterator[Read]:
    stream = io.StringIO()
    settings = logging_settings(as_json=True)
    settings["handlers"]["stderr"]["stream"] = stream
    settings["root"]["level"] = "DEBUG"
    logging.config.dictConfig(settings)
    yield stream.getvalue
    logging.config.dictConfig(logging_settings(as_json=False))


def list_secret_addresses() -> list[str]:
    """Of every page whose address holds something of one's choice; those of allauth keep theirs in a pattern."""
    return [f"/password/new/{'7' * 32}-{SECRET}/", *_walk(get_resolver().url_patterns, "/")]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
            continue
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: FILLED.get(found[1], SECRET), route)
        if SECRET in route:
            yield route


def test_there_are_such_addresses() -> None:
    assert {f"/invitation/{SECRET}/", f"/address/{SECRET}/stop/"} <= set(list_secret_addresses())


@pytest.mark.parametrize("sent", [{}, {"host": "evil.example"}, {"origin": "https://evil.example/SIGNED-LINK"}])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_whatever_is_refused_its_address_is_not_logged(
    method: str, sent: dict[str, str], cast: Cast, read_log: Read
) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    for address in list_secret_addresses():
        client.generic(method, f"{address}?key={SECRET}", headers=sent)

    assert SECRET not in read_log()


@pytest.mark.parametrize(
    "name", ["django.request", "django.security.csrf", "django.security.SuspiciousOperation", "django.channels.server"]
)
def test_what_django_says_of_a_request_is_told_without_its_words(name: str, read_log: Read) -> None:
    logging.getLogger(name).critical("Refused: %s", f"/invitation/{SECRET}/", extra={"request": None})

    (line,) = [json.loads(line) for line in read_log().splitlines()]
    assert SECRET not in str(line)
    assert line["said_by"] == name
