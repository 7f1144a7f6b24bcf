"""When and where: the undated next meeting gets a date, a dated one moves, or its date is given up."""

import datetime
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import InThePast, Refusal, Stale
from aizuchi.meetings import policies
from aizuchi.meetings.booked_spaces import latest_space_of
from aizuchi.meetings.events import AgendaChanged, MeetingCancelled, MeetingMoved, MeetingRestored, MeetingScheduled
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_pair, lock_meeting
from aizuchi.meetings.operations.arrangement import Arrangement, arrangement_of, check_arrangement
from aizuchi.meetings.operations.places import release_spaces, settle_place
from aizuchi.meetings.operations.proposals import settle_open_proposals
from aizuchi.meetings.operations.recording import keep_record, tell
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

State = Meeting.State


class DatedMeanwhile(Stale):
    """Two looked for the next date at once, and the other was faster. Nothing has been booked."""

    field = "meant"


class CannotBeRestored(Refusal):
    sentence = gettext_lazy("This 1on1 has been given another date since.")


@transaction.atomic
def schedule_meeting(
    *,
    actor: Person,
    pair_id: uuid.UUID,
    arrangement: Arrangement,
    now: datetime.datetime,
    meant: uuid.UUID | None = None,
    settled_in_id: uuid.UUID | None = None,
) -> Meeting:
    """Dates the pair's undated meeting, or plans another one where the next has its date already.

    `meant` is the undated one that was to get its date: where it has one meanwhile, nothing is booked. Raises
    DatedMeanwhile, InThePast, BadLength, BadVideoLink, NotFree. A button pressed twice makes one meeting.
    """
    pair = access_pair(viewer=actor, pair_id=pair_id)
    require(policies.may_arrange(actor, pair, now))
    lock_pair(pair)
    planned = Meeting.objects.select_for_update().filter(pair=pair, state=State.PLANNED)
    if again := planned.filter(starts_at=arrangement.starts_at).first():
        return again
    refuse_if_dated(pair, meant)
    meeting = planned.filter(starts_at__isnull=True).first() or Meeting(pair=pair, created_at=now, version=0)
    meeting.pair, meeting.settled_in_id = pair, settled_in_id
    check_arrangement(meeting, arrangement, actor=actor, now=now)
    _arrange(meeting, arrangement, actor=actor, now=now)
    _tell_schedule(meeting, actor=actor, now=now)
    return meeting


@transaction.atomic
def move_meeting(
    *, actor: Person, meeting_id: uuid.UUID, arrangement: Arrangement, version: int, now: datetime.datetime
) -> Meeting:
    """Another time or place. `version` is what the form was made from. Raises as scheduling does, and Stale."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_move, now=now)
    if meeting.starts_at and arrangement_of(meeting) == arrangement:
        return meeting
    if meeting.version != version:
        raise Stale(_describe_change(meeting), field="version")
    check_arrangement(meeting, arrangement, actor=actor, now=now)
    was_at = meeting.starts_at
    _arrange(meeting, arrangement, actor=actor, now=now)
    if was_at is None:
        _tell_schedule(meeting, actor=actor, now=now)
    else:
        _tell_move(meeting, actor=actor, was_at=was_at, now=now)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Gives up the date and keeps everything else: returns the cancelled date, which can be restored.

    The meeting itself stays the pair's next one, without a date, so that what was prepared, open tabs included, goes
    on undisturbed; what is cancelled is a row of its own.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_cancel, now=now)
    return give_up_date(meeting, actor=actor, now=now)


@transaction.atomic
def restore_meeting(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Undoes a cancellation. Raises CannotBeRestored, and InThePast or NotFree when the time is gone."""
    cancelled = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_restore, now=now)
    heir = cancelled.continued_as
    if heir is None or heir.state != State.PLANNED:
        raise CannotBeRestored
    if heir.starts_at is not None:
        if cancelled.created_at == cancelled.cancelled_at:  # a date of `heir` itself, which has another one now
            raise CannotBeRestored
        return _bring_back(cancelled, heir, actor=actor, now=now)
    heir.pair = cancelled.pair
    space_id = latest_space_of(heir)
    arrangement = replace(arrangement_of(cancelled), space_id=space_id)
    check_arrangement(heir, arrangement, actor=actor, now=now)
    cancelled.delete()
    heir.series, heir.occurrence_at = cancelled.series, cancelled.occurrence_at
    _arrange(heir, arrangement, actor=actor, now=now)
    _tell_restored(heir, actor=actor, now=now)
    return heir


def lock_pair(pair: Pair) -> None:
    """Whoever looks for the next date of these two waits here."""
    Pair.objects.select_for_update().only("pk").get(pk=pair.pk)


