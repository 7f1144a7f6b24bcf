from aizuchi.calendars.models.connections import Connection, OddEvent
from aizuchi.calendars.models.entries import Attendance, Entry, OutgoingEvent, Question
from aizuchi.calendars.models.wishes import CalendarTitle, CalendarWishes, FeedAddress

__all__ = [
    "Attendance",
    "CalendarTitle",
    "CalendarWishes",
    "Connection",
    "Entry",
    "FeedAddress",
    "OddEvent",
    "OutgoingEvent",
    "Question",
]
