"""What an import changes, written down while it does, so that it can be taken back."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from aizuchi.people.models import (
    EarlierStay,
    Employment,
    Leave,
    Membership,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)

NEW = "new"
AT_ONCE = 500
# Each table of dated rows, and whose rows they are.
OWNERS: Mapping[str, tuple[type[Any], str]] = {
    "membership": (Membership, "person_id"),
    "line": (ReportingLine, "person_id"),
    "employment": (Employment, "person_id"),
    "role": (RoleGrant, "person_id"),
    "leave": (Leave, "person_id"),
    "placement": (UnitPlacement, "unit_id"),
}
_KEYS = {model: key for key, (model, _) in OWNERS.items()}
_UNIT_FIELDS = ("name", "name_en", "starts_on", "until_on")


@dataclass(kw_only=True)
class Undo:
    """Rows are told as [owner, row, end before or "new", end after], in the order in which they were written."""

    rows: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    people_added: list[list[Any]] = field(default_factory=list)
    fields: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(dict))
    stays: list[uuid.UUID] = field(default_factory=list)
    units_added: list[uuid.UUID] = field(default_factory=list)
    units: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    places: list[list[Any]] = field(default_factory=list)
    """[row, first day before, first day after]"""
    names: list[list[Any]] = field(default_factory=list)
    """[unit, day, name before, name after], each name in both languages or nothing."""

    def note_begun(self, row: Any) -> None:
        key = _KEYS[type(row)]
        self.rows[key].append([getattr(row, OWNERS[key][1]), row.pk, NEW, row.until_on])

    def note_ended(self, row: Any, on: datetime.date) -> None:
        key = _KEYS[type(row)]
        self.rows[key].append([getattr(row, OWNERS[key][1]), row.pk, row.until_on, on])

    def note_added(self, person: Person, starts_on: datetime.date) -> None:
        self.people_added.append([person.pk, starts_on])

    def former_address(self, person: Person) -> str | None:
        """Noted before it was written."""
        address: str | None = self.fields[str(person.pk)]["email"][0]
        return address

    def note_fields(self, person: Person, fields: Mapping[str, Any]) -> None:
        for key, value in fields.items():
            self.fields[str(person.pk)][key] = [getattr(person, key), value]

    @contextmanager
    def watch_people(self, people: Sequence[Person]) -> Iterator[None]:
        """Departures reach far: compares all that is dated about these people, and about those they supervise."""
        dates = {person.pk: (person.joined_on, person.left_on) for person in people}
        before, stays = _dated_rows(dates), _stays(dates)
        yield
        after = _dated_rows(dates)
        for key, rows in after.items():
            for pk, (owner, until_on) in rows.items():
                if before[key].get(pk, (owner, until_on))[1] != until_on:
                    self.rows[key].append([owner, pk, before[key][pk][1], until_on])
        for pk, *later in Person.objects.filter(pk__in=list(dates)).values_list("pk", "joined_on", "left_on"):
            for name, value, is_now in zip(("joined_on", "left_on"), dates[pk], later, strict=True):
                if is_now != value:
                    self.fields[str(pk)][name] = [value, is_now]
        self.stays += sorted(_stays(dates) - stays)

    @contextmanager
    def watch_units(self, edited: Iterable[Any], new: Iterable[Any]) -> Iterator[None]:
        units = [change.unit.pk for change in edited]
        before, places, names = _units(units), _places(units), _names(units)
        yield
        self.units_added = [change.unit.pk for change in new]
        for pk, values in _units(units).items():
            changed = {
                name: [old, value]
                for name, old, value in zip(_UNIT_FIELDS, before[pk], values, strict=True)
                if old != value
            }
            if changed:
                self.units[str(pk)] = changed
        self._compare_places(places, _places(units))
        later = _names(units)
        for key in sorted({*names, *later}, key=str):
            if names.get(key) != later.get(key):
                self.names.append([*key, names.get(key), later.get(key)])

    def _compare_places(self, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> None:
        for pk, (unit, starts_on, until_on) in after.items():
            if pk not in before:
                self.rows["placement"].append([unit, pk, NEW, until_on])
                continue
            if before[pk][1] != starts_on:
                self.places.append([pk, before[pk][1], starts_on])
            if before[pk][2] != until_on:
                self.rows["placement"].append([unit, pk, before[pk][2], until_on])

    def told(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "rows": dict(self.rows),
            "people_added": self.people_added,
            "fields": dict(self.fields),
            "stays": self.stays,
            "units_added": self.units_added,
            "units": self.units,
            "places": self.places,
            "names": self.names,
        }


def _dated_rows(people: Iterable[uuid.UUID]) -> dict[str, dict[Any, tuple[Any, Any]]]:
    keys = list(people)
    found: dict[str, dict[Any, tuple[Any, Any]]] = {key: {} for key in OWNERS if key != "placement"}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for key, rows in found.items():
            model, owner = OWNERS[key]
            theirs = Q(person__in=some) | Q(supervisor__in=some) if model is ReportingLine else Q(person__in=some)
            told = model._default_manager.filter(theirs).values_list("pk", owner, "until_on")
            rows.update({pk: (owner_id, until_on) for pk, owner_id, until_on in told})
    return found


def _stays(people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    return set(EarlierStay.objects.filter(person__in=list(people)).values_list("pk", flat=True))


def _units(units: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in Unit.objects.filter(pk__in=units).values_list("pk", *_UNIT_FIELDS)}


def _places(units: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Any, ...]]:
    rows = UnitPlacement.objects.filter(unit__in=units)
    return {row[0]: row[1:] for row in rows.values_list("pk", "unit_id", "starts_on", "until_on")}


def _names(units: list[uuid.UUID]) -> dict[tuple[uuid.UUID, datetime.date], list[str]]:
    rows = PlannedUnitName.objects.filter(unit__in=units)
    return {(row.unit_id, row.starts_on): [row.name, row.name_en] for row in rows}
