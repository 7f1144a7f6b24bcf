import datetime

from aizuchi.people.models import Person
from aizuchi.people.policies import is_administrator


def may_keep_connectors(viewer: Person, *, on: datetime.date) -> bool:
    """A connector lets people go and, through groups, makes administrators: only an administrator sets one up."""
    return is_administrator(viewer, on=on)
