"""Who keeps the days of an organization. How their own week suits them, everybody keeps for themselves."""

import datetime

from aizuchi.people import policies as people
from aizuchi.people.models import Organization, Person


def may_keep_days(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    """HR and administrators."""
    return people.may_edit_people(viewer, organization, on=on)
