"""What an administrator decides about another system that says who works here."""

import datetime
import hashlib
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.operations.sessions import end_sessions_of
from aizuchi.audit.operations import acting_as, record
from aizuchi.gateway.leaving import last_day_of
from aizuchi.gateway.models import Connector, ConnectorChange, ConnectorToken, HeldChange, ProvisionedPerson
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.gateway.tokens import make_token
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person, ReportingLine
from aizuchi.people.operations import change_supervisor, people_leave
from aizuchi.people.operations.groups import settle_roles_of_groups

OVERLAP = datetime.timedelta(days=7)
Kind = HeldChange.Kind


class ConnectorExists(Refusal):
    sentence = _("There is a connection of that name already.")
    field = "name"


class OthersByNow(Refusal):
    sentence = _("Meanwhile it would be others. Please look once more.")


@dataclass(frozen=True, kw_only=True)
class ConnectorFacts:
    name: str
    mode: str = Connector.Mode.SHOWS
    writes_people: bool = True
    writes_groups: bool = False
    most_leaving: int = 5


@transaction.atomic
def create_connector(*, facts: ConnectorFacts, actor: Person, now: datetime.datetime) -> tuple[Connector, str]:
    """The connector, and its token, which nobody can read again."""
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    require(may_keep_connectors(actor, on=organization.today(now)))
    _refuse_same_name(organization, facts.name, apart_from=None)
    connector = Connector.objects.create(organization=organization, created_at=now, created_by=actor, **asdict(facts))
    _note("gateway.connector.created", connector, actor, now)
    return connector, make_token(connector, actor=actor, now=now)


@transaction.atomic
def change_connector(*, connector_id: uuid.UUID, facts: ConnectorFacts, actor: Person, now: datetime.datetime) -> None:
    """All but whether it only shows: that is released by `release_connector`, after a look."""
    connector = _lock(connector_id, actor, now)
    _refuse_same_name(connector.organization, facts.name, apart_from=connector)
    told = {name: value for name, value in asdict(facts).items() if getattr(connector, name) != value}
    if told.get("mode") == Connector.Mode.ACTS:
        told.pop("mode")
    if not told:
        return
    for name, value in told.items():
        setattr(connector, name, value)
    connector.save(update_fields=list(told))
    _note("gateway.connector.changed", connector, actor, now, fields=sorted(told))


@transaction.atomic
def rotate_token(
    *, connector_id: uuid.UUID, ends_at_once: bool, actor: Person, now: datetime.datetime
) -> tuple[Connector, str]:
    """The former ones open for a week more, or no longer; none longer than it would have."""
    connector = _lock(connector_id, actor, now)
    until = now if ends_at_once else now + OVERLAP
    former = ConnectorToken.objects.filter(Q(until=None) | Q(until__gt=until), connector=connector)
    former.update(until=until)
    token = make_token(connector, actor=actor, now=now)
    _note("gateway.token.made", connector, actor, now)
    return connector, token


