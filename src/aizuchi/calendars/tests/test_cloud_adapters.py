"""What the adapters for Google and Microsoft take from a server that does not keep to its own rules."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.calendars.adapters import NotUnderstood, google, microsoft
from aizuchi.calendars.operations.connections import Account, connect_calendar
from aizuchi.calendars.tests.cloud import running
from aizuchi.calendars.tests.clouds.conftest import look
from aizuchi.calendars.tests.graph_server import GraphCloud
from aizuchi.calendars.tests.test_alarm import make_event
from aizuchi.kernel.ics.reading import BusyWindow


def test_a_cursor_that_goes_round_and_round_is_left(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microsoft, "MOST_PAGES", 5)
    with running(GraphCloud) as cloud:
        settings.MICROSOFT_ADDRESSES = {"api": cloud.url, "token": f"{cloud.url}/token"}
        cloud.goes_round = True
        later = (timezone.now() + datetime.timedelta(hours=1)).isoformat()
        connection = connect_calendar(
            actor=cast.member,
            account=Account(kind="microsoft", calendar="main"),
            credentials={"access_token": "access-1", "refresh_token": "refresh-1", "expires_at": later},
            now=timezone.now(),
        )

        look(connection)

    assert (connection.state, connection.problem) == ("troubled", "odd")


def test_dates_of_a_series_are_as_free_as_the_series(cast: Cast) -> None:
    adapter = microsoft.Microsoft(calendar="main", values={}, save=lambda _: None, zone=ZoneInfo("Asia/Tokyo"))
    now = timezone.now()
    window = BusyWindow(now, now + datetime.timedelta(days=30))
    span = {"start": {"dateTime": "2099-01-01T00:00:00"}, "end": {"dateTime": "2099-01-01T01:00:00"}}
    date = {"id": "1", "type": "occurrence", "seriesMasterId": "s", **span}
    far = BusyWindow(
        datetime.datetime(2098, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    )

    assert adapter._change_of(date, far, {"s": "free"}).busy == ()
    assert len(adapter._change_of(date, far, {}).busy) == 1
    assert adapter._change_of(date, window, {}).busy == ()
    adapter.close()


def test_an_address_for_the_next_page_that_is_not_theirs_is_not_asked(cast: Cast) -> None:
    adapter = microsoft.Microsoft(calendar="main", values={}, save=lambda _: None, zone=ZoneInfo("Asia/Tokyo"))
    now = timezone.now()

    with pytest.raises(NotUnderstood):
        list(adapter.read_changes(sync_token="https://evil.example.com/v1.0/", window=BusyWindow(now, now)))
    adapter.close()


def test_a_copy_at_google_keeps_the_mark_and_is_not_ours() -> None:
    marked = {"private": {"aizuchi": "abc123@host"}}
    ours = {"id": "abc123", "iCalUID": "abc123@google.com", "extendedProperties": marked}

    assert google._own_uid(ours) == "abc123@host"
    assert google._own_uid({**ours, "id": "copy", "iCalUID": "copy@google.com"}) == "copy@google.com"


@pytest.mark.parametrize(
    ("adapter", "reminder", "remark"), [(google, "reminders", "description"), (microsoft, "isReminderOn", "body")]
)
def test_a_change_leaves_alone_what_its_owner_set_there(adapter: Any, reminder: str, remark: str) -> None:
    kept = adapter._changes(make_event(alarm_minutes=10, keeps_alarm=True))
    wanted = adapter._changes(make_event(alarm_minutes=10))

    assert not {reminder, remark} & set(kept)
    assert reminder in wanted
    assert remark not in wanted
