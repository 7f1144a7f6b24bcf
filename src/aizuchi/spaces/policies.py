"""Who keeps the meeting spaces of an organization. Whoever is in it may see and book them."""

import datetime

from aizuchi.people import policies as people
from aizuchi.people.models import Organization, Person


def may_keep_spaces(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    """HR and administrators."""
    return people.may_edit_people(viewer, organization, on=on)
