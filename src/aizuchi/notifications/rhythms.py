"""The rhythms and choices of many people, with one query each."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from aizuchi.notifications.models import Channel, ChatAddress, NoticePreference, NoticeSettings, PushSubscription
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.notifications.slack_app import has_slack_app
from aizuchi.notifications.timing import Rhythm
from aizuchi.people.models import Person


def rhythms_of(people: Iterable[Person]) -> dict[uuid.UUID, Rhythm]:
    by_id = {person.pk: person for person in people}
    chosen = {row.pk: row for row in NoticeSettings.objects.filter(pk__in=by_id)}
    return {key: _rhythm(person, chosen.get(key) or NoticeSettings(person=person)) for key, person in by_id.items()}


def _rhythm(person: Person, row: NoticeSettings) -> Rhythm:
    return Rhythm(
        zone=ZoneInfo(person.time_zone),
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        digest_at=row.digest_at if row.wants_digest else None,
    )


def channels_open_to(people: Collection[Person]) -> dict[uuid.UUID, set[str]]:
    """Through which channels each of them can be reached at all."""
    reached: dict[uuid.UUID, set[str]] = {person.pk: set() for person in people}
    for person in people:
        if person.email:
            reached[person.pk] |= {Channel.MAIL, *([Channel.SLACK] if has_slack_app() else [])}
    for person_id, channel in ChatAddress.objects.filter(person__in=reached).values_list("person_id", "channel"):
        reached[person_id].add(channel)
    for person_id in PushSubscription.objects.filter(person__in=reached).values_list("person_id", flat=True):
        reached[person_id].add(Channel.PUSH)
    return reached


def choices_of(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[tuple[str, str], bool]]:
    chosen: dict[uuid.UUID, dict[tuple[str, str], bool]] = defaultdict(dict)
    for row in NoticePreference.objects.filter(person__in=person_ids):
        chosen[row.person_id][row.notification_type, row.channel] = row.is_wanted
    return chosen


def is_wanted(notification_type: NotificationType, channel: str, chosen: dict[tuple[str, str], bool]) -> bool:
    """Whoever connected a channel wants to hear there; each type can be switched off for each channel."""
    return channel in notification_type.channels and chosen.get((notification_type.code, channel), True)