@transaction.atomic
def stop_connector(*, connector_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    connector = _lock(connector_id, actor, now)
    if connector.stopped_at is None:
        connector.stopped_at = now
        connector.save(update_fields=["stopped_at"])
        _note("gateway.connector.stopped", connector, actor, now)


@transaction.atomic
def start_connector(*, connector_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    connector = _lock(connector_id, actor, now)
    if connector.stopped_at:
        connector.stopped_at = None
        connector.save(update_fields=["stopped_at"])
        _note("gateway.connector.started", connector, actor, now)


@transaction.atomic
def let_through(*, connector_id: uuid.UUID, mark: str, actor: Person, now: datetime.datetime) -> None:
    """Ends what was held back and lets the connector go on. `mark` is what somebody has read: others are asked anew.

    A connector that only showed acts from now on; what it would add or change its directory brings again.
    """
    connector = _lock(connector_id, actor, now)
    held = HeldChange.objects.filter(connector=connector)
    if mark != mark_of(connector):
        raise OthersByNow
    with acting_as(connector.name):
        endings = _end(connector, now)
    held.delete()
    connector.held_at, connector.let_through_at, connector.mode = None, now, Connector.Mode.ACTS
    connector.save(update_fields=["held_at", "let_through_at", "mode"])
    _note("gateway.connector.let_through", connector, actor, now, endings=endings)


@transaction.atomic
def forget_held(*, connector_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    """It is not done. Where the directory says it again, it is held back again."""
    connector = _lock(connector_id, actor, now)
    HeldChange.objects.filter(connector=connector).delete()
    connector.held_at = None
    connector.save(update_fields=["held_at"])
    _note("gateway.connector.forgot", connector, actor, now)


def mark_of(connector: Connector) -> str:
    """Which endings wait: another one is another mark, the same ones said again are not."""
    rows = HeldChange.objects.filter(connector=connector, kind__in=[Kind.LEAVE, Kind.UNSUPERVISE])
    waiting = sorted(rows.values_list("kind", "key"))
    return hashlib.sha256(repr(waiting).encode()).hexdigest()[:20]


def _end(connector: Connector, now: datetime.datetime) -> int:
    """Those who are still here; through the operation that also asks for an administrator to stay."""
    organization, today = connector.organization, connector.organization.today(now)
    held = HeldChange.objects.filter(connector=connector, person__isnull=False).select_related("person")
    leaving = [row.person for row in held.filter(kind=Kind.LEAVE) if row.person and row.person.is_still_here_on(today)]
    people_leave(departures={person.pk: last_day_of(person, today) for person in leaving}, actor=None, now=now)
    end_sessions_of([person.pk for person in leaving])
    gone = [_remember_gone(connector, person, today, now) for person in leaving]
    ProvisionedPerson.objects.bulk_update([link for link in gone if link.pk], ["wishes", "changed_at"], batch_size=500)
    for person in leaving:
        settle_roles_of_groups(person_id=person.pk, now=now)
    alone = [row.person for row in held.filter(kind=Kind.UNSUPERVISE) if row.person and row.person not in leaving]
    lines = ReportingLine.objects.on(today).filter(person__in=alone, person__organization=organization)
    unsupervised = list(lines.values_list("person", flat=True))
    for person_id in unsupervised:
        change_supervisor(person_id=person_id, supervisor_id=None, on=today, actor=None, now=now)
    ended = [(ConnectorChange.Kind.LEFT, person.pk) for person in leaving]
    ended += [(ConnectorChange.Kind.UNSUPERVISED, person_id) for person_id in unsupervised]
    ConnectorChange.objects.bulk_create(
        [ConnectorChange(connector=connector, person_id=person_id, kind=kind, at=now) for kind, person_id in ended],
        batch_size=500,
    )
    return len(ended)


def _remember_gone(
    connector: Connector, person: Person, today: datetime.date, now: datetime.datetime
) -> ProvisionedPerson:
    """So that the directory that let them go can bring them back."""
    name = person.email or person.employee_number or str(person.pk)
    link, _is_new = ProvisionedPerson.objects.get_or_create(
        connector=connector, person=person, defaults={"user_name": name, "changed_at": now}
    )
    link.wishes, link.changed_at = {**link.wishes, "gone": today.isoformat()}, now
    return link


def _lock(connector_id: uuid.UUID, actor: Person, now: datetime.datetime) -> Connector:
    """The organization first, as requests of directories do (`scim/storage.py`)."""
    Organization.objects.select_for_update().get(pk=actor.organization_id)
    connectors = Connector.objects.visible_to(actor).select_related("organization").select_for_update(of=("self",))
    connector: Connector | None = connectors.filter(pk=connector_id).first()
    if connector is None:
        raise Http404
    require(may_keep_connectors(actor, on=connector.organization.today(now)))
    return connector


def _refuse_same_name(organization: Organization, name: str, *, apart_from: Connector | None) -> None:
    others = Connector.objects.filter(organization=organization, name=name)
    if (others.exclude(pk=apart_from.pk) if apart_from else others).exists():
        raise ConnectorExists


def _note(action: str, connector: Connector, actor: Person, now: datetime.datetime, **detail: Any) -> None:
    record(
        organization_id=connector.organization_id,
        actor=actor,
        action=action,
        subject_id=connector.pk,
        detail=detail,
        now=now,
    )
