"""1on1s that come back: scheduled by a rule, moved or left out one by one, from one on, or all."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import Record, record_many
from aizuchi.availability.recurrence import Shift, check_rule, expand, rule_beyond, rule_for_start
from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import InThePast, Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.clashes import WantedTime, lock_taken_times, wanted_times_of
from aizuchi.meetings.events import MeetingsScheduled
from aizuchi.meetings.models import Meeting, ScheduledQuarter, Series, SlotProposal
from aizuchi.meetings.operations.access import access_pair, lock_meeting
from aizuchi.meetings.operations.arrangement import (
    LONGEST,
    SHORTEST,
    Arrangement,
    BadLength,
    BadVideoLink,
    NotFree,
    arrangement_of,
    is_safe_link,
)
from aizuchi.meetings.operations.dates import HORIZON, Date, dates_of, move_dates, step_on_wall
from aizuchi.meetings.operations.places import book_where_free, release_spaces
from aizuchi.meetings.operations.schedule import (
    CannotBeRestored,
    cancel_meeting,
    leave_to,
    lock_pair,
    move_meeting,
    refuse_if_dated,
    restore_meeting,
)
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking
from aizuchi.ui.formatting import format_time

State = Meeting.State
MOST = 400
ONE, FOLLOWING, ALL = "one", "following", "all"


class NothingToSchedule(Refusal):
    sentence = gettext_lazy("There is no date in it. Please choose a longer time or another day.")


@dataclass(frozen=True, kw_only=True)
class PairPlan:
    pair_id: uuid.UUID
    rule: str
    minutes: int
    dates: tuple[Date, ...]
    shift: str = Shift.NEXT_DAY
    place: Arrangement | None = None
    """Where; as last time if nobody says so."""
    scheduled_until: datetime.datetime | None = None
    """Up to when the dates reach, where the rule goes on by itself after them."""


@transaction.atomic
def create_series(
    *,
    actor: Person,
    plans: Sequence[PairPlan],
    now: datetime.datetime,
    scheduled_quarter: ScheduledQuarter | None = None,
) -> list[Meeting]:
    """The dates of several pairs at once, each with the rule it came from. All of them or none.

    Raises NothingToSchedule, InThePast, BadLength, NotFree. The number of queries does not grow with the dates.
    """
    plans = [plan for plan in plans if plan.dates]
    pairs = _load_pairs(actor, plans, now)
    _check(plans, pairs, actor, now)
    undated = _undated(pairs)
    likes = _places_of_last_time(pairs)
    series = [_make_series(plan, pairs[plan.pair_id], actor, now) for plan in plans]
    Series.objects.bulk_create(series)
    made: list[Meeting] = []
    dated: list[Meeting] = []
    for plan, rule in zip(plans, series, strict=True):
        waiting = undated.get(plan.pair_id)
        for date in sorted(plan.dates, key=lambda date: date.starts_at):
            meeting = waiting or Meeting(pair=pairs[plan.pair_id], created_at=now, version=0)
            _give_date(meeting, rule, date, actor=actor, like=plan.place or likes.get(plan.pair_id))
            meeting.scheduled_quarter = scheduled_quarter
            (dated if waiting else made).append(meeting)
            waiting = None
    Meeting.objects.bulk_update(dated, [*_DATED, "place_kind", "place", "video_url", "scheduled_quarter"])
    Meeting.objects.bulk_create(made, batch_size=200)
    SlotProposal.objects.open().filter(pair__in=pairs).update(answer=SlotProposal.Answer.OVERTAKEN, answered_at=now)
    meetings = [*dated, *made]
    announce_scheduled(meetings, actor=actor, now=now, tell_at=scheduled_quarter.tell_at if scheduled_quarter else None)
    return meetings


@transaction.atomic
def repeat_meetings(
    *,
    actor: Person,
    pair_id: uuid.UUID,
    arrangement: Arrangement,
    rule: str,
    shift: str,
    now: datetime.datetime,
    meant: uuid.UUID | None = None,
) -> list[Meeting]:
    """A pair meets by a rule, three months ahead, in the room that was chosen wherever it is free. Raises BadRule too.

    Those that it was not free for have no place.
    """
    pair = access_pair(viewer=actor, pair_id=pair_id)
    lock_pair(pair)
    refuse_if_dated(pair, meant)
    rule, zone = check_rule(rule), ZoneInfo(actor.time_zone)
    dates = dates_of(pair, rule=rule, starts_at=arrangement.starts_at, zone=zone, shift=shift)
    plan = PairPlan(
        pair_id=pair_id,
        rule=rule,
        minutes=arrangement.minutes,
        dates=dates,
        shift=shift,
        place=arrangement,
        scheduled_until=arrangement.starts_at + HORIZON,
    )
    scheduled = create_series(actor=actor, plans=[plan], now=now)
    if arrangement.space_id:
        book_where_free(scheduled, space_id=arrangement.space_id, actor=actor, now=now)
    return scheduled


def preview_repeat(
    *, actor: Person, pair: Pair, starts_at: datetime.datetime, rule: str, shift: str
) -> list[datetime.datetime]:
    """When the two would meet by this rule, so that what is in the way can be told before. Raises BadRule."""
    zone = ZoneInfo(actor.time_zone)
    return [
        date.starts_at for date in dates_of(pair, rule=check_rule(rule), starts_at=starts_at, zone=zone, shift=shift)
    ]


@transaction.atomic
def leave_out(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """One occurrence does not take place. What was prepared for it goes to the next one."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_cancel, now=now)
    was_at = meeting.starts_at
    following = (
        Meeting.objects.filter(pair=meeting.pair_id, state=State.PLANNED)
        .filter(Q(starts_at__gt=was_at) | Q(starts_at__isnull=True))
        .exclude(pk=meeting.pk)
        .order_by("starts_at")
        .first()
    )
    if following is None or was_at is None:
        return cancel_meeting(actor=actor, meeting_id=meeting_id, now=now)
    return leave_to(following, meeting, actor=actor, now=now)


