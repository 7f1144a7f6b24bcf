"""The addresses of the browser's half: what a request brings along, what it gets, what stays of it."""

import json
import logging
import secrets
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from unittest import mock

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.middleware import ForgetWhoMiddleware
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations.keys import ensure_keys_of_open_windows
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.config.request_log import RequestLogMiddleware
from aizuchi.feedback.operations import grant_eligibility
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.kernel.client_address import NOWHERE
from aizuchi.people.models import Person

Speak = Callable[..., AnswerCard]
pytestmark = pytest.mark.usefixtures("today", "mailbox")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.anonymous_answers.views.timezone.now", lambda: NOW)


@pytest.fixture
def eligibility(cast: Cast) -> Eligibility:
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    return Eligibility.objects.get()


def kept(eligibility: Eligibility) -> list[box_store.SealedAnswer]:
    return list(box_store.list_sealed_answers([eligibility.window_id]))


def as_sent(voice: AnswerCard, **other: str) -> str:
    content = {
        "mentor": str(voice.eligibility.subject_id),
        "window": str(voice.eligibility.window_id),
        "token": b64encode(voice.token).decode(),
        "signature": b64encode(voice.signature).decode(),
        "sealed": b64encode(voice.sealed).decode(),
    }
    return json.dumps(content | other)


def post(body: str, **headers: str) -> tuple[int, str]:
    answer = Client(enforce_csrf_checks=True).post("/feedback/", body, content_type="application/json", **headers)
    return answer.status_code, answer.json().get("code") if answer.content else ""


def test_a_box_arrives_without_a_cookie_or_a_csrf_token(eligibility: Eligibility, answer_of: Speak) -> None:
    assert post(as_sent(answer_of(eligibility))) == (204, "")
    assert len(kept(eligibility)) == 1


def test_each_refusal_has_a_code_that_the_script_can_explain(eligibility: Eligibility, answer_of: Speak) -> None:
    voice, other = answer_of(eligibility), answer_of(eligibility)
    post(as_sent(voice))

    assert post(as_sent(voice, sealed=b64encode(other.sealed).decode())) == (409, "used")
    assert post(as_sent(voice, signature=b64encode(other.signature).decode())) == (422, "forged")
    assert post(as_sent(voice, window="x")) == (400, "malformed")
    assert post("[]") == post("{") == post(as_sent(voice, sealed="あ")) == (400, "malformed")
    AnswerWindow.objects.update(released_on=NOW.date())
    assert post(as_sent(other)) == (410, "closed")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 8000,
        '{"mentor":' * 700,
        '{"mentor": NaN}',
        "9" * 5000,
        "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_something_deep_or_odd_is_malformed_and_no_more(eligibility: Eligibility, body: str) -> None:
    assert post(body) == (400, "malformed")


def test_something_huge_is_not_even_read(eligibility: Eligibility) -> None:
    assert post("x" * 9000) == (400, "malformed")


def test_a_session_that_comes_along_is_neither_read_nor_answered(
    cast: Cast, eligibility: Eligibility, answer_of: Speak, client_for: Callable[[Person], Client]
) -> None:
    client = client_for(cast.member)

    answer = client.post(
        "/feedback/", as_sent(answer_of(eligibility)), content_type="application/json", REMOTE_ADDR="10.1.2.3"
    )

    assert answer.status_code == 204
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert answer.wsgi_request.META["REMOTE_ADDR"] == NOWHERE
    assert "HTTP_COOKIE" not in answer.wsgi_request.META
    assert not answer.wsgi_request.user.is_authenticated


