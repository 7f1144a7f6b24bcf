"""Who a survey asks."""

import datetime
import uuid

from aizuchi.people.models import Leave, Membership, Person
from aizuchi.people.queries import outline_of
from aizuchi.surveys.models import Survey


def find_asked(survey: Survey, *, on: datetime.date) -> dict[uuid.UUID, uuid.UUID | None]:
    """By person their main unit: of the units asked and what lies below them, without those on leave."""
    people = Person.objects.filter(organization_id=survey.organization_id).present_on(on)
    away = Leave.objects.on(on).filter(person__organization_id=survey.organization_id).values("person")
    main = dict(
        Membership.objects.on(on)
        .filter(unit__organization_id=survey.organization_id, is_main=True)
        .values_list("person", "unit")
    )
    found = {person: main.get(person) for person in people.exclude(pk__in=away).values_list("pk", flat=True)}
    asked = set(survey.units.values_list("pk", flat=True))
    if not asked:
        return found
    tree = outline_of(survey.organization, on=on)
    within = {below for unit in asked for below in tree.below(unit)}
    return {person: unit for person, unit in found.items() if unit in within}
