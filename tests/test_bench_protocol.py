"""A client that was written from the RFCs, and shares no line with the product, is understood by it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from bench.anonymity.protocol import Mentee
from django.test import Client

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations.keys import ensure_keys_of_open_windows
from aizuchi.anonymous_answers.operations.run_release import open_sealed_answers
from aizuchi.anonymous_answers.tests.conftest import NOW, made_keys, mailbox, ready_keys  # noqa: F401
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.kernel.jobs.each import FailedItems
from tests.cast import Cast
from tests.factories import PairFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("ready_keys", "today")]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.anonymous_answers.views.timezone.now", lambda: NOW)


@pytest.fixture
def right(cast: Cast, mailbox: object) -> Eligibility:  # noqa: F811
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    ensure_keys_of_open_windows(now=NOW)
    return Eligibility.objects.get()


def speak_as(client: Client) -> Any:
    def ask(method: str, path: str, content: Mapping[str, Any] | None) -> tuple[int, Any]:
        body = {"data": json.dumps(content), "content_type": "application/json"} if content else {}
        answer = client.generic(method, path, **body)
        return answer.status_code, answer.json() if "json" in answer.headers.get("Content-Type", "") else {}

    return ask


def test_what_it_seals_is_opened(cast: Cast, right: Eligibility, client_for: Any) -> None:
    mentee = Mentee(speak_as(client_for(cast.member)), speak_as(Client(enforce_csrf_checks=True)))
    about, window = str(right.subject_id), str(right.window_id)
    said = {
        "answers": [{"topic": None, "response": None, "met": 4, "moved": 2}],
        "comment": "話しやすかった",
        "second": False,
    }

    token = mentee.fetch_token(window, about)
    status = mentee.send(window, about, token, said)

    assert (status, token.is_second) == (204, False)
    assert len(list(box_store.list_sealed_answers([right.window_id]))) == 1
    [sheet] = open_sealed_answers(AnswerWindow.objects.all(), aside=FailedItems())[right.subject_id]
    assert "話しやすかった" in repr(sheet)


def test_its_third_token_is_refused_and_nobody_elses_right_helps(
    cast: Cast, right: Eligibility, client_for: Any
) -> None:
    about, window = str(right.subject_id), str(right.window_id)
    mentee, other = (Mentee(speak_as(client_for(who)), speak_as(Client())) for who in (cast.member, cast.colleague))

    assert [mentee.fetch_token(window, about).is_second for _ in range(2)] == [False, True]
    for whoever in (mentee, other):
        with pytest.raises(ValueError, match=r"elsewhere|404"):
            whoever.fetch_token(window, about)


def test_nonsense_under_a_good_seal_is_left_out(cast: Cast, right: Eligibility, client_for: Any) -> None:
    mentee = Mentee(speak_as(client_for(cast.member)), speak_as(Client()))
    about, window = str(right.subject_id), str(right.window_id)
    token = mentee.fetch_token(window, about)

    assert mentee.send(window, about, token, b'{"answers": [' * 200) == 204
    assert not open_sealed_answers(AnswerWindow.objects.all(), aside=FailedItems()).get(right.subject_id)
