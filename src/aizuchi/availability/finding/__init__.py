"""Finding a time for two: pure functions over intervals, which read nothing and know no tables."""

from aizuchi.availability.finding.sides import ORDINARY_WEEK, Side, Stretch
from aizuchi.availability.finding.slots import Slot, find_slots
from aizuchi.availability.finding.week import AvailabilityCell, DayColumn, look_at_week
from aizuchi.kernel.timeline import Span, TimeWindow, window_of

__all__ = [
    "ORDINARY_WEEK",
    "AvailabilityCell",
    "DayColumn",
    "Side",
    "Slot",
    "Span",
    "Stretch",
    "TimeWindow",
    "find_slots",
    "look_at_week",
    "window_of",
]
