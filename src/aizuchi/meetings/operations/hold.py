"""Holding a 1on1: start, tick off, end, close; and asking kindly about one that nobody closed."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.events import (
    AgendaChanged,
    MeetingClosed,
    MeetingEnded,
    MeetingNotBegun,
    MeetingResumed,
    MeetingStarted,
)
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.access import lock_item, lock_meeting
from aizuchi.meetings.operations.documents import make_shared_documents
from aizuchi.meetings.operations.next_meeting import ensure_next_meeting
from aizuchi.meetings.operations.recording import keep_record, tell
from aizuchi.meetings.operations.schedule import give_up_date, join_undated
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

State = Meeting.State
# Whoever begins this long before or after the hour moved it by word of mouth.
SAME_OCCASION = datetime.timedelta(hours=12)
# Up to this long before the hour nobody is asked whether they mean it.
EARLY = datetime.timedelta(minutes=30)


class NotHeldYet(Refusal):
    sentence = gettext_lazy("This 1on1 hasn't started yet.")


class TooEarly(Refusal):
    """It has another time; nothing has begun. To be asked once, then `anyway`."""

    field = "starts_at"


class NotRunning(Refusal):
    sentence = gettext_lazy("This 1on1 is over, or has not begun.")


class NotYetPossible(Refusal):
    field = "held_at"
    sentence = gettext_lazy("That time is still to come.")


@transaction.atomic
def start_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime, anyway: bool = False) -> Meeting:
    """Either of the two starts it; the second press changes nothing. Without a date it takes place now.

    Raises TooEarly where it has another time and nobody said that they mean it.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    if meeting.state != State.PLANNED:
        return meeting
    is_unexpected = is_at_another_time(meeting, now=now)
    if is_unexpected and not anyway:
        raise TooEarly(_("This 1on1 is planned for %(time)s.") % {"time": _spoken_start(meeting)})
    was_at = meeting.starts_at
    _hold(meeting, started_at=now, now=now)
    meeting.planned_at = was_at if is_unexpected else None
    meeting.not_begun_at = meeting.not_begun_by = None
    meeting.save()
    keep_record("started", meeting, actor=actor, now=now)
    is_news = is_unexpected or was_at is None
    publish(
        MeetingStarted(meeting_id=meeting.pk, pair_id=meeting.pair_id, actor_id=actor.pk, at=now, is_unexpected=is_news)
    )
    ensure_next_meeting(pair=meeting.pair, now=now)
    return meeting


