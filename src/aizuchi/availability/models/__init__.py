from aizuchi.availability.models.busy import BusyTime
from aizuchi.availability.models.days import DayRules, OrganizationDay
from aizuchi.availability.models.preferences import PreferredTimes, TimeRule

__all__ = ["BusyTime", "DayRules", "OrganizationDay", "PreferredTimes", "TimeRule"]
