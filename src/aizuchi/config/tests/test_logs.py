import datetime
import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone
from tests.cast import Cast

from aizuchi.config import urls
from aizuchi.config.logs import logging_settings
from aizuchi.kernel.limits import Limit, count


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is logged during the test, as it would reach a log file."""
    stream = io.StringIO()
    settings = logging_settings(as_json=True)
    settings["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(settings)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(logging_settings(as_json=False))


def test_a_secret_given_to_the_log_is_hidden(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger().info("signed in", person="7", password="hunter2", reset_token="abc", Comment="眠れない")

    assert [lines()[0][name] for name in ("person", "password", "reset_token", "Comment")] == [
        "7",
        "[hidden]",
        "[hidden]",
        "[hidden]",
    ]


def test_an_error_is_told_by_its_place_and_not_by_its_words(lines: Callable[[], list[dict[str, Any]]]) -> None:
    try:
        raise ValueError("眠れないと言われた")
    except ValueError:
        logging.getLogger("somebody").exception("it broke")

    (line,) = lines()
    assert line["error"] == "ValueError"
    assert "test_an_error_is_told" in line["where"][0]
    assert "眠れない" not in json.dumps(line, ensure_ascii=False)


def break_down(request: Any, key: str) -> None:
    raise RuntimeError("眠れないと言われた")


urlpatterns = [*urls.urlpatterns, path("links/<str:key>/", break_down)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_signed_link_never_reaches_the_log_even_if_its_page_breaks(
    cast: Cast, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client = Client(raise_request_exception=False)

    page = client.get("/links/SIGNED/?token=SIGNED")

    assert page.status_code == 500
    assert not any(word in page.content.decode() for word in ("RuntimeError", "眠れない", "SIGNED", "test_logs"))
    told = json.dumps(lines(), ensure_ascii=False)
    assert "/links/<str:key>/" in told
    assert "RuntimeError" in told
    assert "SIGNED" not in told
    assert "眠れない" not in told


@pytest.mark.parametrize(
    ("data", "host"), [({}, "evil.example"), ({f"field{number}": "" for number in range(2500)}, "testserver")]
)
def test_what_a_stranger_sends_is_no_error_of_ours(
    data: dict[str, str], host: str, cast: Cast, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    answer = Client().post("/sign-in/", data, headers={"host": host})

    assert answer.status_code == 400
    assert [line for line in lines() if line["level"] in ("error", "critical")] == []


def test_a_line_in_what_is_told_begins_no_line_of_its_own(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger().info("request", page='/\n{"event": "signed in"}\r\x1b[2K')

    (line,) = lines()
    assert line["event"] == "request"


def test_every_line_says_its_moment_with_its_zone(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("somebody").warning("told")

    moment = datetime.datetime.fromisoformat(lines()[0]["timestamp"])
    assert moment.utcoffset() == datetime.timedelta()


def test_whoever_runs_into_a_limit_is_told_of_without_saying_who(
    db: None, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    once = Limit(name="trying", most=1, per=datetime.timedelta(minutes=1))
    now = timezone.now()

    assert count(once, "a@example.jp", now=now)
    assert lines() == []
    assert not count(once, "a@example.jp", now=now)

    (line,) = lines()
    assert (line["event"], line["limit"], line["level"]) == ("a limit was reached", "trying", "warning")
    assert "example.jp" not in json.dumps(line)