def test_no_header_that_could_name_somebody_reaches_anything(eligibility: Eligibility, answer_of: Speak) -> None:
    naming = ("x-forwarded-user", "x-forwarded-for", "cf-connecting-ip", "x-client-ip", "tracestate", "sec-ch-ua")
    headers = [(name.encode(), b"who") for name in (*naming, "cookie")] + [(b"host", b"testserver")]
    scope = {"type": "http", "method": "POST", "path": "/feedback/", "headers": headers, "client": ("10.1.2.3", 1)}
    request = ASGIRequest(scope, BytesIO())

    ForgetWhoMiddleware(lambda request: HttpResponse())(request)

    assert {name for name in request.META if name.startswith(("HTTP_", "REMOTE_"))} == {"HTTP_HOST"}
    assert request.scope["headers"] == [(b"host", b"testserver")]
    assert request.scope["client"] is None


def test_nothing_stands_before_it() -> None:
    assert settings.MIDDLEWARE[0].endswith(".ForgetWhoMiddleware")


@pytest.mark.parametrize("path", ["/feedback", "/feedback/"])
def test_what_is_refused_before_it_is_read_is_not_logged_either(path: str, caplog: pytest.LogCaptureFixture) -> None:
    """Too large, or sent to the address without its slash."""
    request = RequestFactory().post(path)
    with caplog.at_level(logging.INFO):
        RequestLogMiddleware(lambda request: HttpResponse(status=413))(request)

    assert caplog.records == []


def test_nothing_is_logged(eligibility: Eligibility, answer_of: Speak, caplog: pytest.LogCaptureFixture) -> None:
    voice = answer_of(eligibility)
    with caplog.at_level(logging.INFO):
        post(as_sent(voice))
        post("{")

    assert caplog.records == []


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OSError(28, "No space left"), RuntimeError])
def test_a_mailbox_that_fails_asks_to_come_again_and_logs_nothing(
    eligibility: Eligibility,
    answer_of: Speak,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    """A line with its time would say when somebody answered; the browser keeps the box and tries again."""
    voice = answer_of(eligibility)
    monkeypatch.setattr(box_store, "put", mock.Mock(side_effect=error))
    with caplog.at_level(logging.INFO):
        assert post(as_sent(voice)) == (503, "later")

    assert caplog.records == []


def test_keys_and_a_signature_come_to_whoever_is_signed_in_and_entitled(
    cast: Cast, eligibility: Eligibility, ready_keys: None, client_for: Callable[[Person], Client]
) -> None:
    client = client_for(cast.member)
    ensure_keys_of_open_windows(now=NOW)
    keys = client.get(f"/feedback/key/{eligibility.window_id}/{eligibility.subject_id}/").json()
    blinded = b64encode(bytes(1) + secrets.token_bytes(383)).decode()
    signed = client.post(
        f"/feedback/sign/{eligibility.window_id}/{eligibility.subject_id}/",
        {"blinded": blinded},
        content_type="application/json",
    )

    assert set(keys) == {"signing", "sealing", "fingerprint"}
    assert Client().get(f"/feedback/keys/{eligibility.window_id}/").json() == {"fingerprints": [keys["fingerprint"]]}
    assert (set(signed.json()), signed.json()["number"]) == ({"signature", "number"}, 1)


def test_a_third_browser_is_told_so_without_an_error_in_its_console(
    cast: Cast, eligibility: Eligibility, ready_keys: None, client_for: Callable[[Person], Client]
) -> None:
    client = client_for(cast.member)
    answers = [
        client.post(
            f"/feedback/sign/{eligibility.window_id}/{eligibility.subject_id}/",
            {"blinded": b64encode(bytes(1) + secrets.token_bytes(383)).decode()},
            content_type="application/json",
        )
        for _ in range(3)
    ]

    assert [answer.json().get("number") for answer in answers] == [1, 2, None]
    assert (answers[2].status_code, answers[2].json()) == (200, {"refused": "elsewhere"})


def test_the_list_of_fingerprints_names_nobody(cast: Cast, eligibility: Eligibility, ready_keys: None) -> None:
    grant_eligibility(meeting_id=close(PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")).pk, now=NOW)
    ensure_keys_of_open_windows(now=NOW)

    answer = Client().get(f"/feedback/keys/{eligibility.window_id}/").json()

    assert len(answer["fingerprints"]) == 2
    assert str(cast.mentor.pk) not in str(answer)
