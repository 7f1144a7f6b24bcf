"""Google and Microsoft, both ways, against servers that answer as theirs do, troubles included."""

import datetime
import io
import logging.config
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.adapters import http
from aizuchi.calendars.credentials import open_credentials
from aizuchi.calendars.models import CalendarQuestion, Connection, OutgoingEvent
from aizuchi.calendars.operations.questions import answer_question
from aizuchi.calendars.syncing.run import sync
from aizuchi.calendars.tests.cloud import Answer
from aizuchi.calendars.tests.clouds.conftest import busy, look, standing
from aizuchi.calendars.tests.conftest import soon
from aizuchi.config.logs import logging_settings
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import cancel_meeting
from aizuchi.people.models import Person

Schedule = Callable[..., Meeting]


def move_there(cloud: Any, to: datetime.datetime) -> None:
    (event,) = standing(cloud)
    key, kept = event["id"], {k: v for k, v in event.items() if k not in {"id", "start", "end", "change"}}
    cloud.put(key, to, 30, **kept)


def test_busy_times_come_page_by_page_and_without_titles(connection: Connection, cloud: Any) -> None:
    cloud.page_size = 2
    for day in range(1, 6):
        cloud.put(f"event{day}", soon(day))

    look(connection)

    assert busy() == [soon(day) for day in range(1, 6)]
    assert "役員会" not in str([list(model.objects.values()) for model in (BusyTime, Connection)])


def test_an_event_that_comes_twice_counts_once(connection: Connection, cloud: Any) -> None:
    cloud.page_size = 1
    cloud.put("event1", soon(1))
    same = cloud.put("event2", soon(2))
    cloud.events["again"] = {**same, "change": cloud.change}  # on another page, under the same key

    look(connection)

    assert busy() == [soon(1), soon(2)]


