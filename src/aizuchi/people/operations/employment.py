"""Title, grade, site and kind of work, from a day on."""

import dataclasses
import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.people.models import Employment, Organization, Person
from aizuchi.people.operations.editing import begin_with, note, require_here
from aizuchi.people.ranges import earliest, replace_from


@dataclass(frozen=True, kw_only=True)
class EmploymentFacts:
    kind: str = Employment.Kind.PERMANENT
    kind_name: str = ""
    title: str = ""
    title_en: str = ""
    grade: str = ""
    site: str = ""

    @classmethod
    def of(cls, employment: Employment) -> "EmploymentFacts":
        return cls(**{field.name: getattr(employment, field.name) for field in dataclasses.fields(cls)})


@transaction.atomic
def change_employment(
    *, person_id: uuid.UUID, facts: EmploymentFacts, on: datetime.date, actor: Person | None, now: datetime.datetime
) -> Employment:
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    return employ(organization, person, facts, on=on, actor=actor, now=now)


def employ(
    organization: Organization,
    person: Person,
    facts: EmploymentFacts,
    *,
    on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
) -> Employment:
    """As `change_employment`, for whoever holds both rows already."""
    current = Employment.objects.on(on).filter(person=person).first()
    if current and EmploymentFacts.of(current) == facts:
        return current
    require_here(person, on)
    _, until_on = replace_from(Employment.objects.filter(person=person), on=on)
    employment = Employment.objects.create(
        person=person, starts_on=on, until_on=earliest(until_on, person.gone_on), **dataclasses.asdict(facts)
    )
    note(
        organization=organization,
        actor=actor,
        action="people.employment.changed",
        subject=person,
        now=now,
        fields=_changed(current, facts),
        on=on,
    )
    return employment


def _changed(current: Employment | None, facts: EmploymentFacts) -> list[str]:
    before = dataclasses.asdict(EmploymentFacts.of(current) if current else EmploymentFacts())
    return sorted(name for name, value in dataclasses.asdict(facts).items() if before[name] != value)
