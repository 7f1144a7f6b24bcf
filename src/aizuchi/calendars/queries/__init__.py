"""What calendars know of people, finished for a search or a page."""

from aizuchi.calendars.queries.sides import load_sides, week_of
from aizuchi.calendars.queries.spoken import explain_slot, say_preferences

__all__ = ["explain_slot", "load_sides", "say_preferences", "week_of"]