def test_no_title_and_no_token_reaches_the_log(
    connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    stream = io.StringIO()
    settings = logging_settings(as_json=True)
    settings["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(settings)
    cloud.put("event1", soon(1))
    cloud.access_tokens.clear()
    schedule()

    run_jobs()
    cloud.answers.append(Answer(500, {"error": "役員会 access-2"}))
    look(connection)
    logging.getLogger("anybody").info("done")
    logging.config.dictConfig(logging_settings(as_json=False))

    told = stream.getvalue()
    assert "done" in told
    for secret in ("役員会", "access-", "refresh-", "secret", cloud.url):
        assert secret not in told


def test_whoever_leaves_takes_their_calendar_along(
    cast: Cast, connection: Connection, cloud: Any, run_jobs: Callable[[], None]
) -> None:
    cloud.put("event1", soon(1))
    run_jobs()
    Person.objects.filter(pk=cast.member.pk).update(left_on=soon(-2).date())

    sync(connection.pk)

    assert not Connection.objects.exists()
    assert not BusyTime.objects.exists()


def test_what_does_not_keep_anybody_busy_does_not_count(connection: Connection, cloud: Any, kind: str) -> None:
    free = {"google": {"transparency": "transparent"}, "microsoft": {"showAs": "free"}}[kind]
    declined = {
        "google": {"attendees": [{"self": True, "responseStatus": "declined"}]},
        "microsoft": {"responseStatus": {"response": "declined"}},
    }[kind]
    cloud.put("free1", soon(1), **free)
    cloud.put("declined1", soon(2), **declined)
    cloud.put("endless1", soon(3), minutes=0)

    look(connection)

    assert busy() == []


def test_an_incremental_look_takes_one_request_and_brings_moves_and_removals(
    connection: Connection, cloud: Any
) -> None:
    cloud.put("event1", soon(1))
    cloud.put("event2", soon(2))
    look(connection)
    before = len(cloud.asked)

    cloud.put("event1", soon(1, hour=17))
    cloud.remove("event2")
    look(connection)

    assert busy() == [soon(1, hour=17)]
    assert len(cloud.asked) == before + 1


def test_a_token_that_is_gone_leads_to_a_full_reading(connection: Connection, cloud: Any) -> None:
    cloud.put("event1", soon(1))
    cloud.put("event2", soon(2))
    look(connection)
    kept = BusyTime.objects.get(starts_at=soon(1)).pk
    cloud.events.pop("event2")
    cloud.expired_before = 10**9
    cloud.put("event3", soon(3))

    assert look(connection).state == "working"

    assert busy() == [soon(1), soon(3)]
    assert BusyTime.objects.filter(pk=kept).exists()


def test_too_many_requests_wait_as_long_as_the_server_says(connection: Connection, cloud: Any) -> None:
    cloud.answers.append(Answer(429, {"error": {"code": 429}}, {"Retry-After": "900"}))

    look(connection)

    assert (connection.state, connection.problem) == ("troubled", "throttled")
    assert connection.next_sync_at > timezone.now() + datetime.timedelta(seconds=890)
    asked = len(cloud.asked)
    sync(connection.pk)
    assert len(cloud.asked) == asked


def test_an_access_token_that_is_refused_is_renewed_once_and_kept(connection: Connection, cloud: Any) -> None:
    cloud.access_tokens.clear()
    cloud.put("event1", soon(1))

    assert look(connection).state == "working"

    assert busy() == [soon(1)]
    assert open_credentials(connection)["access_token"] == "access-2"
    assert open_credentials(connection)["refresh_token"] == "refresh-1"
    assert cloud.renewals == 1


def test_a_consent_that_was_taken_back_is_told_once_and_then_left_alone(
    cast: Cast, connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    cloud.access_tokens.clear()
    cloud.refresh_tokens.clear()

    look(connection)
    asked = len(cloud.asked)
    schedule()
    run_jobs()

    assert (connection.state, connection.problem) == ("refused", "consent")
    assert len(cloud.asked) == asked
    subjects = [sent.subject for sent in mail.outbox if sent.to == [cast.member.email]]
    assert len(subjects) == 2  # that it is so, and the 1on1 by mail, since no calendar shows it


@pytest.mark.parametrize("answer", [Answer(500, {}), Answer(503, {}, {"Retry-After": "60"}), Answer(200, ["odd"])])
def test_a_server_in_trouble_is_asked_again_later_and_nothing_is_lost(
    connection: Connection, cloud: Any, answer: Answer
) -> None:
    cloud.put("event1", soon(1))
    look(connection)
    cloud.answers.append(answer)

    assert look(connection).state == "troubled"
    assert busy() == [soon(1)]
    assert look(connection).state == "working"
    assert (connection.failures, connection.problem) == (0, "")


def test_a_server_that_hangs_is_left_after_a_while(
    connection: Connection, cloud: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", httpx2.Timeout(0.2))
    cloud.answers.append(Answer(hangs=True))

    look(connection)

    assert (connection.state, connection.problem) == ("troubled", "unreachable")


def test_clocks_that_are_apart_are_named_as_such(connection: Connection, cloud: Any) -> None:
    cloud.answers.append(Answer(500, {}, {"Date": "Mon, 01 Jan 2018 00:00:00 GMT"}))

    look(connection)

    assert connection.problem == "clock"


def test_a_1on1_comes_once_moves_and_goes(
    cast: Cast, connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    look(connection)
    look(connection)

    (event,) = standing(cloud)
    assert (event.get("summary") or event.get("subject")) == "1on1"
    assert busy() == []
    assert [sent.to for sent in mail.outbox] == [[cast.manager.email]]

    cancel_meeting(actor=cast.manager, meeting_id=meeting.pk, now=timezone.now())
    run_jobs()

    assert standing(cloud) == []


def test_a_job_that_died_after_writing_does_not_double_it(
    connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    schedule()
    run_jobs()
    OutgoingEvent.objects.update(href="", etag="", sequence=None, starts_at=None, ends_at=None, is_due=True)

    look(connection)

    assert len(standing(cloud)) == 1
    assert busy() == []
    assert OutgoingEvent.objects.get().is_due is False


def test_an_answer_that_got_lost_does_not_double_it(
    connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None], monkeypatch: Any
) -> None:
    insert = cloud._insert
    monkeypatch.setattr(cloud, "_insert", lambda body: (insert(body), Answer(500, {}))[1])
    schedule()
    run_jobs()
    monkeypatch.setattr(cloud, "_insert", insert)

    assert look(connection).state == "working"

    assert len(standing(cloud)) == 1
    assert OutgoingEvent.objects.get().is_due is False


def test_moving_it_there_moves_the_1on1(
    cast: Cast, connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()

    move_there(cloud, soon(hour=15))
    look(connection)
    run_jobs()

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.edited_by) == (soon(hour=15), cast.member)
    assert len(standing(cloud)) == 1


def test_deleting_it_there_asks_and_keeping_brings_it_back(
    cast: Cast, connection: Connection, cloud: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    cloud.remove(OutgoingEvent.objects.get().href)

    look(connection)
    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon()
    assert CalendarQuestion.objects.get().kind == "removed"
    answer_question(actor=cast.member, question_id=CalendarQuestion.objects.get().pk, answer="keep", now=timezone.now())
    run_jobs()
    assert len(standing(cloud)) == 1


def test_a_push_brings_the_next_look_and_a_forged_one_nothing(
    connection: Connection, cloud: Any, kind: str, settings: Any, run_jobs: Callable[[], None]
) -> None:
    settings.PUBLIC_URL = "https://1on1.example.jp"
    run_jobs()
    connection.refresh_from_db()
    (channel,) = cloud.channels
    secret = channel.get("token") or channel.get("clientState")
    asked = len(cloud.asked)

    push(kind, connection.channel_id, "forged")
    run_jobs()
    assert len(cloud.asked) == asked
    push(kind, connection.channel_id, secret)
    run_jobs()

    assert len(cloud.asked) > asked
    assert connection.next_sync_at > timezone.now() + datetime.timedelta(minutes=30)  # polling can be rare
    assert secret not in str(Connection.objects.values())


def push(kind: str, channel: str, secret: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if kind == "google":
        told = {"X-Goog-Channel-ID": channel, "X-Goog-Channel-Token": secret, "X-Goog-Resource-State": "exists"}
        assert client.post("/calendars/push/google/", headers=told).status_code == 204
        return
    shaken = client.post("/calendars/push/microsoft/?validationToken=a%3Cb")
    assert (shaken.content, shaken.headers["Content-Type"]) == (b"a<b", "text/plain")
    notices = {"value": [{"subscriptionId": channel, "clientState": secret}]}
    answer = client.post("/calendars/push/microsoft/", notices, content_type="application/json")
    assert answer.status_code == 202
