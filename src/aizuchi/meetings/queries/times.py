"""When the two could meet: the best times, a week of both, and what they offered each other."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.finding import (
    AvailabilityCell,
    DayColumn,
    Side,
    Slot,
    TimeWindow,
    find_slots,
    look_at_week,
    window_of,
)
from aizuchi.availability.queries.descriptions import explain_slot, say_preferences
from aizuchi.availability.queries.sides import load_sides
from aizuchi.kernel.days import midnight
from aizuchi.kernel.ids import read_key
from aizuchi.meetings.clashes import Obstacle, list_obstacles, load_taken_times
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.queries.meetings import suggest_next_start
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.spaces.queries import SpaceTimes, load_space_times
from aizuchi.ui.formatting import format_time

State = Meeting.State
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
NOTICE = datetime.timedelta(hours=1)
LOOK_AHEAD, LOOK_BEYOND_DUE, FARTHEST = 3 * WEEK, 2 * WEEK, 26 * WEEK
WORKDAYS = 5
NAMED = 5
OFFERED = 6


@dataclass(frozen=True, kw_only=True)
class OfferedTime:
    """A good time, with the reason in a few words."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    reason: str
    room: str = ""


@dataclass(frozen=True, kw_only=True)
class WeekCell:
    value: str
    mine: str
    theirs: str
    label: str
    may_start: bool
    is_good: bool


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    starts_at: datetime.datetime
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True, kw_only=True)
class Week:
    days: tuple[tuple[datetime.date, str], ...]
    """With the name of the holiday, if it is one."""
    rows: tuple[WeekRow, ...]
    previous: datetime.date | None
    following: datetime.date


@dataclass(frozen=True, kw_only=True)
class FoundTimes:
    offers: tuple[OfferedTime, ...]
    partner_said: tuple[str, ...]
    week: Week


def find_times(
    *,
    viewer: Person,
    pair: Pair,
    meeting: Meeting | None,
    minutes: int,
    in_person: bool,
    now: datetime.datetime,
    monday: datetime.date | None = None,
    room: str = "",
) -> FoundTimes:
    """For one of the two. `meeting` is the one that is moved, so that it does not stand in its own way.

    The number of queries depends on nothing. The week is the one of `monday`, else the one of the best time. `room` is
    the key of one, "any", or empty where no room is wanted; times at which it is taken come last.
    """
    partner, zone = pair.partner_of(viewer), ZoneInfo(viewer.time_zone)
    due_at, usual_at = _rhythm(viewer, pair, meeting, now)
    window = window_of(now + NOTICE, _farthest(due_at, monday, zone, now))
    taken = load_taken_times(
        [viewer.pk, partner.pk], since=now - WEEK, until=window.ends_at, but=[meeting.pk] if meeting else []
    )
    seen = window_of(now - WEEK, window.ends_at)  # the days of this week that are over are shown as well
    sides = _two(load_sides([viewer, partner], window=seen, taken=taken.by_person))
    rooms = _load_rooms(viewer, window, room if in_person else "", meeting)
    found = find_slots(
        sides=sides,
        minutes=minutes,
        window=window,
        due_at=due_at,
        usual_at=usual_at,
        rooms=rooms,
        in_person=in_person,
        limit=OFFERED + 1,
    )
    found = [slot for slot in found if meeting is None or slot.starts_at != meeting.starts_at][:OFFERED]
    monday = monday or _monday_of((found[0].starts_at if found else now).astimezone(zone).date())
    columns = look_at_week(sides=sides, monday=monday, zone=zone, minutes=minutes, now=now, in_person=in_person)
    return FoundTimes(
        offers=_offer(found, partner, rooms),
        partner_said=tuple(say_preferences(sides[1].week)),
        week=_week(columns, viewer, partner, monday, now.astimezone(zone).date()),
    )


def find_best_starts(
    *, viewer: Person, pair: Pair, after: Meeting, in_person: bool, now: datetime.datetime, limit: int = 3
) -> tuple[OfferedTime, ...]:
    """The same for a pair that has just met: the best times in its rhythm after `after`."""
    partner = pair.partner_of(viewer)
    due_at = suggest_next_start(viewer=viewer, meeting=after, now=now)
    window = window_of(now + NOTICE, _farthest(due_at, None, ZoneInfo(viewer.time_zone), now))
    taken = load_taken_times([viewer.pk, partner.pk], since=now - DAY, until=window.ends_at + WEEK)
    found = find_slots(
        sides=_two(load_sides([viewer, partner], window=window, taken=taken.by_person)),
        minutes=pair.minutes,
        window=window,
        due_at=due_at,
        usual_at=after.starts_at,
        in_person=in_person,
        limit=limit,
        per_day=1,
    )
    return _offer(found, partner)


