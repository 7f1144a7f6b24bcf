"""Busy times as they were read: from and until. What did not change is not written again."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.adapters import EventChange
from aizuchi.calendars.models import Connection, OddEvent
from aizuchi.kernel.ics.reading import Busy
from aizuchi.spaces.models import SpaceBusyTime

AT_ONCE = 500


def key_of(href: str) -> str:
    """Fits the column, and stays the same for the same event."""
    return href if len(href) <= 255 else hashlib.sha256(href.encode()).hexdigest()


def busy_times_of(connection: Connection) -> QuerySet[BusyTime] | QuerySet[SpaceBusyTime]:
    """What was read through it, of a person or of a meeting space."""
    model = BusyTime if connection.person_id else SpaceBusyTime
    return model._default_manager.filter(source=connection.pk)


def save_busy_times(connection: Connection, changes: list[EventChange]) -> None:
    wanted = {key_of(change.href): set() if change.is_gone else set(change.busy) for change in changes}
    known = _known(connection, wanted)
    stale = [row_id for key, rows in known.items() for busy, row_id in rows.items() if busy not in wanted[key]]
    fresh = [(key, busy) for key, times in wanted.items() for busy in sorted(times) if busy not in known[key]]
    for first in range(0, len(stale), AT_ONCE):
        busy_times_of(connection).filter(pk__in=stale[first : first + AT_ONCE]).delete()
    _create(connection, fresh)


def forget_all_but(connection: Connection, hrefs: Iterable[str]) -> None:
    """After everything was read: what was not there is not there."""
    seen = {key_of(href) for href in hrefs}
    known = set(busy_times_of(connection).values_list("external_uid", flat=True))
    gone = sorted(known - seen)
    for first in range(0, len(gone), AT_ONCE):
        busy_times_of(connection).filter(external_uid__in=gone[first : first + AT_ONCE]).delete()
    odd = OddEvent.objects.filter(connection=connection)
    odd.filter(pk__in=[pk for pk, key in odd.values_list("pk", "external_uid") if key not in seen]).delete()


def save_unreadable(connection: Connection, changes: list[EventChange]) -> None:
    """Which of them could not be understood, until they are changed or gone."""
    known = dict(OddEvent.objects.filter(connection=connection).values_list("external_uid", "count"))
    said = {key_of(change.href): 0 if change.is_gone else change.unreadable for change in changes}
    if mended := [key for key, count in said.items() if key in known and not count]:
        OddEvent.objects.filter(connection=connection, external_uid__in=mended).delete()
    odd = [
        OddEvent(connection=connection, external_uid=key, count=count)
        for key, count in said.items()
        if count and known.get(key) != count
    ]
    OddEvent.objects.bulk_create(
        odd,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["connection", "external_uid"],
        update_fields=["count"],
    )


def count_unreadable(connection: Connection) -> int:
    return OddEvent.objects.filter(connection=connection).aggregate(total=Sum("count"))["total"] or 0


def _known(connection: Connection, keys: Iterable[str]) -> dict[str, dict[Busy, uuid.UUID]]:
    found: dict[str, dict[Busy, uuid.UUID]] = defaultdict(dict)
    listed = sorted(keys)
    for first in range(0, len(listed), AT_ONCE):
        rows = busy_times_of(connection).filter(external_uid__in=listed[first : first + AT_ONCE])
        for row in rows.values_list("external_uid", "starts_at", "ends_at", "is_tentative", "pk"):
            found[row[0]][Busy(row[1], row[2], row[3])] = row[4]
    return found


def _create(connection: Connection, fresh: list[tuple[str, Busy]]) -> None:
    facts = [
        {
            "source": connection.pk,
            "external_uid": key,
            "starts_at": busy.starts_at,
            "ends_at": busy.ends_at,
            "is_tentative": busy.is_tentative,
        }
        for key, busy in fresh
    ]
    if connection.person_id:
        people = [BusyTime(person_id=connection.person_id, **one) for one in facts]
        BusyTime.objects.bulk_create(people, batch_size=AT_ONCE, ignore_conflicts=True)
    if connection.space_id:
        spaces = [SpaceBusyTime(space_id=connection.space_id, **one) for one in facts]
        SpaceBusyTime.objects.bulk_create(spaces, batch_size=AT_ONCE, ignore_conflicts=True)
