import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django_stubs_ext import StrOrPromise

from aizuchi.notifications.models import Channel, ChatAddress, NoticeSettings, PushSubscription
from aizuchi.notifications.notification_types import list_notification_types
from aizuchi.notifications.rhythms import channels_open_to, choices_of, is_wanted
from aizuchi.notifications.slack_app import has_slack_app
from aizuchi.people.models import Person


@dataclass(frozen=True)
class ChannelSwitch:
    channel: str
    label: str
    name: str
    is_on: bool


@dataclass(frozen=True)
class NotificationTypeRow:
    label: StrOrPromise
    explanation: StrOrPromise
    cells: list[ChannelSwitch | None]
    """In the order of the channels; None where this type does not go."""


@dataclass(frozen=True)
class Browser:
    id: uuid.UUID
    device: str
    since: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    channels: list[tuple[str, str]]
    """Those that reach this person, as value and label."""
    notification_types: list[NotificationTypeRow]
    settings: NoticeSettings
    chats: set[str]
    has_slack_app: bool
    browsers: list[Browser]


def read_notice_page(*, viewer: Person) -> NoticePage:
    open_channels = channels_open_to([viewer])[viewer.pk]
    channels = [(str(value), str(label)) for value, label in Channel.choices if value in open_channels]
    on = viewer.today(timezone.now())
    chosen = choices_of([viewer.pk]).get(viewer.pk, {})
    rows = [
        NotificationTypeRow(
            notification_type.label,
            notification_type.explanation,
            [
                ChannelSwitch(
                    value, label, f"{notification_type.code}:{value}", is_wanted(notification_type, value, chosen)
                )
                if value in notification_type.channels
                else None
                for value, label in channels
            ],
        )
        for notification_type in list_notification_types()
        if notification_type.may_get(viewer, on)
    ]
    browsers = PushSubscription.objects.filter(person=viewer).order_by("-created_at")
    return NoticePage(
        channels=channels,
        notification_types=rows,
        settings=NoticeSettings.objects.filter(person=viewer).first() or NoticeSettings(person=viewer),
        chats=set(ChatAddress.objects.filter(person=viewer).values_list("channel", flat=True)),
        has_slack_app=has_slack_app(),
        browsers=[Browser(row.pk, row.device, row.created_at) for row in browsers],
    )
