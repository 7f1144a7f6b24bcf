from aizuchi.calendars.models.connections import Connection, OddEvent
from aizuchi.calendars.models.entries import Attendance, CalendarEntry, CalendarQuestion, OutgoingEvent
from aizuchi.calendars.models.preferences import CalendarPreferences, CalendarTitle, FeedAddress

__all__ = [
    "Attendance",
    "CalendarEntry",
    "CalendarPreferences",
    "CalendarQuestion",
    "CalendarTitle",
    "Connection",
    "FeedAddress",
    "OddEvent",
    "OutgoingEvent",
]
