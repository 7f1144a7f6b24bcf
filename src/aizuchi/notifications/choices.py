"""What somebody wants to be told, where and when."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.notifications.models import Channel, Choice, NoticeSettings
from aizuchi.notifications.sorts import get_sort, list_sorts
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
    """`wanted` holds (sort, channel). Channels that were not shown to the person keep what was chosen for them."""
    for sort in list_sorts():
        for channel in sort.channels & channels:
            _choose(actor.pk, sort.code, channel, (sort.code, channel) in wanted)


@transaction.atomic
def stop_notices(*, person_id: uuid.UUID, sort: str, channel: str, now: datetime.datetime) -> bool:
    """From a link in a notice; an empty sort stops all of that channel. False where there is nobody to stop for."""
    if channel not in Channel.values or not Person.objects.filter(pk=person_id).exists():
        return False
    for known in [get_sort(sort)] if sort else list_sorts():
        if known:
            _choose(person_id, known.code, channel, False)
    return True


def _choose(person_id: uuid.UUID, sort: str, channel: str, is_wanted: bool) -> None:
    Choice.objects.update_or_create(person_id=person_id, sort=sort, channel=channel, defaults={"is_wanted": is_wanted})
