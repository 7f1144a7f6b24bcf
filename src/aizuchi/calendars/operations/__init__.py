"""What people and jobs do with calendars and times, one module per use case."""

from aizuchi.calendars.operations.preferences import forget_times, paint_times, set_margins

__all__ = ["forget_times", "paint_times", "set_margins"]
