import datetime
import uuid
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from aizuchi.notifications.models import Channel, ChatAddress, NoticeSettings, PushSubscription
from aizuchi.notifications.rhythms import channels_open_to, choices_of, is_wanted
from aizuchi.notifications.slack_app import has_slack_app
from aizuchi.notifications.sorts import list_sorts
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Cell:
    channel: str
    label: str
    name: str
    is_on: bool


@dataclass(frozen=True)
class SortRow:
    label: StrOrPromise
    explanation: StrOrPromise
    cells: list[Cell | None]
    """In the order of the channels; None where this sort does not go."""


@dataclass(frozen=True)
class Browser:
    id: uuid.UUID
    device: str
    since: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    channels: list[tuple[str, str]]
    """Those that reach this person, as value and label."""
    sorts: list[SortRow]
    settings: NoticeSettings
    chats: set[str]
    has_slack_app: bool
    browsers: list[Browser]


def read_notice_page(*, viewer: Person) -> NoticePage:
    open_channels = channels_open_to([viewer])[viewer.pk]
    channels = [(str(value), str(label)) for value, label in Channel.choices if value in open_channels]
    chosen = choices_of([viewer.pk]).get(viewer.pk, {})
    rows = [
        SortRow(
            sort.label,
            sort.explanation,
            [
                Cell(value, label, f"{sort.code}:{value}", is_wanted(sort, value, chosen))
                if value in sort.channels
                else None
                for value, label in channels
            ],
        )
        for sort in list_sorts()
    ]
    browsers = PushSubscription.objects.filter(person=viewer).order_by("-created_at")
    return NoticePage(
        channels=channels,
        sorts=rows,
        settings=NoticeSettings.objects.filter(person=viewer).first() or NoticeSettings(person=viewer),
        chats=set(ChatAddress.objects.filter(person=viewer).values_list("channel", flat=True)),
        has_slack_app=has_slack_app(),
        browsers=[Browser(row.pk, row.device, row.created_at) for row in browsers],
    )
