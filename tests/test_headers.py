"""What every answer tells the browser."""

from collections.abc import Callable, Mapping
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client

from aizuchi.people.models import Person
from tests.access_table import ANYBODY, CAST, TABLE
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.scene import Scene
from tests.test_access import ADDRESSES, address, key_in

TAKES_SECONDS = {"minutes_pdf"}
# What may be kept, and by the reader's own browser only: who may look at it was asked when it was fetched.
MAY_BE_KEPT = {
    "people:photo": "private, max-age=31536000, immutable",  # a new photo has a new name
    "calendars:feed": "private, no-cache",
    "feedback:answer": "private, max-age=600",
    "notifications:worker": "no-cache",  # a script of ours, the same for everybody
}


@pytest.fixture
def policy(cast: Cast, client_for: Callable[[Person], Client]) -> dict[str, list[str]]:
    header = client_for(cast.member).get("/").headers["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in header.split(";") if part.strip())}


def test_scripts_come_from_here_and_are_never_inline(policy: dict[str, list[str]]) -> None:
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]


def test_nothing_is_sent_or_framed_elsewhere(policy: dict[str, list[str]]) -> None:
    assert policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]


def test_no_directive_lets_in_another_host_or_eval(policy: dict[str, list[str]]) -> None:
    allowed = {value for values in policy.values() for value in values if not value.startswith("'nonce-")}

    assert allowed <= {"'self'", "'none'", "data:", "blob:"}


def test_pages_are_not_guessed_framed_or_told_of(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    assert_guarded(client_for(cast.member).get("/"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in/", 200),
        ("/", 302),
        ("/account/language/", 405),
        ("/nowhere/", 404),
        ("/healthz", 200),
        ("/static/ui/icon.svg", 200),
        ("/static/ui/", 404),
    ],
)
def test_nor_is_anything_else_that_answers(cast: Cast, path: str, status: int) -> None:
    answer = Client().get(path)

    assert answer.status_code == status
    assert_guarded(answer)


def assert_guarded(answer: Any) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not any(name.lower().startswith("access-control-") for name in answer.headers)


def test_the_session_cookie_is_out_of_reach_of_scripts(cast: Cast, client: Client) -> None:
    answer = client.post("/sign-in/", {"login": cast.member.email, "password": PASSWORD})

    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_no_page_may_be_kept_or_leaves_its_letters_to_be_guessed_and_each_answers_head(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    scene, wrong = Scene(cast), []
    signed_in = {who: client_for(getattr(cast, who)) for who in sorted(CAST)}
    for key, access in TABLE.items():
        if key not in ADDRESSES or "get" not in access.methods:
            continue
        who = min(access.open_to & CAST, default="member")
        url = address(key, scene, key_in(scene, access))
        clients = [signed_in[who], *([Client()] if access.open_to >= ANYBODY else [])]
        with transaction.atomic():  # what is shown once is still there when it is asked for by HEAD
            answers = [client.get(url, access.data) for client in clients]
            head = answers[0].status_code if key in TAKES_SECONDS else ask_head(clients[0], url, access.data)
            transaction.set_rollback(True)
        if head != answers[0].status_code:
            wrong.append(f"{key}: HEAD {head}, not {answers[0].status_code}")
        for answer in answers:
            told = answer.headers.get("Cache-Control", "")
            if "no-store" not in told and MAY_BE_KEPT.get(key) != told:
                wrong.append(f"{key}: {told}")
            if not says_its_letters(answer.headers.get("Content-Type", "")):
                wrong.append(f"{key}: {answer.headers.get('Content-Type')}")

    assert not wrong, "\n" + "\n".join(wrong)


def ask_head(client: Client, url: str, data: Mapping[str, str]) -> int:
    """The status, without drawing the page once more."""
    with mock.patch.object(Template, "render", return_value=""):
        return client.head(url, data).status_code


def test_files_of_ours_say_their_letters() -> None:
    assert says_its_letters(Client().get("/static/ui/icon.svg").headers["Content-Type"])


def says_its_letters(content_type: str) -> bool:
    media, _, rest = content_type.partition(";")
    is_text = media.startswith("text/") or media.endswith(("/xml", "+xml"))
    return bool(media) and (not is_text or "charset=utf-8" in rest.lower())


def test_what_was_sent_is_echoed_to_nobody(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    """TRACE would show a script what only the server should see, such as a cookie."""
    scene, client, wrong = Scene(cast), client_for(cast.member), []
    client.raise_request_exception = False
    for key, access in TABLE.items():
        if key not in ADDRESSES:
            continue
        answer = client.trace(address(key, scene, key_in(scene, access)), headers={"X-Told": "echo-of-this"})
        if answer.status_code == 500 or "echo-of-this" in str(answer.headers) or b"echo-of-this" in answer.content:
            wrong.append(f"{key}: {answer.status_code}")

    assert not wrong, "\n" + "\n".join(wrong)
