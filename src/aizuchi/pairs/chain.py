"""Who stands above whom on a date."""

import datetime
import uuid

from aizuchi.people.models import Person, ReportingLine


def is_in_chain(one: Person, other: Person, *, on: datetime.date) -> bool:
    """Whether either of the two stands in the other's chain of command."""
    return other.pk in supervisors_above(one.pk, on=on) or one.pk in supervisors_above(other.pk, on=on)


def supervisors_above(person_id: uuid.UUID, *, on: datetime.date) -> set[uuid.UUID]:
    """The chain of command of one person, one query per step up."""
    above: set[uuid.UUID] = set()
    step = {person_id}
    while step:
        lines = ReportingLine.objects.on(on).filter(person_id__in=step)
        step = set(lines.values_list("supervisor_id", flat=True)) - above - {person_id}
        above |= step
    return above
