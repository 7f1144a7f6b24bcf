"""Finding a time for two: pure functions over intervals, which read nothing and know no tables."""

from aizuchi.availability.finding.sides import ORDINARY_WEEK, Side, Stretch
from aizuchi.availability.finding.slots import Slot, find_slots
from aizuchi.availability.finding.week import Cell, Column, look_at_week
from aizuchi.kernel.timeline import Span, Window, window_of

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
