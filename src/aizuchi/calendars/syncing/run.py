"""One look at one calendar: claimed by one job at a time, and with one clear state afterwards."""

import datetime
import random
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aizuchi.calendars.adapters import CalendarAdapter, Refused, Trouble
from aizuchi.calendars.credentials import CredentialsLost, forget_credentials
from aizuchi.calendars.models import Connection
from aizuchi.calendars.syncing.adapters import open_adapter
from aizuchi.calendars.syncing.channels import keep_channel
from aizuchi.calendars.syncing.disconnecting import disconnect
from aizuchi.calendars.syncing.owner_mails import tell_owner_of_refusal
from aizuchi.calendars.syncing.reading import read_connection
from aizuchi.calendars.syncing.writing import write_due

CLAIM = datetime.timedelta(minutes=4)
POLL_EVERY = datetime.timedelta(minutes=10)
POLL_BESIDE_PUSH = datetime.timedelta(hours=1)
FIRST_WAIT = datetime.timedelta(minutes=1)
LONGEST_WAIT = datetime.timedelta(hours=6)
State = Connection.State


def sync(connection_id: uuid.UUID) -> bool:
    """True: it was asked for again meanwhile, or has to be."""
    now = timezone.now()
    connection = _claim(connection_id, now=now)
    if connection is None:
        return False
    try:
        is_settled = _exchange(connection, now=now)
    except Trouble as trouble:
        _note_trouble(connection, trouble, now=timezone.now())
        is_settled = True
    except (Refused, CredentialsLost) as refusal:
        _note_refusal(connection, refusal, now=timezone.now())
        is_settled = True
    finally:
        Connection.objects.filter(pk=connection.pk).update(claimed_until=None)
    return not is_settled or Connection.objects.filter(pk=connection.pk, asked_at__gt=now, failures=0).exists()


def _claim(connection_id: uuid.UUID, *, now: datetime.datetime) -> Connection | None:
    """None: somebody else is at it, it has to rest, or there is nothing to look at any more."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    rested = Q(failures=0) | Q(next_sync_at__lte=now)
    waiting = Connection.objects.filter(free & rested, pk=connection_id).exclude(state=State.REFUSED)
    if not waiting.update(claimed_until=now + CLAIM):
        return None
    connections = Connection.objects.select_related("person__organization", "space__organization")
    return connections.get(pk=connection_id)


def _exchange(connection: Connection, *, now: datetime.datetime) -> bool:
    if connection.state == State.LEAVING or (connection.person and not connection.person.is_active):
        disconnect(connection, now=now)
        return True
    adapter = open_adapter(connection)
    try:
        read_connection(adapter, connection, now=now)
        is_settled = write_due(adapter, connection, now=now)
        keep_channel(adapter, connection, now=now)
    except Trouble as trouble:
        raise _blame_clock(adapter, trouble) from trouble
    finally:
        adapter.close()
    _note_success(connection, now=timezone.now())
    return is_settled


def _note_success(connection: Connection, *, now: datetime.datetime) -> None:
    has_push = connection.channel_until is not None and connection.channel_until > now
    Connection.objects.filter(pk=connection.pk).exclude(state=State.LEAVING).update(
        state=State.WORKING,
        problem="",
        problem_since=None,
        failures=0,
        worked_at=now,
        next_sync_at=now + (POLL_BESIDE_PUSH if has_push else POLL_EVERY),
    )


def _note_trouble(connection: Connection, trouble: Trouble, *, now: datetime.datetime) -> None:
    """Longer and longer waits, never shorter than the server asked for, and not all at the same second."""
    failures = connection.failures + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 10))
    wait = max(wait * random.uniform(0.8, 1.2), datetime.timedelta(seconds=trouble.retry_after or 0))  # noqa: S311
    row = Connection.objects.filter(pk=connection.pk)
    row.exclude(state=State.LEAVING).update(state=State.TROUBLED)
    row.update(
        problem=trouble.problem,
        problem_since=connection.problem_since or now,
        failures=failures,
        next_sync_at=now + wait,
    )


@transaction.atomic
def _note_refusal(connection: Connection, refusal: Exception, *, now: datetime.datetime) -> None:
    if connection.state == State.LEAVING:  # nothing left to take away
        forget_credentials(connection, now=now)
        connection.delete()
        return
    problem = refusal.problem if isinstance(refusal, Refused) else Connection.Problem.CONSENT
    Connection.objects.filter(pk=connection.pk).update(
        state=State.REFUSED, problem=problem, problem_since=now, failures=connection.failures + 1
    )
    tell_owner_of_refusal(connection, now=now)


def _blame_clock(adapter: CalendarAdapter, trouble: Trouble) -> Trouble:
    if adapter.clocks_are_apart:
        trouble.problem = Connection.Problem.CLOCK
    return trouble
