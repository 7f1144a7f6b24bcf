"""What Aizuchi knows at the moment of an import, read in a handful of queries however many people there are."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from aizuchi.kernel.models import Validity
from aizuchi.people.importing.cells import fold
from aizuchi.people.models import Employment, Membership, Organization, Person, ReportingLine, Unit, UnitPlacement
from aizuchi.people.operations.address import wished_addresses
from aizuchi.people.operations.administrators import list_administrators, will_administer, will_be_guarded
from aizuchi.people.policies import is_administrator
from aizuchi.people.queries.unit_names import names_on
from aizuchi.people.ranges import holds_after

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

    def after(self, key: uuid.UUID, date: Date) -> list[R]:
        return [row for row in self.by_key.get(key, ()) if row.starts_on > date]

    def until(self, key: uuid.UUID, date: Date) -> Date | None:
        """How long a row may hold that begins on that date: as long as the one it replaces, or until the next."""
        if current := self.on(key, date):
            return current.until_on
        return min((row.starts_on for row in self.by_key.get(key, ()) if row.starts_on > date), default=None)


@dataclass(kw_only=True)
class State:
    organization: Organization
    on: Date
    is_planned: bool
    """Whether that day is still to come."""
    everybody: list[Person]
    people: dict[str, Person]
    numbers: dict[uuid.UUID, str]
    unnumbered: dict[str, Person]
    main: Ranges[Membership]
    others: Ranges[Membership]
    lines: Ranges[ReportingLine]
    employments: Ranges[Employment]
    units: dict[uuid.UUID, Unit]
    parents: dict[uuid.UUID, uuid.UUID | None]
    names: dict[uuid.UUID, tuple[str, str]]
    """What each unit is called on that day."""
    coming: dict[uuid.UUID, Unit]
    """Units that begin later or never did, and where they would hang."""
    coming_parents: dict[uuid.UUID, uuid.UUID | None]
    codes: dict[str, Unit]
    """Of every unit there ever was."""
    wished: dict[uuid.UUID, str]
    """Addresses that somebody was asked to confirm already, or has stopped."""
    administrators: set[uuid.UUID]
    """Those who stay in the role and can come in."""
    closed: set[uuid.UUID]
    """Whose name, address, number and last day are not this person's to change."""
    guarded: set[uuid.UUID]
    """Whose address is an administrator's to change, and this is none: a file that comes by itself is nobody's."""

    @cached_property
    def by_email(self) -> dict[str, Person]:
        return {person.email: person for person in self.everybody if person.email}

    @cached_property
    def by_name(self) -> dict[str, list[Person]]:
        return _grouped((name, person) for person in self.everybody for name in names_of(person))

    @cached_property
    def without_zeros(self) -> dict[str, list[Person]]:
        """Numbers of digits only, as a spreadsheet leaves them."""
        return _grouped(
            (person.employee_number.lstrip("0"), person)
            for person in self.everybody
            if person.employee_number.isdecimal()
        )


def load_state(organization: Organization, *, on: Date, today: Date, actor: Person | None = None) -> State:
    people = list(Person.objects.filter(organization=organization))
    memberships = list(_open(Membership.objects.filter(person__organization=organization), on))
    placements = UnitPlacement.objects.filter(unit__organization=organization)
    units = list(Unit.objects.filter(organization=organization))
    coming = {unit.pk: unit for unit in units if unit.starts_on > on or unit.until_on == unit.starts_on}
    is_administrators = actor is not None and is_administrator(actor, on=today)
    return State(
        organization=organization,
        on=on,
        is_planned=on > today,
        everybody=people,
        people={person.employee_number: person for person in people if person.employee_number},
        numbers={person.pk: person.employee_number for person in people},
        unnumbered={person.email: person for person in people if person.email and not person.employee_number},
        main=Ranges((row for row in memberships if row.is_main), "person_id"),
        others=Ranges((row for row in memberships if not row.is_main), "person_id"),
        lines=Ranges(_open(ReportingLine.objects.filter(person__organization=organization), on), "person_id"),
        employments=Ranges(_open(Employment.objects.filter(person__organization=organization), on), "person_id"),
        units={unit.pk: unit for unit in units if unit.holds_on(on)},
        parents=dict(placements.on(on).values_list("unit", "parent")),
        names=names_on(units, organization=organization, on=on),
        coming=coming,
        coming_parents=dict(
            placements.filter(unit__in=coming).order_by("-starts_on", "-until_on").values_list("unit", "parent")
        ),
        codes={unit.code: unit for unit in units},
        wished=wished_addresses(organization),
        administrators=list_administrators(organization, on=on),
        closed=set() if actor is None or is_administrators else will_administer(organization, on=today),
        guarded=set() if is_administrators else will_be_guarded(organization, on=today),
    )


def names_of(person: Person) -> set[str]:
    """The ways in which a file may call somebody."""
    return {
        fold(f"{first}{second}")
        for family, given in (
            (person.family_name, person.given_name),
            (person.family_romaji, person.given_romaji),
        )
        for first, second in ((family, given), (given, family))
        if family
    }


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for key, person in pairs:
        groups[key].append(person)
    return groups


def _open(rows: QuerySet[Any], on: Date) -> QuerySet[Any]:
    return rows.filter(holds_after(on)).order_by("starts_on")
