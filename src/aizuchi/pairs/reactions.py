import uuid

from aizuchi.pairs.operations import follow_departures, follow_reporting_lines
from aizuchi.people.events import PeopleLeft, SupervisorsChanged
from aizuchi.people.models import Organization, Person


def follow_new_supervisors(event: SupervisorsChanged) -> None:
    follow_reporting_lines(
        organization=Organization.objects.get(pk=event.organization_id),
        person_ids={change.person_id for change in event.changes},
        actor=_actor(event.actor_id),
        now=event.at,
    )


def end_pairs_of_those_who_leave(event: PeopleLeft) -> None:
    follow_departures(
        organization=Organization.objects.get(pk=event.organization_id),
        person_ids={person_id for person_id, _left_on in event.departures},
        actor=_actor(event.actor_id),
        now=event.at,
    )


def _actor(actor_id: uuid.UUID | None) -> Person | None:
    return Person.objects.get(pk=actor_id) if actor_id else None