@transaction.atomic
def move_series(
    *, actor: Person, meeting_id: uuid.UUID, starts_at: datetime.datetime, scope: str, now: datetime.datetime
) -> list[Meeting]:
    """Moves one, this and the following, or all that are still to come, by the same days and hours on the wall.

    Raises as `create_series` does. Those that were moved by hand before move along. On days off and leaves the rule of
    the series holds as when it was scheduled; the one that was chosen is exactly where it was put.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_move, now=now)
    if scope == ONE or meeting.series is None or meeting.starts_at is None or meeting.occurrence_at is None:
        wanted = replace(arrangement_of(meeting), starts_at=starts_at)
        return [move_meeting(actor=actor, meeting_id=meeting_id, arrangement=wanted, version=meeting.version, now=now)]
    old = meeting.series
    zone = ZoneInfo(old.time_zone)
    moved = _still_to_come(old, since=meeting.occurrence_at if scope == FOLLOWING else None, now=now)
    step = _wall(starts_at, zone) - _wall(meeting.starts_at, zone)
    origin = min(one.occurrence_at for one in moved if one.occurrence_at)
    there = move_dates(moved, old, chosen=meeting.pk, step=step)
    for one in moved:
        if there[one.pk] is None:
            leave_out(actor=actor, meeting_id=one.pk, now=now)
    moved = [one for one in moved if there[one.pk]]
    fresh = _replace_series(old, since=origin, step=step, actor=actor, now=now)
    for one in moved:
        assert one.occurrence_at is not None
        one.starts_at = there[one.pk]
        one.occurrence_at = step_on_wall(one.occurrence_at, step, zone)
        one.series, one.edited_by, one.version, one.asked_at = fresh, actor, one.version + 1, None
    _refuse_clashes(wanted_times_of(moved), actor, now)
    Meeting.objects.bulk_update(moved, _DATED)
    _give_up_rooms(moved, now=now)
    announce_scheduled(moved, actor=actor, now=now, action="moved")
    return moved


def preview_move(
    *, meeting: Meeting, starts_at: datetime.datetime, scope: str, now: datetime.datetime
) -> list[datetime.datetime]:
    """Where the 1on1s would be, so that what is in their way can be told before."""
    if scope == ONE or meeting.series is None or meeting.starts_at is None:
        return [starts_at]
    coming = list(_coming(meeting.series, since=meeting.occurrence_at if scope == FOLLOWING else None, now=now))
    zone = ZoneInfo(meeting.series.time_zone)
    step = _wall(starts_at, zone) - _wall(meeting.starts_at, zone)
    moved = move_dates(coming, meeting.series, chosen=meeting.pk, step=step) if coming else {}
    return sorted({starts_at, *(moment for moment in moved.values() if moment)})


@transaction.atomic
def stop_series(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """This one and those that follow do not take place; what was prepared stays with the pair's next 1on1.

    Answers with the first of those that do not, by which `resume_series` takes all of it back.
    """
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_cancel, now=now)
    if meeting.series is None or meeting.occurrence_at is None:
        return cancel_meeting(actor=actor, meeting_id=meeting_id, now=now)
    Series.objects.filter(pk=meeting.series.pk).update(until_at=meeting.occurrence_at)
    later = _still_to_come(meeting.series, since=meeting.occurrence_at, now=now)
    for one in sorted(later, key=lambda one: one.starts_at or now, reverse=True)[:-1]:
        leave_out(actor=actor, meeting_id=one.pk, now=now)
    return cancel_meeting(actor=actor, meeting_id=min(later, key=lambda one: one.starts_at or now).pk, now=now)


@dataclass(frozen=True, kw_only=True)
class Resumed:
    pair_id: uuid.UUID
    back: int
    left_out: int
    """Their time has gone, or something else stands there by now."""


@transaction.atomic
def resume_series(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Resumed:
    """Undoes `stop_series`: it goes on as before, and its 1on1s stand again wherever nothing is in the way.

    Raises CannotBeRestored where none of them can.
    """
    first = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_restore, now=now)
    stopped = Meeting.objects.filter(series__isnull=False, series=first.series, cancelled_at=first.cancelled_at)
    keys = list(stopped.filter(state=State.CANCELLED).order_by("starts_at").values_list("pk", flat=True))
    if not keys or first.series is None or first.occurrence_at is None:
        raise CannotBeRestored
    back = sum(_is_brought_back(key, actor=actor, now=now) for key in keys)
    if not back:
        raise CannotBeRestored
    Series.objects.filter(pk=first.series.pk, until_at=first.occurrence_at).update(until_at=None)
    return Resumed(pair_id=first.pair_id, back=back, left_out=len(keys) - back)


def _is_brought_back(meeting_id: uuid.UUID, *, actor: Person, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            restore_meeting(actor=actor, meeting_id=meeting_id, now=now)
    except (CannotBeRestored, InThePast, NotFree):
        return False
    return True


_DATED = ["starts_at", "minutes", "series", "occurrence_at", "edited_by", "version", "asked_at"]


def _load_pairs(actor: Person, plans: Sequence[PairPlan], now: datetime.datetime) -> dict[uuid.UUID, Pair]:
    wanted = {plan.pair_id for plan in plans}
    if not wanted or sum(len(plan.dates) for plan in plans) > MOST:
        raise NothingToSchedule
    pairs = Pair.objects.visible_to(actor).select_related("mentee", "mentor", "organization").filter(pk__in=wanted)
    found = {pair.pk: pair for pair in pairs}
    if len(found) < len(wanted) or not all(policies.may_arrange(actor, pair, now) for pair in found.values()):
        raise PermissionDenied
    return found


def _check(plans: Sequence[PairPlan], pairs: dict[uuid.UUID, Pair], actor: Person, now: datetime.datetime) -> None:
    if any(not SHORTEST <= plan.minutes <= LONGEST for plan in plans):
        raise BadLength
    for plan in plans:
        check_rule(plan.rule)
        if plan.place and plan.place.video_url and not is_safe_link(plan.place.video_url):
            raise BadVideoLink
    wanted = [
        WantedTime(pair=pairs[plan.pair_id], starts_at=date.starts_at, minutes=plan.minutes)
        for plan in plans
        for date in plan.dates
    ]
    _refuse_clashes(wanted, actor, now)


def _refuse_clashes(wanted: Sequence[WantedTime], actor: Person, now: datetime.datetime) -> None:
    """No person is in two 1on1s at once: neither in two of these, nor in one of these and another. Three queries."""
    if any(time.starts_at <= now for time in wanted):
        raise InThePast(field="starts_at")
    taken = lock_taken_times(wanted)
    for time in wanted:
        if taken.has_clash(time):
            raise NotFree(
                _("At %(time)s, you or %(name)s already have a 1on1. Please choose another time.")
                % {"time": format_time(time.starts_at), "name": time.pair.partner_of(actor).short_name}
            )
        taken.add(time)


def _undated(pairs: dict[uuid.UUID, Pair]) -> dict[uuid.UUID, Meeting]:
    rows = Meeting.objects.select_for_update().filter(pair__in=pairs, state=State.PLANNED, starts_at__isnull=True)
    found = {meeting.pair_id: meeting for meeting in rows}
    for meeting in found.values():
        meeting.pair = pairs[meeting.pair_id]
    return found


def _places_of_last_time(pairs: dict[uuid.UUID, Pair]) -> dict[uuid.UUID, Meeting]:
    held = Meeting.objects.filter(pair__in=pairs, state__in=[State.HELD, State.CLOSED]).order_by("starts_at")
    fields = held.only("pair", "place_kind", "place", "video_url", "starts_at")
    return {meeting.pair_id: meeting for meeting in fields}


def _give_up_rooms(moved: Sequence[Meeting], *, now: datetime.datetime) -> None:
    """Nobody knows whether the rooms are free at all the new times; each 1on1 says that it has none yet."""
    keys = [meeting.pk for meeting in moved]
    Meeting.objects.filter(pk__in=keys, booking__in=Booking.objects.filter(released_at=None)).update(place="")
    release_spaces(keys, now=now)


def _make_series(plan: PairPlan, pair: Pair, actor: Person, now: datetime.datetime) -> Series:
    return Series(
        pair=pair,
        rule=plan.rule,
        starts_at=min(date.occurrence_at for date in plan.dates),
        time_zone=actor.time_zone,
        minutes=plan.minutes,
        shift=plan.shift,
        scheduled_until=plan.scheduled_until,
        created_by=actor,
        created_at=now,
    )


def _give_date(
    meeting: Meeting, series: Series, date: Date, *, actor: Person, like: Arrangement | Meeting | None
) -> None:
    meeting.starts_at, meeting.minutes = date.starts_at, series.minutes
    meeting.series, meeting.occurrence_at = series, date.occurrence_at
    meeting.edited_by, meeting.asked_at = actor, None
    meeting.version += 1
    if like:
        meeting.place_kind, meeting.place, meeting.video_url = like.place_kind, like.place, like.video_url


def _replace_series(
    old: Series, *, since: datetime.datetime, step: datetime.timedelta, actor: Person, now: datetime.datetime
) -> Series:
    """From that date on the old one no longer holds; the new one goes on, so many days and hours later on the wall."""
    zone = ZoneInfo(old.time_zone)
    starts_at = step_on_wall(since, step, zone)
    fresh = Series.objects.create(
        pair=old.pair,
        rule=rule_for_start(_rest_of(old, since=since), starts_at.astimezone(zone).date()),
        starts_at=starts_at,
        time_zone=old.time_zone,
        minutes=old.minutes,
        shift=old.shift,
        scheduled_until=step_on_wall(old.scheduled_until, step, zone) if old.scheduled_until else None,
        created_by=actor,
        created_at=now,
    )
    old.until_at = since
    old.save(update_fields=["until_at"])
    return fresh


def _rest_of(series: Series, *, since: datetime.datetime) -> str:
    passed = expand(series.rule, starts_at=series.starts_at, zone=ZoneInfo(series.time_zone), until=since)
    return rule_beyond(series.rule, passed=len(passed))


def _still_to_come(series: Series, *, since: datetime.datetime | None, now: datetime.datetime) -> list[Meeting]:
    return list(_coming(series, since=since, now=now).select_for_update(of=("self",)))


def _coming(series: Series, *, since: datetime.datetime | None, now: datetime.datetime) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(series=series, state=State.PLANNED, starts_at__gt=now)
    rows = rows.filter(occurrence_at__gte=since) if since else rows
    return rows.select_related("pair__mentee", "pair__mentor", "pair__organization").order_by("occurrence_at")


def announce_scheduled(
    meetings: Sequence[Meeting],
    *,
    actor: Person | None,
    now: datetime.datetime,
    action: str = "scheduled",
    tell_at: datetime.datetime | None = None,
) -> None:
    changes = [
        Record(
            action=f"meetings.meeting.{action}",
            subject_id=meeting.pk,
            detail={"pair_id": meeting.pair_id, "starts_at": meeting.starts_at},
        )
        for meeting in meetings
    ]
    organization_id = meetings[0].pair.organization_id
    record_many(organization_id=organization_id, actor=actor, changes=changes, now=now)
    keys = tuple(meeting.pk for meeting in meetings)
    publish(MeetingsScheduled(meeting_ids=keys, actor_id=actor.pk if actor else None, at=now, tell_at=tell_at))


def _wall(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
