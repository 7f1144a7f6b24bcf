"""The catalogue belongs to the organization: everybody reads it, HR keeps it."""

import datetime

from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr


def may_edit_catalogue(viewer: Person, today: datetime.date) -> bool:
    """One's own organization's; there is no way to reach another's."""
    return is_hr(viewer, on=today)
