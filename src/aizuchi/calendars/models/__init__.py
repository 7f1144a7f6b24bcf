from aizuchi.calendars.models.busy import BusyTime
from aizuchi.calendars.models.days import DayRules, OrganizationDay
from aizuchi.calendars.models.preferences import PreferredTimes, TimeRule
from aizuchi.calendars.models.proposals import ProposedSlot, SlotProposal
from aizuchi.calendars.models.rooms import Booking, Resource

__all__ = [
    "Booking",
    "BusyTime",
    "DayRules",
    "OrganizationDay",
    "PreferredTimes",
    "ProposedSlot",
    "Resource",
    "SlotProposal",
    "TimeRule",
]
