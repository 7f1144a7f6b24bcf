"""From what is due to notices: each is written down once, whoever else looks at the same moment."""

import datetime
import uuid
from collections.abc import Collection, Sequence

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import (
    Due,
    Find,
    NotificationType,
    get_notification_type,
    list_notification_types,
)
from aizuchi.notifications.rhythms import rhythms_of
from aizuchi.people.models import Person

AT_ONCE = 500


def find_notices(*, now: datetime.datetime, hourly: bool = False, aside: FailedItems | None = None) -> int:
    """Asks the types what is due; one that cannot say stands in no other's way. Returns how many notices are new.

    Raises SomeFailed, unless there is somewhere to put aside what went wrong.
    """
    bad = aside or FailedItems()
    count = sum(
        _find(notification_type, now, bad)
        for notification_type in list_notification_types()
        if notification_type.is_sought_hourly == hourly
    )
    if aside is None:
        bad.tell()
    return count


def _find(notification_type: NotificationType, now: datetime.datetime, aside: FailedItems) -> int:
    new = 0

    def find(find: Find) -> None:
        nonlocal new
        new = raise_notices(notification_type=notification_type, dues=list(find(now)), now=now)

    for_each([notification_type.find] if notification_type.find else [], find, aside=aside)
    return new


def tell(
    *, type_code: str, person_ids: Collection[uuid.UUID], key: str, subject_id: uuid.UUID, now: datetime.datetime
) -> None:
    """For what just happened: reactions call it inside the transaction of the fact."""
    expires_at = now + datetime.timedelta(days=3)
    dues = [
        Due(person_id=person_id, key=key, subject_id=subject_id, due_at=now, expires_at=expires_at)
        for person_id in person_ids
    ]
    if notification_type := get_notification_type(type_code):
        raise_notices(notification_type=notification_type, dues=dues, now=now)


def raise_notices(*, notification_type: NotificationType, dues: Sequence[Due], now: datetime.datetime) -> int:
    """Writes down what is not known yet, for the first moment at which each person may be told.

    Whoever was not invited, or has not come in yet, is told nothing.
    """
    fresh = [due for due in _without_known(notification_type, dues) if due.expires_at > now]
    people = Person.objects.come_in().filter(pk__in={due.person_id for due in fresh}).only("pk", "time_zone")
    rhythms = rhythms_of(people)
    notices = []
    for due in fresh:
        rhythm = rhythms.get(due.person_id)
        if rhythm is None:
            continue
        moment = max(due.due_at, now)
        told_at = rhythm.next_moment(moment, is_urgent=notification_type.is_urgent)
        if notification_type.is_urgent and rhythm.is_quiet_at(moment):
            continue  # later would be too late, now would be too loud
        if told_at >= due.expires_at:
            told_at = moment if not rhythm.is_quiet_at(moment) else due.expires_at
        notices.append(
            Notice(
                person_id=due.person_id,
                notification_type=notification_type.code,
                key=due.key,
                subject_id=due.subject_id,
                due_at=told_at,
                expires_at=due.expires_at,
            )
        )
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(notices)


def _without_known(notification_type: NotificationType, dues: Sequence[Due]) -> list[Due]:
    known: set[tuple[uuid.UUID, str]] = set()
    keys = sorted({due.key for due in dues})
    for start in range(0, len(keys), AT_ONCE):
        rows = Notice.objects.filter(notification_type=notification_type.code, key__in=keys[start : start + AT_ONCE])
        known.update(rows.values_list("person_id", "key"))
    return [due for due in dues if (due.person_id, due.key) not in known]
