"""What the two want to talk about: bring something, take it off, put it back, order it, carry it over."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.catalogue.models import PairKind, Topic
from aizuchi.meetings import policies
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.access import lock_item, lock_meeting
from aizuchi.meetings.operations.documents import make_item_note
from aizuchi.meetings.operations.recording import announce_change
from aizuchi.meetings.refusals import Refusal
from aizuchi.pairs.models import Theme
from aizuchi.people.models import Person

LONGEST_TITLE = 200
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
    """What an item is about: a topic, a theme of the pair, own words, or own words under one of the two."""

    topic_id: uuid.UUID | None = None
    theme_id: uuid.UUID | None = None
    title: str = ""
    source: str = ""


@transaction.atomic
def add_item(*, actor: Person, meeting_id: uuid.UUID, subject: Subject, now: datetime.datetime) -> AgendaItem:
    """Brings something to talk about. What is on the agenda already stays as it is, what was taken off comes back."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    title = _check_title(subject)
    topic, theme = _find_topic(meeting, subject), _find_theme(meeting, subject)
    same = AgendaItem.objects.filter(meeting=meeting, added_by=actor)
    same = same.filter(source=subject.source) if subject.source else same.filter(topic=topic, theme=theme, title=title)
    known = same.order_by("removed_at").first()
    if known:
        return _put_back(known)
    _check_room(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        owner=owner_of_new_item(meeting, actor),
        added_by=actor,
        topic=topic,
        theme=theme,
        title=title,
        source=subject.source,
        note=make_item_note(meeting, now=now),
        position=_last_position(meeting) + 1,
        created_at=now,
    )
    announce_change(meeting, "agenda")
    return item


@transaction.atomic
def remove_item(*, actor: Person, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    """Takes it off the agenda; everything written on it waits for `restore_item`."""
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_remove_item, now=now)
    if item.removed_at is None:
        item.removed_at = now
        item.save(update_fields=["removed_at"])
        Meeting.objects.filter(pk=item.meeting_id, current_item=item).update(current_item=None)
        announce_change(item.meeting, "agenda")
    return item


@transaction.atomic
def restore_item(*, actor: Person, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_remove_item, now=now)
    return _put_back(item)


@transaction.atomic
def order_items(*, actor: Person, meeting_id: uuid.UUID, item_ids: Sequence[uuid.UUID], now: datetime.datetime) -> None:
    """Puts the items in this order. What the sender did not know of yet stays behind them, foreign keys are ignored."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    rank = {item_id: place for place, item_id in enumerate(item_ids)}
    items = sorted(meeting.items.present(), key=lambda item: (rank.get(item.pk, len(rank)), item.position))
    _number(items)
    announce_change(meeting, "agenda")


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
    announce_change(item.meeting, "agenda")
    return item


@transaction.atomic
def carry_item_over(*, actor: Person, meeting_id: uuid.UUID, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    """Takes what was left in an earlier meeting of the pair along: same owner, same words, same wish."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    left = get_object_or_404(AgendaItem.objects.filter(meeting__pair=meeting.pair_id), pk=item_id)
    source = f"item:{left.pk}"
    if known := meeting.items.filter(source=source).first():
        return _put_back(known)
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
        source=source,
        carried_from=left,
        note=make_item_note(meeting, now=now),
        position=_last_position(meeting) + 1,
        created_at=now,
    )
    announce_change(meeting, "agenda")
    return item


def owner_of_new_item(meeting: Meeting, actor: Person) -> Person:
    """The mentee chooses how to be met, whoever brings the topic; among peers whoever brings it."""
    return actor if meeting.pair.kind == PairKind.PEER else meeting.pair.mentee


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
    return get_object_or_404(Topic, pk=subject.topic_id, organization=meeting.pair.organization_id)


def _find_theme(meeting: Meeting, subject: Subject) -> Theme | None:
    if subject.theme_id is None:
        return None
    return get_object_or_404(Theme, pk=subject.theme_id, pair=meeting.pair_id)


def _put_back(item: AgendaItem) -> AgendaItem:
    if item.removed_at is not None:
        item.removed_at = None
        item.position = _last_position(item.meeting) + 1
        item.save(update_fields=["removed_at", "position"])
        announce_change(item.meeting, "agenda")
    return item


def _last_position(meeting: Meeting) -> int:
    return meeting.items.aggregate(last=Max("position"))["last"] or 0


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position"])


def _may_order(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    return policies.may_write_meeting(viewer, item.meeting, now)
