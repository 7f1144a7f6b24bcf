"""People whom HR brings in by a list, as a company does that has thousands of them."""

import csv
import dataclasses
import datetime
import io
from dataclasses import dataclass, field

from aizuchi.demo.content.company import UnitSpec
from aizuchi.people.importing import import_invented_people
from aizuchi.people.importing.columns import write_path
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.operations.employment import EmploymentFacts
from aizuchi.people.operations.person import PersonFacts

OF_PEOPLE = tuple(one.name for one in dataclasses.fields(PersonFacts))
OF_WORK = ("title", "title_en", "site")
HEADER = (*OF_PEOPLE, *OF_WORK, "unit", "unit_en", "unit_code", "is_head", "supervisor")


@dataclass
class Section:
    """One unit with the people in it."""

    spec: UnitSpec
    unit: Unit
    head: Person
    members: list[Person] = field(default_factory=list)


@dataclass
class ListedUnit:
    """One that is not there yet, and the numbers of its people."""

    spec: UnitSpec
    code: str
    path: tuple[str, ...]
    path_en: tuple[str, ...]
    head: str = ""
    members: list[str] = field(default_factory=list)


@dataclass
class Roster:
    units: list[ListedUnit] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def add(self, unit: ListedUnit, facts: PersonFacts, employment: EmploymentFacts, *, supervisor: str) -> None:
        told = [str(getattr(facts, name) or "") for name in OF_PEOPLE] + [getattr(employment, name) for name in OF_WORK]
        is_head = facts.employee_number == unit.head
        place = [write_path(unit.path), write_path(unit.path_en), unit.code, "yes" if is_head else ""]
        self.rows.append([*told, *place, supervisor])

    def bring_into(self, organization: Organization, *, now: datetime.datetime) -> dict[str, Section]:
        """The sections by their code."""
        import_invented_people(self._written(), organization=organization, now=now)
        people = {person.employee_number: person for person in Person.objects.filter(organization=organization)}
        units = {unit.code: unit for unit in Unit.objects.filter(organization=organization)}
        return {
            one.code: Section(one.spec, units[one.code], people[one.head], [people[key] for key in one.members])
            for one in self.units
        }

    def _written(self) -> bytes:
        out = io.StringIO()
        csv.writer(out).writerows([HEADER, *self.rows])
        return out.getvalue().encode()
