"""Finding a time for two: pure functions over intervals, which read nothing and know no tables."""

from aizuchi.calendars.finding.sides import ORDINARY_WEEK, Side, Stretch
from aizuchi.calendars.finding.slots import Slot, find_slots
from aizuchi.calendars.finding.timeline import Span, Window, window_of
from aizuchi.calendars.finding.week import Cell, Column, look_at_week

__all__ = [
    "ORDINARY_WEEK",
    "Cell",
    "Column",
    "Side",
    "Slot",
    "Span",
    "Stretch",
    "Window",
    "find_slots",
    "look_at_week",
    "window_of",
]
