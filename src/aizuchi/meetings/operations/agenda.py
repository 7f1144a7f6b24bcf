"""What the two want to talk about: bring something, take it off, put it back, order it, carry it over."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from aizuchi.catalogue.models import PairKind, Topic
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.agenda_sources import LONGEST_TITLE, AgendaSource, NotToBeFound, find_title
from aizuchi.meetings.events import AgendaChanged
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.access import lock_item, lock_meeting
from aizuchi.meetings.operations.documents import make_item_note
from aizuchi.meetings.operations.recording import tell
from aizuchi.pairs.models import Theme
from aizuchi.people.models import Person

MOST_ITEMS = 30
MOST_EVER = 150
"""With what was taken off, which waits with all its words to be put back."""


class NothingSaid(Refusal):
    field = "title"
    sentence = gettext_lazy("Write a few words, or choose a topic.")


class TitleTooLong(Refusal):
    field = "title"
    sentence = gettext_lazy("Keep it to 200 characters here; there is more room in the comment.")


class AgendaFull(Refusal):
    sentence = gettext_lazy("That is a lot for one 1on1. Please take something off first, or keep it for next time.")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an item is about: a topic, a theme of the pair, own words, own words under one of the two, or a source.

    What a source says is asked of whoever has it, so no words come with it.
    """

    topic_id: uuid.UUID | None = None
    theme_id: uuid.UUID | None = None
    title: str = ""
    source: AgendaSource | None = None


@transaction.atomic
def add_item(*, actor: Person, meeting_id: uuid.UUID, subject: Subject, now: datetime.datetime) -> AgendaItem:
    """Brings something to talk about. What is on the agenda already stays as it is, what was taken off comes back.

    Raises NothingSaid, TitleTooLong, NotToBeFound, AgendaFull.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    source = subject.source
    if source and source.kind == "item":
        return _carry_over(meeting, source, actor=actor, now=now)
    title = find_title(source, viewer=actor, meeting=meeting) if source else _check_title(subject)
    topic, theme = _find_topic(meeting, subject), _find_theme(meeting, subject)
    if source:  # once for both: what one of the two brought, the other need not
        same = meeting.items.filter(source=str(source))
    else:
        same = meeting.items.filter(added_by=actor, topic=topic, theme=theme, title=title)
    if known := same.order_by("removed_at").first():
        return _put_back(known, actor=actor, now=now)
    _check_room(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        owner=owner_of_new_item(meeting, actor),
        added_by=actor,
        topic=topic,
        theme=theme,
        title=title,
        source=str(source) if source else "",
        note=make_item_note(meeting, now=now),
        position=_last_position(meeting) + 1,
        created_at=now,
    )
    tell(AgendaChanged, meeting, actor=actor, now=now)
    return item


@transaction.atomic
def remove_item(*, actor: Person, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    """Takes it off the agenda; everything written on it waits for `restore_item`."""
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_remove_item, now=now)
    if item.removed_at is None:
        item.removed_at = now
        item.save(update_fields=["removed_at"])
        Meeting.objects.filter(pk=item.meeting_id, current_item=item).update(current_item=None)
        tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def restore_item(*, actor: Person, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_remove_item, now=now)
    return _put_back(item, actor=actor, now=now)


@transaction.atomic
def order_items(*, actor: Person, meeting_id: uuid.UUID, item_ids: Sequence[uuid.UUID], now: datetime.datetime) -> None:
    """Puts the items in this order. What the sender did not know of yet stays behind them, foreign keys are ignored."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    rank = {item_id: place for place, item_id in enumerate(item_ids)}
    items = sorted(meeting.items.present(), key=lambda item: (rank.get(item.pk, len(rank)), item.position))
    _number(items)
    tell(AgendaChanged, meeting, actor=actor, now=now)


@transaction.atomic
def shift_item(*, actor: Person, item_id: uuid.UUID, by: int, now: datetime.datetime) -> AgendaItem:
    """One place up (-1) or down (+1), for those who order with the keyboard or without a script."""
    item = lock_item(actor=actor, item_id=item_id, may=_may_order, now=now)
    items = list(item.meeting.items.present())
    place = next((place for place, other in enumerate(items) if other.pk == item.pk), None)
    if place is None:
        return item
    items.insert(max(0, min(len(items) - 1, place + by)), items.pop(place))
    _number(items)
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def carry_item_over(*, actor: Person, meeting_id: uuid.UUID, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    """Takes what was left in an earlier meeting of the pair along: same owner, same words, same wish.

    Raises NotToBeFound, AgendaFull.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    return _carry_over(meeting, AgendaSource("item", item_id), actor=actor, now=now)


def owner_of_new_item(meeting: Meeting, actor: Person) -> Person:
    """The mentee chooses how to be met, whoever brings the topic; among peers whoever brings it."""
    return actor if meeting.pair.kind == PairKind.PEER else meeting.pair.mentee


def _carry_over(meeting: Meeting, source: AgendaSource, *, actor: Person, now: datetime.datetime) -> AgendaItem:
    earlier = AgendaItem.objects.filter(meeting__pair=meeting.pair_id)
    left = earlier.filter(pk=source.id).first() if source.id else None
    if left is None:
        raise NotToBeFound
    if known := meeting.items.filter(source=str(source)).first():
        return _put_back(known, actor=actor, now=now)
    _check_room(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        owner_id=left.owner_id,
        added_by_id=left.added_by_id,
        topic_id=left.topic_id,
        theme_id=left.theme_id,
        title=left.title,
        expected_response_id=left.expected_response_id,
        comment=left.comment,
        decider=left.decider,
        minutes=left.minutes,
        source=str(source),
        carried_from=left,
        note=make_item_note(meeting, now=now),
        position=_last_position(meeting) + 1,
        created_at=now,
    )
    tell(AgendaChanged, meeting, actor=actor, now=now)
    return item


def _check_room(meeting: Meeting) -> None:
    if meeting.items.present().count() >= MOST_ITEMS or meeting.items.count() >= MOST_EVER:
        raise AgendaFull


def _check_title(subject: Subject) -> str:
    title = " ".join(subject.title.split())
    if len(title) > LONGEST_TITLE:
        raise TitleTooLong
    if not title and subject.topic_id is None and subject.theme_id is None:
        raise NothingSaid
    return title


def _find_topic(meeting: Meeting, subject: Subject) -> Topic | None:
    if subject.topic_id is None:
        return None
    topic = Topic.objects.filter(pk=subject.topic_id, organization=meeting.pair.organization_id).first()
    if topic is None:
        raise NotToBeFound
    return topic


def _find_theme(meeting: Meeting, subject: Subject) -> Theme | None:
    if subject.theme_id is None:
        return None
    theme = Theme.objects.filter(pk=subject.theme_id, pair=meeting.pair_id).first()
    if theme is None:
        raise NotToBeFound
    return theme


def _put_back(item: AgendaItem, *, actor: Person, now: datetime.datetime) -> AgendaItem:
    if item.removed_at is not None:
        item.removed_at = None
        item.position = _last_position(item.meeting) + 1
        item.save(update_fields=["removed_at", "position"])
        tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


def _last_position(meeting: Meeting) -> int:
    return meeting.items.aggregate(last=Max("position"))["last"] or 0


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position"])


def _may_order(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    return policies.may_write_meeting(viewer, item.meeting, now)
