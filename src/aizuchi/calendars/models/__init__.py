from aizuchi.calendars.models.connections import Connection, OddEvent
from aizuchi.calendars.models.entries import Attendance, CalendarEntry, CalendarQuestion, OutgoingEvent
from aizuchi.calendars.models.wishes import CalendarTitle, CalendarWishes, FeedAddress

__all__ = [
    "Attendance",
    "CalendarEntry",
    "CalendarQuestion",
    "CalendarTitle",
    "CalendarWishes",
    "Connection",
    "FeedAddress",
    "OddEvent",
    "OutgoingEvent",
]
