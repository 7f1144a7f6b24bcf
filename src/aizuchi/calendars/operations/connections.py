"""Connecting calendars and letting go of them."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.calendars import policies
from aizuchi.calendars.credentials import keep_credentials
from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.access import lock_connection
from aizuchi.calendars.operations.entries import place_all_coming
from aizuchi.calendars.operations.sync_requests import request_sync
from aizuchi.calendars.syncing.busy import busy_times_of
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.spaces.models import MeetingSpace

Kind, State = Connection.Kind, Connection.State


class ConnectedAlready(Refusal):
    """That calendar is connected, or its room has one. `sentence` says what to do."""

    sentence = _("That calendar is connected already.")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was found out, and what opens it. The credentials are sealed before anything is stored."""

    kind: str
    calendar: str
    account: str = ""
    server_url: str = ""
    is_domain_wide: bool = False


@transaction.atomic
def connect_calendar(
    *,
    actor: Person,
    account: Account,
    credentials: dict[str, str],
    now: datetime.datetime,
    space_id: uuid.UUID | None = None,
) -> Connection:
    """One's own calendar, or a room's. The first of a person receives their 1on1s. Raises ConnectedAlready."""
    on = actor.organization.today(now)
    space = _access_space(actor, space_id) if space_id else None
    if space and not policies.may_connect_spaces(actor, space.organization, on=on):
        raise PermissionDenied
    connection = _revive(actor, space, account) or _make(actor, space, account, now=now)
    keep_credentials(connection, credentials, now=now)
    place_all_coming(connection=connection, now=now)
    request_sync(connection_id=connection.pk, now=now)
    _keep_record("connected", connection, actor=actor, now=now)
    return connection


@transaction.atomic
def disconnect_calendar(*, actor: Person, connection_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Busy times go at once; our dates there, the consent and the credentials in a job that follows. True: a room's."""
    connection = lock_connection(actor=actor, connection_id=connection_id, now=now)
    busy_times_of(connection).delete()
    Connection.objects.filter(pk=connection.pk).update(
        state=State.LEAVING, writes=False, failures=0, next_sync_at=now, problem=""
    )
    if connection.writes and connection.person_id:
        _hand_over_writing(connection, now=now)
    request_sync(connection_id=connection.pk, now=now)
    _keep_record("disconnected", connection, actor=actor, now=now)
    return connection.space_id is not None


@transaction.atomic
def write_into(*, actor: Person, connection_id: uuid.UUID, now: datetime.datetime) -> None:
    """From now on 1on1s stand in this calendar, and no longer in the one before."""
    connection = lock_connection(actor=actor, connection_id=connection_id, now=now)
    if connection.person_id is None or connection.writes:
        return
    for former in Connection.objects.filter(person=connection.person, writes=True):
        Connection.objects.filter(pk=former.pk).update(writes=False)
        former.outgoing.filter(entry__ends_at__gt=now).update(is_due=True, sequence=None)
        request_sync(connection_id=former.pk, now=now)
    _begin_writing(connection, now=now)


@transaction.atomic
def try_again(*, actor: Person, connection_id: uuid.UUID, now: datetime.datetime) -> None:
    """Now rather than after the wait."""
    connection = lock_connection(actor=actor, connection_id=connection_id, now=now)
    if connection.state == State.REFUSED:  # a password may have been put right over there
        Connection.objects.filter(pk=connection.pk).update(state=State.TROUBLED)
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=now)
    request_sync(connection_id=connection.pk, now=now)


def _access_space(actor: Person, space_id: uuid.UUID) -> MeetingSpace:
    spaces = MeetingSpace.objects.visible_to(actor).select_related("organization")
    return get_object_or_404(spaces, pk=space_id)


def _make(actor: Person, space: MeetingSpace | None, account: Account, *, now: datetime.datetime) -> Connection:
    has_one = Connection.objects.standing().filter(person=actor, writes=True).exists()
    try:
        with transaction.atomic():
            return Connection.objects.create(
                person=None if space else actor,
                space=space,
                connected_by=actor,
                kind=account.kind,
                account=account.account,
                server_url=account.server_url,
                calendar=account.calendar,
                is_domain_wide=account.is_domain_wide,
                writes=bool(space) or not has_one,
                next_sync_at=now,
                created_at=now,
            )
    except IntegrityError as error:
        raise ConnectedAlready from error


def _revive(actor: Person, space: MeetingSpace | None, account: Account) -> Connection | None:
    """The same calendar, once more: after its password was changed or its consent had run out."""
    former = Connection.objects.standing().filter(kind=account.kind, state__in=[State.REFUSED, State.TROUBLED])
    former = former.filter(space=space) if space else former.filter(person=actor)
    connection = former.filter(server_url=account.server_url, calendar=account.calendar, account=account.account)
    found = connection.select_related("person", "space").first()
    if found:
        found.state, found.problem, found.problem_since, found.failures = State.NEW, "", None, 0
        found.save(update_fields=["state", "problem", "problem_since", "failures"])
    return found


def _hand_over_writing(connection: Connection, *, now: datetime.datetime) -> None:
    heirs = Connection.objects.standing().filter(person=connection.person).exclude(pk=connection.pk)
    heir = heirs.select_related("person__organization").order_by("created_at").first()
    if heir:
        _begin_writing(heir, now=now)


def _begin_writing(connection: Connection, *, now: datetime.datetime) -> None:
    connection.writes = True
    connection.save(update_fields=["writes"])
    place_all_coming(connection=connection, now=now)
    request_sync(connection_id=connection.pk, now=now)


def _keep_record(action: str, connection: Connection, *, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action=f"calendars.connection.{action}",
        subject_id=connection.pk,
        now=now,
        detail={"kind": connection.kind, "space_id": connection.space_id},
    )
