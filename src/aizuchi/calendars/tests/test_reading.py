"""Whatever calendars contain: read where it can be understood, counted where not, and never for long."""

import contextlib
import datetime
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from aizuchi.calendars.appointments import CalendarEvent
from aizuchi.calendars.ics_writing import write_stored
from aizuchi.kernel.ics.reading import BusyWindow, Reading, read_object
from aizuchi.kernel.ics.walls import Unreadable

UTC = datetime.UTC
TOKYO = ZoneInfo("Asia/Tokyo")
WINDOW = BusyWindow(datetime.datetime(2026, 10, 1, tzinfo=UTC), datetime.datetime(2027, 4, 1, tzinfo=UTC))


def read(*lines: str) -> Reading:
    body = "\r\n".join(lines)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:x\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    return read_object(text, window=WINDOW, zone=TOKYO)


def begins(reading: Reading) -> list[str]:
    return [f"{busy.starts_at:%m-%d %H:%M}" for busy in reading.busy]


def test_a_floating_time_is_the_clock_on_its_owners_wall() -> None:
    assert begins(read("DTSTART:20261201T100000", "DTEND:20261201T110000")) == ["12-01 01:00"]


def test_an_all_day_event_takes_its_owners_day() -> None:
    (busy,) = read("DTSTART;VALUE=DATE:20261201").busy

    assert busy.starts_at == datetime.datetime(2026, 12, 1, tzinfo=TOKYO)
    assert busy.ends_at - busy.starts_at == datetime.timedelta(days=1)


def test_an_event_without_an_end_takes_no_time_but_is_understood() -> None:
    reading = read("DTSTART:20261201T100000Z")

    assert (reading.busy, reading.unreadable) == ((), 0)


def test_an_event_across_midnight_and_one_across_the_change_of_clocks_last_as_long_as_they_do() -> None:
    night = read("DTSTART;TZID=Asia/Tokyo:20261201T233000", "DURATION:PT1H")
    change = read(
        "DTSTART;TZID=America/New_York:20261101T003000", "DTEND;TZID=America/New_York:20261101T033000"
    )  # the hour from one to two happens twice

    assert night.busy[0].ends_at - night.busy[0].starts_at == datetime.timedelta(hours=1)
    assert change.busy[0].ends_at - change.busy[0].starts_at == datetime.timedelta(hours=4)


def test_a_series_keeps_its_clock_when_the_clocks_change() -> None:
    weekly = read("DTSTART;TZID=America/New_York:20261022T100000", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=3")

    assert begins(weekly) == ["10-22 14:00", "10-29 14:00", "11-05 15:00"]


def test_an_endless_rule_ends_with_the_window() -> None:
    daily = read("DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")

    assert len(daily.busy) == 151
    assert daily.busy[-1].starts_at < WINDOW.ends_at


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"],
        ["DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;INTERVAL=-1"],
        ["DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=0"],
        ["DTSTART:20261101T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20261201T000000Z"],
        ["DTSTART;TZID=Banana Time:20261101T100000", "DURATION:PT1H"],
        ["DTSTART:banana", "DTEND:20261201T110000Z"],
        ["DTEND:20261201T110000Z"],
        ["DTSTART:20261201T110000Z", "DTEND:20261201T100000Z"],
        ["DTSTART:00010101T000000Z", "DTEND:20261201T100000Z"],
        ["DTSTART:20261201T110000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=XX"],
    ],
)
def test_what_cannot_be_understood_is_counted_and_takes_no_time(lines: list[str]) -> None:
    began = time.monotonic()

    reading = read(*lines)

    assert (reading.busy, reading.unreadable) == ((), 1)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("text", ["", "hello", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", "x" * 2_000_000])
def test_what_is_no_calendar_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read_object(text, window=WINDOW, zone=TOKYO)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="BEGINVCALDRTUMSOP:;=\r\n0123456789TZ-,/éあ", max_size=200))
def test_noise_breaks_nothing(noise: str) -> None:
    with contextlib.suppress(Unreadable):
        read("DTSTART:20261201T100000Z", noise)


@settings(max_examples=40, deadline=None)
@given(
    after=st.timedeltas(datetime.timedelta(days=1), datetime.timedelta(days=178)),
    minutes=st.integers(5, 480),
    zone=st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
    words=st.text(max_size=60),
)
def test_what_we_write_is_read_back_as_the_same_moment(
    after: datetime.timedelta, minutes: int, zone: str, words: str
) -> None:
    starts_at = (WINDOW.starts_at + after).replace(second=0, microsecond=0)
    event = CalendarEvent(
        uid="abc@aizuchi",
        sequence=0,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=minutes),
        time_zone=zone,
        title=words or "1on1",
        place=words,
        changed_at=starts_at,
    )

    text = write_stored(event)

    reading = read_object(text, window=WINDOW, zone=TOKYO)
    assert (reading.uid, reading.starts_at, reading.ends_at) == (event.uid, event.starts_at, event.ends_at)
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 1
