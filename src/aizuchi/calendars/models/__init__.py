from aizuchi.calendars.models.busy import BusyTime, OddEvent
from aizuchi.calendars.models.connections import Connection
from aizuchi.calendars.models.days import DayRules, OrganizationDay
from aizuchi.calendars.models.entries import Attendance, Entry, OutgoingEvent, Question
from aizuchi.calendars.models.preferences import PreferredTimes, TimeRule
from aizuchi.calendars.models.proposals import ProposedSlot, SlotProposal
from aizuchi.calendars.models.rooms import Booking, Resource
from aizuchi.calendars.models.series import Series
from aizuchi.calendars.models.wishes import CalendarTitle, CalendarWishes, FeedAddress

__all__ = [
    "Attendance",
    "Booking",
    "BusyTime",
    "CalendarTitle",
    "CalendarWishes",
    "Connection",
    "DayRules",
    "Entry",
    "FeedAddress",
    "OddEvent",
    "OrganizationDay",
    "OutgoingEvent",
    "PreferredTimes",
    "ProposedSlot",
    "Question",
    "Resource",
    "Series",
    "SlotProposal",
    "TimeRule",
]