def refuse_if_dated(pair: Pair, meant: uuid.UUID | None) -> None:
    """Raises DatedMeanwhile, with who was faster and what they chose. Wants the lock on the pair."""
    if meant is None:
        return
    now_dated = Meeting.objects.filter(pk=meant, pair=pair, state=State.PLANNED, starts_at__isnull=False)
    if dated := now_dated.select_related("edited_by").first():
        raise DatedMeanwhile(say_settled(dated))


def say_settled(dated: Meeting) -> str:
    assert dated.starts_at is not None
    who = dated.edited_by.short_name if dated.edited_by else _("Somebody")
    told = {"name": who, "time": format_time(dated.starts_at)}
    return _("%(name)s was a moment faster: you meet on %(time)s. Nothing else has been booked.") % told


def give_up_date(meeting: Meeting, *, actor: Person, now: datetime.datetime) -> Meeting:
    """For operations that hold the lock and have asked the policy. What was prepared goes with whatever comes next."""
    following = next_dated_after(meeting, now=now)
    if following:
        return leave_to(following, meeting, actor=actor, now=now)
    arrangement = arrangement_of(meeting)
    join_undated(meeting, now=now)
    release_spaces([meeting.pk], now=now)
    series, occurrence_at = meeting.series, meeting.occurrence_at
    meeting.starts_at = meeting.series = meeting.occurrence_at = meeting.settled_in = None
    meeting.edited_by = actor
    meeting.version += 1
    meeting.save(update_fields=["starts_at", "series", "occurrence_at", "settled_in", "edited_by", "version"])
    cancelled = Meeting.objects.create(
        pair=meeting.pair,
        series=series,  # where it came from a rule, the rule does not bring it back
        occurrence_at=occurrence_at,
        state=State.CANCELLED,
        starts_at=arrangement.starts_at,
        minutes=arrangement.minutes,
        place_kind=arrangement.place_kind,
        place=arrangement.place,
        video_url=arrangement.video_url,
        cancelled_at=now,
        cancelled_by=actor,
        continued_as=meeting,
        created_at=now,
    )
    tell_cancellation(meeting, cancelled, was_at=arrangement.starts_at, actor=actor, now=now)
    return cancelled


def join_undated(meeting: Meeting, *, now: datetime.datetime, made_since: datetime.datetime | None = None) -> None:
    """A pair has one undated meeting: what another one held so far comes along with this one."""
    undated = Meeting.objects.filter(pair=meeting.pair_id, state=State.PLANNED, starts_at__isnull=True)
    undated = undated.filter(created_at__gte=made_since) if made_since else undated
    other = undated.exclude(pk=meeting.pk).first()
    if other is None:
        return
    carry_into(meeting, other)
    other.state, other.cancelled_at, other.continued_as = State.CANCELLED, now, meeting
    other.save(update_fields=["state", "cancelled_at", "continued_as"])


def next_dated_after(meeting: Meeting, *, now: datetime.datetime) -> Meeting | None:
    """The one that follows it, else the next that the two have at all."""
    dated = Meeting.objects.filter(pair=meeting.pair_id, state=State.PLANNED, starts_at__gt=now).exclude(pk=meeting.pk)
    dated = dated.order_by("starts_at")
    return dated.filter(starts_at__gt=meeting.starts_at or now).first() or dated.first()


def leave_to(following: Meeting, meeting: Meeting, *, actor: Person, now: datetime.datetime) -> Meeting:
    """`meeting` does not take place, and what was prepared for it waits for `following`. Wants the lock."""
    assert meeting.starts_at is not None
    carry_into(following, meeting)
    release_spaces([meeting.pk], now=now)
    meeting.state, meeting.cancelled_at, meeting.cancelled_by = State.CANCELLED, now, actor
    meeting.continued_as = following
    meeting.save(update_fields=["state", "cancelled_at", "cancelled_by", "continued_as"])
    tell_cancellation(meeting, meeting, was_at=meeting.starts_at, actor=actor, now=now)
    tell(AgendaChanged, following, actor=actor, now=now)
    return meeting


def carry_into(meeting: Meeting, other: Meeting) -> None:
    """The agenda of `other`, its questions and what was prepared, behind what `meeting` has already."""
    first = meeting.items.count()
    taken = set(meeting.items.exclude(source="").values_list("source", flat=True))
    for offset, item in enumerate(other.items.all()):
        item.meeting, item.position, item.came_from = meeting, first + offset, other
        item.source = "" if item.source in taken else item.source
        item.save(update_fields=["meeting", "position", "source", "came_from"])
    other.pre_questions.update(meeting=meeting, came_from=other)
    _carry_preparations(meeting, other)
    if other.intent and not meeting.intent:
        meeting.intent = other.intent
        meeting.save(update_fields=["intent"])


