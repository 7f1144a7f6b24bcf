"""Where a person belongs, on any date."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.people.models import Membership, Person


@dataclass(frozen=True, kw_only=True)
class UnitOfPerson:
    membership_id: uuid.UUID
    unit_id: uuid.UUID
    label: str
    is_main: bool
    is_head: bool
    starts_on: datetime.date
    until_on: datetime.date | None


def units_of(person: Person, *, on: datetime.date) -> list[UnitOfPerson]:
    """The main unit first."""
    rows = Membership.objects.on(on).filter(person=person).select_related("unit").order_by("-is_main", "starts_on")
    return [as_unit_of_person(row) for row in rows]


def main_unit_label(person: Person, *, on: datetime.date) -> str:
    return next((unit.label for unit in units_of(person, on=on) if unit.is_main), "")


def as_unit_of_person(row: Membership) -> UnitOfPerson:
    return UnitOfPerson(
        membership_id=row.pk,
        unit_id=row.unit_id,
        label=row.unit.label,
        is_main=row.is_main,
        is_head=row.is_head,
        starts_on=row.starts_on,
        until_on=row.until_on,
    )