def describe_obstacles(*, viewer: Person, pair: Pair, starts: Sequence[datetime.datetime], minutes: int) -> str:
    """What speaks against these times: appointments and absences of either, without details; empty where nothing does.

    Other 1on1s are for the operation to refuse. Of several dates all are counted, and the first ones named.
    """
    obstacles = list_obstacles(viewer=viewer, pair=pair, starts=starts, minutes=minutes)
    if not obstacles:
        return ""
    if len(starts) == 1:
        return _describe_obstacle(obstacles[0][1], pair.partner_of(viewer))
    say = ngettext(
        "One of you has something else at one of these times: %(times)s.",
        "One of you has something else at %(count)s of these times: %(times)s.",
        len(obstacles),
    )
    times = pgettext("between times", ", ").join(format_time(start) for start, _obstacle in obstacles[:NAMED])
    return say % {"count": len(obstacles), "times": times + ("…" if len(obstacles) > NAMED else "")}


def _describe_obstacle(obstacle: Obstacle, partner: Person) -> str:
    return {
        Obstacle.VIEWER_IS_BUSY: _("You have something else at that time."),
        Obstacle.PARTNER_IS_BUSY: _("%(name)s has something else at that time."),
        Obstacle.PARTNER_IS_AWAY: _("%(name)s isn't there on that day."),
    }[obstacle] % {"name": partner.short_name}


def _offer(slots: Sequence[Slot], partner: Person, rooms: Sequence[SpaceTimes] = ()) -> tuple[OfferedTime, ...]:
    return tuple(
        OfferedTime(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            reason=explain_slot(slot, partner=partner),
            room=_say_room(slot, rooms),
        )
        for slot in slots
    )


def _load_rooms(viewer: Person, window: TimeWindow, wanted: str, meeting: Meeting | None) -> list[SpaceTimes]:
    if not wanted:
        return []
    return load_space_times(viewer, window=window, only=read_key(wanted), but=meeting.booking_id if meeting else None)


def _say_room(slot: Slot, rooms: Sequence[SpaceTimes]) -> str:
    if not rooms:
        return ""
    if not slot.free_rooms:
        return _("no room is free") if len(rooms) > 1 else _("%(room)s isn't free") % {"room": rooms[0].name}
    return _("%(room)s is free") % {"room": rooms[slot.free_rooms[0]].name}


def _rhythm(
    viewer: Person, pair: Pair, meeting: Meeting | None, now: datetime.datetime
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """When the next one is due, and when the latest one was. A moved one is wanted near where it was."""
    rows = Meeting.objects.visible_to(viewer).filter(
        pair=pair, starts_at__isnull=False, state__in=[State.PLANNED, State.HELD, State.CLOSED]
    )
    latest = (rows.exclude(pk=meeting.pk) if meeting else rows).order_by("-starts_at").first()
    if meeting and meeting.starts_at:
        return meeting.starts_at, latest.starts_at if latest else None
    if latest is None:
        return None, None
    latest.pair = pair
    return suggest_next_start(viewer=viewer, meeting=latest, now=now), latest.starts_at


def _farthest(
    due_at: datetime.datetime | None, monday: datetime.date | None, zone: ZoneInfo, now: datetime.datetime
) -> datetime.datetime:
    wanted = [now + LOOK_AHEAD]
    if due_at:
        wanted.append(due_at + LOOK_BEYOND_DUE)
    if monday:
        wanted.append(midnight(monday, zone) + WEEK)
    return min(max(wanted), now + FARTHEST)


def _two(sides: Sequence[Side]) -> tuple[Side, Side]:
    mine, theirs = sides
    return mine, theirs


def _monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _week(
    columns: Sequence[DayColumn], viewer: Person, partner: Person, monday: datetime.date, today: datetime.date
) -> Week:
    """Saturday and Sunday only where somebody could meet then."""
    shown = [
        column
        for place, column in enumerate(columns)
        if place < WORKDAYS or any(cell.may_start for cell in column.cells)
    ]
    days_off = list_days_off(viewer.organization, first=monday, until=monday + WEEK)
    rows = zip(*(column.cells for column in shown), strict=True)
    return Week(
        days=tuple((column.day, days_off.get(column.day, "")) for column in shown),
        rows=tuple(
            WeekRow(starts_at=cells[0].starts_at, cells=tuple(_week_cell(cell, partner) for cell in cells))
            for cells in rows
        ),
        previous=monday - WEEK if monday > _monday_of(today) else None,
        following=monday + WEEK,
    )


def _week_cell(cell: AvailabilityCell, partner: Person) -> WeekCell:
    mine, theirs = cell.states
    names = {"free": _("free"), "tentative": _("not settled"), "busy": _("busy"), "off": _("not at work")}
    return WeekCell(
        value=cell.starts_at.isoformat(),
        mine=mine,
        theirs=theirs,
        may_start=cell.may_start,
        is_good=any(cell.likes),
        label=_("%(time)s: you %(mine)s, %(name)s %(theirs)s")
        % {
            "time": format_time(cell.starts_at),
            "mine": names[mine],
            "name": partner.short_name,
            "theirs": names[theirs],
        },
    )
