"""The types of notices. Apps above bring them in their manifests."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django_stubs_ext import StrOrPromise

from aizuchi.kernel.manifests import gather
from aizuchi.notifications.messages import Message
from aizuchi.notifications.models import Channel, Notice
from aizuchi.people.models import Person

ALL = frozenset(Channel.values)


@dataclass(frozen=True, kw_only=True)
class Due:
    """Somebody is to be told about `subject_id` from `due_at` on; pointless once `expires_at` has come."""

    person_id: uuid.UUID
    key: str
    subject_id: uuid.UUID
    due_at: datetime.datetime
    expires_at: datetime.datetime


Find = Callable[[datetime.datetime], Iterable[Due]]
MayGet = Callable[[Person, datetime.date], bool]
Compose = Callable[[Sequence[Notice], datetime.datetime], Mapping[uuid.UUID, Message]]


@dataclass(frozen=True, kw_only=True)
class NotificationType:
    """`compose` says what is still true of these notices, by their keys; what it leaves out is not told."""

    code: str
    label: StrOrPromise
    explanation: StrOrPromise
    compose: Compose
    find: Find | None = None  # without it, an event tells
    is_sought_hourly: bool = False  # instead of every minute: for what takes long to find
    channels: frozenset[str] = field(default=ALL)
    may_get: MayGet = lambda _person, _on: True  # whom it can ever reach: others are not asked about it
    is_urgent: bool = False  # told at its minute or not at all: it waits for no digest and breaks no quiet hours


def list_notification_types() -> list[NotificationType]:
    return list(gather(NotificationType))


def get_notification_type(code: str) -> NotificationType | None:
    """None for one that this version no longer knows."""
    return next(
        (notification_type for notification_type in list_notification_types() if notification_type.code == code), None
    )
