"""A calendar reminds its owner before a 1on1, as early as they like, and says nothing but the title."""

import datetime

import pytest
from icalendar import Calendar
from tests.cast import Cast

from aizuchi.calendars.adapters import google, microsoft
from aizuchi.calendars.appointments import CalendarEvent
from aizuchi.calendars.calendar_events import alarm_of
from aizuchi.calendars.ics_writing import write_stored
from aizuchi.calendars.operations.preferences import save_preferences

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)


def make_event(**more) -> CalendarEvent:
    known = {
        "uid": "a@aizuchi",
        "sequence": 0,
        "starts_at": NOW,
        "ends_at": NOW + datetime.timedelta(minutes=30),
        "time_zone": "Asia/Tokyo",
        "title": "1on1",
        "changed_at": NOW,
    }
    return CalendarEvent(**known | more)


def alarms(event: CalendarEvent) -> list[tuple[datetime.timedelta, str]]:
    calendar = Calendar.from_ical(write_stored(event))
    return [(alarm.decoded("trigger"), str(alarm["description"])) for alarm in calendar.walk("VALARM")]


def test_it_reminds_as_early_as_was_chosen() -> None:
    assert alarms(make_event(alarm_minutes=15)) == [(-datetime.timedelta(minutes=15), "1on1")]


@pytest.mark.parametrize("more", [{"alarm_minutes": 0}, {"alarm_minutes": 10, "is_called_off": True}])
def test_it_does_not_remind_of_nothing(more: dict) -> None:
    assert alarms(make_event(**more)) == []


def test_the_large_calendars_remind_likewise() -> None:
    assert google._body(make_event(alarm_minutes=5))["reminders"]["overrides"] == [{"method": "popup", "minutes": 5}]
    assert google._body(make_event())["reminders"] == {"useDefault": False, "overrides": []}
    assert microsoft._body(make_event(alarm_minutes=5))["reminderMinutesBeforeStart"] == 5
    assert microsoft._body(make_event())["isReminderOn"] is False


def test_everybody_chooses_for_themselves(cast: Cast) -> None:
    save_preferences(actor=cast.member, title="", names_partner=False, wants_mail=True, alarm_minutes=0, now=NOW)

    assert (alarm_of(cast.member), alarm_of(cast.manager)) == (0, 10)