def _carry_preparations(meeting: Meeting, other: Meeting) -> None:
    """Somebody's private note comes along wherever they have none for the next one."""
    theirs = {one.person_id: one for one in meeting.preparations.all()}
    for one in other.preparations.all():
        kept = theirs.get(one.person_id)
        if kept is None:
            one.meeting, one.came_from = meeting, other
            one.save(update_fields=["meeting", "came_from"])
        elif one.private_note_id and not kept.private_note_id:
            note, one.private_note = one.private_note, None
            one.save(update_fields=["private_note"])
            kept.private_note = note
            kept.save(update_fields=["private_note"])


def _bring_back(cancelled: Meeting, heir: Meeting, *, actor: Person, now: datetime.datetime) -> Meeting:
    """The date stands again, and what went over to the next one comes back with it."""
    arrangement = replace(arrangement_of(cancelled), space_id=latest_space_of(cancelled))
    if arrangement.starts_at < now:
        raise InThePast(field="starts_at")
    check_arrangement(cancelled, arrangement, actor=actor, now=now)
    for rows in (heir.items, heir.pre_questions, heir.preparations):
        rows.filter(came_from=cancelled).update(meeting=cancelled, came_from=None)
    cancelled.state, cancelled.continued_as = State.PLANNED, None
    cancelled.cancelled_at = cancelled.cancelled_by = None
    _arrange(cancelled, arrangement, actor=actor, now=now)
    _tell_restored(cancelled, actor=actor, now=now)
    tell(AgendaChanged, heir, actor=actor, now=now)
    return cancelled


def _arrange(meeting: Meeting, wanted: Arrangement, *, actor: Person, now: datetime.datetime) -> None:
    is_video = wanted.place_kind == Meeting.Place.VIDEO
    meeting.starts_at = wanted.starts_at
    meeting.minutes = wanted.minutes
    meeting.place_kind = wanted.place_kind
    meeting.place = "" if is_video else settle_place(meeting, wanted, actor=actor, now=now)
    meeting.video_url = wanted.video_url if is_video else ""
    meeting.asked_at = None
    meeting.edited_by = actor
    meeting.version += 1
    meeting.save()
    if is_video:
        release_spaces([meeting.pk], now=now)
    settle_open_proposals(pair_id=meeting.pair_id, now=now)


def _tell_schedule(meeting: Meeting, *, actor: Person, now: datetime.datetime) -> None:
    assert meeting.starts_at is not None
    keep_record("scheduled", meeting, actor=actor, now=now, starts_at=meeting.starts_at.isoformat())
    publish(
        MeetingScheduled(
            meeting_id=meeting.pk, pair_id=meeting.pair_id, actor_id=actor.pk, at=now, starts_at=meeting.starts_at
        )
    )


def _tell_move(meeting: Meeting, *, actor: Person, was_at: datetime.datetime, now: datetime.datetime) -> None:
    assert meeting.starts_at is not None
    starts_at = meeting.starts_at
    keep_record("moved", meeting, actor=actor, now=now, was_at=was_at.isoformat(), starts_at=starts_at.isoformat())
    publish(
        MeetingMoved(
            meeting_id=meeting.pk,
            pair_id=meeting.pair_id,
            actor_id=actor.pk,
            at=now,
            was_at=was_at,
            starts_at=starts_at,
        )
    )


def _tell_restored(meeting: Meeting, *, actor: Person, now: datetime.datetime) -> None:
    assert meeting.starts_at is not None
    starts_at = meeting.starts_at
    keep_record("restored", meeting, actor=actor, now=now, starts_at=starts_at.isoformat())
    publish(
        MeetingRestored(meeting_id=meeting.pk, pair_id=meeting.pair_id, actor_id=actor.pk, at=now, starts_at=starts_at)
    )


def tell_cancellation(
    meeting: Meeting, cancelled: Meeting, *, was_at: datetime.datetime, actor: Person, now: datetime.datetime
) -> None:
    keep_record("cancelled", meeting, actor=actor, now=now, was_at=was_at.isoformat())
    publish(
        MeetingCancelled(
            meeting_id=meeting.pk,
            pair_id=meeting.pair_id,
            actor_id=actor.pk,
            at=now,
            was_at=was_at,
            cancelled_id=cancelled.pk,
        )
    )


def _describe_change(meeting: Meeting) -> str:
    who = meeting.edited_by.short_name if meeting.edited_by else _("Somebody")
    if meeting.starts_at is None:
        return _("%(name)s took the date off in the meantime.") % {"name": who}
    return _("%(name)s changed this in the meantime: it is now %(time)s.") % {
        "name": who,
        "time": format_time(meeting.starts_at),
    }
