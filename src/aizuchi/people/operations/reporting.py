"""Who is whose supervisor, from a day on."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel import events
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import SupervisorChange, SupervisorsChanged
from aizuchi.people.models import Organization, Person, ReportingLine
from aizuchi.people.operations.editing import begin_with, find_within, note, require_here
from aizuchi.people.ranges import Edge, closes_circle, earliest, holds_after, replace_from


class ReportingCircle(Refusal):
    sentence = _("Then somebody would be above themselves. Please choose another supervisor.")


class SupervisorIsGone(Refusal):
    sentence = _("This supervisor no longer works here on that day.")


class SupervisorIsNotHereYet(Refusal):
    sentence = _("This supervisor joins later than that day.")


@transaction.atomic
def change_supervisor(
    *,
    person_id: uuid.UUID,
    supervisor_id: uuid.UUID | None,
    on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
) -> ReportingLine | None:
    """From `on`, the person reports to that supervisor, or to nobody. Changes already planned for later stay."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    return put_under(organization, person, supervisor_id, on=on, actor=actor, now=now)


def put_under(
    organization: Organization,
    person: Person,
    supervisor_id: uuid.UUID | None,
    *,
    on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
) -> ReportingLine | None:
    """As `change_supervisor`, for whoever holds both rows already."""
    supervisor = find_within(organization, Person, supervisor_id) if supervisor_id else None
    current = ReportingLine.objects.on(on).filter(person=person).first()
    if (current.supervisor_id if current else None) == supervisor_id:
        return current
    require_here(person, on)
    if supervisor and supervisor.gone_on and supervisor.gone_on <= on:
        raise SupervisorIsGone
    if supervisor and supervisor.joined_on and supervisor.joined_on > on:
        raise SupervisorIsNotHereYet
    _, until_on = replace_from(ReportingLine.objects.filter(person=person), on=on)
    line = None
    if supervisor:
        until_on = earliest(until_on, person.gone_on, supervisor.gone_on)
        if closes_circle(Edge(person.pk, supervisor.pk, on, until_on), edges_above=lines_above):
            raise ReportingCircle
        line = ReportingLine.objects.create(person=person, supervisor=supervisor, starts_on=on, until_on=until_on)
    note(
        organization=organization,
        actor=actor,
        action="people.supervisor.changed",
        subject=person,
        now=now,
        supervisor=supervisor_id,
        previous=current.supervisor_id if current else None,
        on=on,
    )
    events.publish(
        SupervisorsChanged(
            organization_id=organization.pk,
            changes=(SupervisorChange(person.pk, supervisor_id, on),),
            actor_id=actor.pk if actor else None,
            at=now,
        )
    )
    return line


def lines_above(person_ids: Iterable[uuid.UUID]) -> list[Edge]:
    rows = ReportingLine.objects.filter(holds_after(datetime.date.min), person__in=list(person_ids))
    return [Edge(*row) for row in rows.values_list("person", "supervisor", "starts_on", "until_on")]
