"""What Aizuchi knows at the moment of an import, read in a handful of queries however many people there are."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from aizuchi.kernel.models import Validity
from aizuchi.people.models import Employment, Membership, Organization, Person, ReportingLine, Unit, UnitPlacement
from aizuchi.people.operations.ranges import holds_after

Date = datetime.date


R = TypeVar("R", bound=Validity)


class Ranges(Generic[R]):
    """The rows of each person that are not over, in their order."""

    def __init__(self, rows: Iterable[Any], key: str) -> None:
        self.by_key: dict[uuid.UUID, list[R]] = defaultdict(list)
        for row in rows:
            self.by_key[getattr(row, key)].append(row)

    def on(self, key: uuid.UUID, date: Date) -> R | None:
        return next((row for row in self.by_key.get(key, ()) if row.holds_on(date)), None)

    def all_on(self, key: uuid.UUID, date: Date) -> list[R]:
        return [row for row in self.by_key.get(key, ()) if row.holds_on(date)]

    def until(self, key: uuid.UUID, date: Date) -> Date | None:
        """How long a row may hold that begins on that date: as long as the one it replaces, or until the next."""
        if current := self.on(key, date):
            return current.until_on
        return min((row.starts_on for row in self.by_key.get(key, ()) if row.starts_on > date), default=None)


@dataclass(kw_only=True)
class State:
    organization: Organization
    on: Date
    people: dict[str, Person]
    numbers: dict[uuid.UUID, str]
    unnumbered: dict[str, Person]
    main: Ranges[Membership]
    others: Ranges[Membership]
    lines: Ranges[ReportingLine]
    employments: Ranges[Employment]
    units: dict[uuid.UUID, Unit]
    parents: dict[uuid.UUID, uuid.UUID | None]


def load_state(organization: Organization, *, on: Date) -> State:
    people = list(Person.objects.filter(organization=organization))
    memberships = list(_open(Membership.objects.filter(person__organization=organization), on))
    placements = UnitPlacement.objects.on(on).filter(unit__organization=organization)
    return State(
        organization=organization,
        on=on,
        people={person.employee_number: person for person in people if person.employee_number},
        numbers={person.pk: person.employee_number for person in people},
        unnumbered={person.email: person for person in people if person.email and not person.employee_number},
        main=Ranges((row for row in memberships if row.is_main), "person_id"),
        others=Ranges((row for row in memberships if not row.is_main), "person_id"),
        lines=Ranges(_open(ReportingLine.objects.filter(person__organization=organization), on), "person_id"),
        employments=Ranges(_open(Employment.objects.filter(person__organization=organization), on), "person_id"),
        units={unit.pk: unit for unit in Unit.objects.on(on).filter(organization=organization)},
        parents=dict(placements.values_list("unit", "parent")),
    )


def _open(rows: QuerySet[Any], on: Date) -> QuerySet[Any]:
    return rows.filter(holds_after(on)).order_by("starts_on")