@transaction.atomic
def take_start_back(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Not yet: everything is as before it began, the date too. What was written meanwhile stays with it.

    Raises NotRunning.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    if meeting.state == State.PLANNED:
        return meeting
    if meeting.state != State.HELD or meeting.ended_at is not None or meeting.started_at is None:
        raise NotRunning
    began_at = meeting.started_at
    meeting.state, meeting.started_at, meeting.current_item = State.PLANNED, None, None
    had_no_date = meeting.planned_at is None and meeting.starts_at == began_at
    meeting.starts_at, meeting.planned_at = None if had_no_date else meeting.planned_at or meeting.starts_at, None
    meeting.not_begun_at, meeting.not_begun_by = now, actor
    join_undated(meeting, now=now, made_since=began_at)
    meeting.save()
    meeting.items.filter(state=AgendaItem.State.TALKED).update(state=AgendaItem.State.OPEN)
    keep_record("not_begun", meeting, actor=actor, now=now)
    publish(
        MeetingNotBegun(meeting_id=meeting.pk, pair_id=meeting.pair_id, actor_id=actor.pk, at=now, began_at=began_at)
    )
    return meeting


def is_at_another_time(meeting: Meeting, *, now: datetime.datetime) -> bool:
    """Well before its hour, or so long after it that it would be another day."""
    if meeting.state != State.PLANNED or meeting.starts_at is None:
        return False
    return meeting.starts_at - now > EARLY or now - meeting.starts_at > SAME_OCCASION


@transaction.atomic
def end_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """The talk is over; wrapping up comes next."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    if meeting.state == State.PLANNED:
        raise NotHeldYet
    if meeting.ended_at is None:
        meeting.ended_at = now
        meeting.save(update_fields=["ended_at"])
        keep_record("ended", meeting, actor=actor, now=now)
        tell(MeetingEnded, meeting, actor=actor, now=now)
    return meeting


@transaction.atomic
def resume_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Ended by mistake: the talk goes on, and so does its clock."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    if meeting.state == State.HELD and meeting.ended_at is not None:
        meeting.ended_at = None
        meeting.save(update_fields=["ended_at"])
        keep_record("resumed", meeting, actor=actor, now=now)
        tell(MeetingResumed, meeting, actor=actor, now=now)
    return meeting


@transaction.atomic
def close_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Wrapped up. What was not talked about is offered next time; both may go on editing what they wrote."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    if meeting.state == State.PLANNED:
        raise NotHeldYet
    if meeting.state == State.CLOSED:
        return meeting
    meeting.state = State.CLOSED
    meeting.ended_at = meeting.ended_at or now
    meeting.closed_at = now
    meeting.save(update_fields=["state", "ended_at", "closed_at"])
    _leave_what_was_not_talked_about(meeting, actor)
    keep_record("closed", meeting, actor=actor, now=now)
    tell(MeetingClosed, meeting, actor=actor, now=now)
    ensure_next_meeting(pair=meeting.pair, now=now)
    return meeting


@transaction.atomic
def mark_talked(*, actor: Person, item_id: uuid.UUID, talked: bool, now: datetime.datetime) -> AgendaItem:
    """Ticks an item off, or opens it again; the next open one becomes the current one."""
    item = lock_item(actor=actor, item_id=item_id, may=_may_hold_item, now=now)
    item.state = AgendaItem.State.TALKED if talked else AgendaItem.State.OPEN
    item.save(update_fields=["state"])
    meeting = item.meeting
    if talked and meeting.current_item_id in (None, item.pk):
        following = meeting.items.present().filter(state=AgendaItem.State.OPEN).order_by("position", "id").first()
        _set_current(meeting, following)
    tell(AgendaChanged, meeting, actor=actor, now=now)
    return item


@transaction.atomic
def go_to_item(*, actor: Person, item_id: uuid.UUID, now: datetime.datetime) -> AgendaItem:
    """Both screens bring this item forward."""
    item = lock_item(actor=actor, item_id=item_id, may=_may_hold_item, now=now)
    _set_current(item.meeting, item)
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def confirm_held(
    *, actor: Person, meeting_id: uuid.UUID, held_at: datetime.datetime | None, now: datetime.datetime
) -> Meeting:
    """It took place, as planned or at another time. What was not written down then can be wrapped up now."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    held_at = held_at or meeting.starts_at or now
    if held_at > now:
        raise NotYetPossible
    if meeting.state == State.PLANNED:
        _hold(meeting, started_at=held_at, now=now)
        meeting.ended_at = min(now, held_at + datetime.timedelta(minutes=meeting.minutes))
        keep_record("confirmed", meeting, actor=actor, now=now, held_at=held_at.isoformat())
        tell(MeetingStarted, meeting, actor=actor, now=now)
    meeting.asked_at = now
    meeting.save()
    ensure_next_meeting(pair=meeting.pair, now=now)
    return meeting


@transaction.atomic
def deny_held(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """It did not take place: the date is given up, what was prepared waits for the next one. Returns the next one."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_move, now=now)
    if meeting.starts_at is None:
        return meeting
    if meeting.starts_at > now:
        raise PermissionDenied
    given_up = give_up_date(meeting, actor=actor, now=now)
    return given_up.continued_as or meeting


@transaction.atomic
def stop_asking(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """We ask once; this was the once."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_hold, now=now)
    meeting.asked_at = now
    meeting.save(update_fields=["asked_at"])
    return meeting


def _hold(meeting: Meeting, *, started_at: datetime.datetime, now: datetime.datetime) -> None:
    meeting.state = State.HELD
    meeting.started_at = started_at
    if meeting.starts_at is None or abs(meeting.starts_at - started_at) > SAME_OCCASION:
        meeting.starts_at = started_at
    meeting.current_item = meeting.items.present().filter(state=AgendaItem.State.OPEN).first()
    make_shared_documents(meeting, now=now)


def _leave_what_was_not_talked_about(meeting: Meeting, actor: Person) -> None:
    """What something was written about was talked about, ticked or not."""
    still_open = list(meeting.items.present().filter(state=AgendaItem.State.OPEN))
    notes = read_documents([item.note_id for item in still_open], viewer=actor)
    written = {item.pk for item in still_open if item.note_id in notes and not notes[item.note_id].is_empty}
    for item in still_open:
        item.state = AgendaItem.State.TALKED if item.pk in written else AgendaItem.State.LEFT
    AgendaItem.objects.bulk_update(still_open, ["state"])


def _spoken_start(meeting: Meeting) -> str:
    assert meeting.starts_at is not None
    return format_time(meeting.starts_at)


def _set_current(meeting: Meeting, item: AgendaItem | None) -> None:
    meeting.current_item = item
    meeting.save(update_fields=["current_item"])


def _may_hold_item(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    return policies.may_hold(viewer, item.meeting, now)
