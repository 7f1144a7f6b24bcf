"""What somebody wants to be told, where and when."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.notifications.models import Channel, NoticePreference, NoticeSettings
from aizuchi.notifications.notification_types import get_notification_type, list_notification_types
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Timing:
    quiet_from: datetime.time
    quiet_until: datetime.time
    wants_digest: bool
    digest_at: datetime.time


@transaction.atomic
def choose_timing(*, actor: Person, timing: Timing, now: datetime.datetime) -> None:
    NoticeSettings.objects.update_or_create(person=actor, defaults=vars(timing))


@transaction.atomic
def choose_notices(*, actor: Person, wanted: set[tuple[str, str]], channels: set[str], now: datetime.datetime) -> None:
    """`wanted` holds (type, channel). What was not shown to the person keeps what was chosen for it."""
    on = actor.today(now)
    for notification_type in list_notification_types():
        for channel in notification_type.channels & channels if notification_type.may_get(actor, on) else ():
            _choose(actor.pk, notification_type.code, channel, (notification_type.code, channel) in wanted)


@transaction.atomic
def stop_notices(*, person_id: uuid.UUID, notification_type: str, channel: str, now: datetime.datetime) -> bool:
    """From a link in a notice; an empty type stops all of that channel. False where there is nobody to stop for."""
    if channel not in Channel.values or not Person.objects.filter(pk=person_id).exists():
        return False
    for known in [get_notification_type(notification_type)] if notification_type else list_notification_types():
        if known:
            _choose(person_id, known.code, channel, False)
    return True


def _choose(person_id: uuid.UUID, notification_type: str, channel: str, is_wanted: bool) -> None:
    NoticePreference.objects.update_or_create(
        person_id=person_id, notification_type=notification_type, channel=channel, defaults={"is_wanted": is_wanted}
    )
