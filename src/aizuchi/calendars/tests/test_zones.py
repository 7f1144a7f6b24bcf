"""Zones: as we write them for every calendar, and as calendars name them to us."""

import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from aizuchi.calendars.ics_writing import write_feed, write_invitation, write_stored
from aizuchi.calendars.tests.test_alarm import make_event
from aizuchi.kernel.ics.reading import BusyWindow, read_object
from aizuchi.kernel.ics.zone_rules import _changes, describe_zone
from aizuchi.kernel.ics.zones import find_zone

UTC = datetime.UTC
JULY = datetime.datetime(2027, 7, 6, 7, tzinfo=UTC)
WINDOW = BusyWindow(JULY - datetime.timedelta(days=400), JULY + datetime.timedelta(days=400))
BERLIN = make_event(starts_at=JULY, ends_at=JULY + datetime.timedelta(minutes=30), time_zone="Europe/Berlin")


def parts_of(zone: str, year: int = 2027) -> list[dict[str, str]]:
    described = describe_zone(zone, year, year)
    return [
        dict(line.split(":", 1) for line in part.to_ical().decode().split("\r\n") if line and "TZNAME" not in line)
        for part in described.subcomponents
    ]


def test_summer_and_winter_are_one_yearly_rule_each() -> None:
    assert parts_of("Europe/Berlin") == [
        {
            "BEGIN": "DAYLIGHT",
            "END": "DAYLIGHT",
            "DTSTART": "20260329T020000",
            "TZOFFSETFROM": "+0100",
            "TZOFFSETTO": "+0200",
            "RRULE": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        },
        {
            "BEGIN": "STANDARD",
            "END": "STANDARD",
            "DTSTART": "20261025T030000",
            "TZOFFSETFROM": "+0200",
            "TZOFFSETTO": "+0100",
            "RRULE": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        },
    ]


@pytest.mark.parametrize(
    "text",
    [
        write_invitation(BERLIN, method="REQUEST", organizer="a@example.jp", wants_answer=True),
        write_stored(BERLIN),
        write_feed([BERLIN], name="1on1"),
    ],
    ids=["invitation", "calendar", "feed"],
)
def test_every_way_into_a_calendar_says_it_so(text: bytes) -> None:
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")

    assert len(zone.subcomponents) == 2
    assert all("RRULE" in part and "RDATE" not in part for part in zone.subcomponents)


def test_every_zone_with_two_changes_a_year_has_a_rule_for_each() -> None:
    without = [
        name
        for name in sorted(available_timezones())
        if len(_changes(ZoneInfo(name), 2027)) == 2 and not all("RRULE" in part for part in parts_of(name))
    ]

    assert without == []


@pytest.mark.parametrize(
    "zone",
    [
        *("Asia/Tokyo", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Santiago", "Asia/Jerusalem"),
        *("Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo", "America/Mexico_City", "Pacific/Apia"),
    ],
)
@pytest.mark.parametrize("month", [1, 4, 7, 11])
def test_what_we_say_of_a_zone_gives_its_offset(zone: str, month: int) -> None:
    starts_at = datetime.datetime(2027, month, 6, 7, tzinfo=UTC)
    event = make_event(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(minutes=30), time_zone=zone)
    text = write_stored(event).decode().replace(zone, "A Zone Nobody Knows")

    reading = read_object(text, window=WINDOW, zone=ZoneInfo("Asia/Tokyo"))

    assert (reading.starts_at, reading.ends_at) == (event.starts_at, event.ends_at)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC) Coordinated Universal Time", "UTC"),
        ("(GMT+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("(UTC+02:00) Tokyo", None),
        ("(UTC+25:99) Nowhere", None),
        ("Banana Standard Time", None),
        ("", None),
    ],
)
def test_a_display_name_is_the_place_that_keeps_its_offset(name: str, expected: str | None) -> None:
    found = find_zone(name)

    assert (found.key if found else None) == expected


def test_what_one_calendar_says_of_a_zone_is_not_believed_of_another() -> None:
    moments = []
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        event = make_event(starts_at=JULY, ends_at=JULY + datetime.timedelta(minutes=30), time_zone=zone)
        text = write_stored(event).decode().replace(zone, "Customized Time Zone")
        moments.append(read_object(text, window=WINDOW, zone=ZoneInfo("Asia/Tokyo")).starts_at)

    assert moments == [JULY, JULY]
