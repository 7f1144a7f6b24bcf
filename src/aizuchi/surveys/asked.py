"""Who a survey asks."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from aizuchi.people.models import Leave, Organization, Person
from aizuchi.people.queries import main_units, outline_of
from aizuchi.surveys.attributes import find_of_role, find_tenures
from aizuchi.surveys.audiences import find_audience
from aizuchi.surveys.models import Survey


@dataclass(frozen=True, kw_only=True)
class WhoIsAsked:
    """Everybody to whom all of it applies; what is empty leaves nobody out."""

    unit_ids: Collection[uuid.UUID] = ()
    """With what lies below them."""
    role: str = ""
    tenure: str = ""
    person_ids: Collection[uuid.UUID] = ()
    audience: str = ""
    """Of another app (`SurveyAudience`)."""


def read_asked(survey: Survey) -> WhoIsAsked:
    return WhoIsAsked(
        unit_ids=frozenset(survey.units.values_list("pk", flat=True)),
        role=survey.asked_role,
        tenure=survey.asked_tenure,
        person_ids=frozenset(survey.people.values_list("pk", flat=True)),
        audience=survey.audience,
    )


def find_asked(organization: Organization, who: WhoIsAsked, *, on: datetime.date) -> dict[uuid.UUID, uuid.UUID | None]:
    """By person their main unit; without those who left or are on leave."""
    people = Person.objects.filter(organization=organization).present_on(on)
    away = Leave.objects.on(on).filter(person__organization=organization).values("person")
    asked = set(people.exclude(pk__in=away).values_list("pk", flat=True))
    if who.role:
        asked &= find_of_role(organization, who.role, on=on)
    if who.tenure:
        asked &= {person for person, tenure in find_tenures(organization, on=on).items() if tenure == who.tenure}
    if who.person_ids:
        asked &= set(who.person_ids)
    if who.audience:
        asked &= set(find_audience(organization, who.audience, on=on))
    return _keep_units(organization, who, asked, on)


def _keep_units(
    organization: Organization, who: WhoIsAsked, asked: set[uuid.UUID], on: datetime.date
) -> dict[uuid.UUID, uuid.UUID | None]:
    main = main_units(organization, on=on)
    found = {person: main.get(person) for person in asked}
    if not who.unit_ids:
        return found
    tree = outline_of(organization, on=on)
    within = {below for unit in who.unit_ids for below in tree.below(unit)}
    return {person: unit for person, unit in found.items() if unit in within}
