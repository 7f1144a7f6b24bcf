"""What other apps lead to from a person's page among HR and administrators."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class PersonDoor:
    """A button that leads to a page about this person, whose address takes their key."""

    url: str
    label: str | Promise
    may_open: Callable[[Person, Person, datetime.date], bool]
    """Asked of the viewer, the person and the day."""


def list_person_doors(viewer: Person, person: Person, *, on: datetime.date) -> list[PersonDoor]:
    return [door for door in gather(PersonDoor) if door.may_open(viewer, person, on)]
