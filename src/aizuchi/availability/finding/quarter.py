"""A quarter of 1on1s of one person with many, spread over a few mornings."""

import datetime
import itertools
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from aizuchi.availability.finding.sides import Painted, Side
from aizuchi.availability.finding.slots import paint_side
from aizuchi.availability.recurrence import expand, rule_of_cadence, shift_day
from aizuchi.kernel.timeline import CELL, DAY, Mask, TimeWindow, at_minute, sums, window_of

STEP = 15
WEEKS_APART = {"weekly": 1, "every_2_weeks": 2, "monthly": 4, "every_2_months": 8, "quarterly": 13}
TAKEN, DISLIKED, LIKED, CROWDED, LATE, OUT_OF_STEP = 100.0, 3.0, -1.0, 0.3, 0.001, 20.0
# Of the usual distance: whatever is nearer to a date that stands is no date of its own.
NEAR = 0.6


@dataclass(frozen=True, kw_only=True)
class Stint:
    """Part of a weekday on which the one with many 1on1s wants to hold them."""

    weekday: int
    starts_minute: int
    ends_minute: int


@dataclass(frozen=True, kw_only=True)
class Member:
    key: uuid.UUID
    side: Side
    cadence: str
    minutes: int
    settled: tuple[datetime.datetime, ...] = ()
    """When this pair meets already: dates are laid around them, in its rhythm."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """`occurrence_at` is when the rule has it, `starts_at` when it would be: None where it is left out.

    States: ok, shifted (by a day off), moved (something was in the way), taken (collides), left_out.
    """

    key: uuid.UUID
    rule: str
    occurrence_at: datetime.datetime
    starts_at: datetime.datetime | None
    minutes: int
    state: str


@dataclass
class Board:
    """What is taken, and what this plan has taken so far."""

    window: TimeWindow
    mentor: Painted
    members: dict[uuid.UUID, Painted]
    blocked: dict[uuid.UUID, NDArray[np.int64]] = field(default_factory=dict)
    placed: list[tuple[int, int]] = field(default_factory=list)
    per_day: dict[datetime.date, int] = field(default_factory=dict)

    def is_free(self, key: uuid.UUID, moment: datetime.datetime, minutes: int) -> bool:
        start = self.window.cell_at(moment)
        end = start + -(-minutes * 60 // CELL)
        if start < 0 or end > self.window.cells:
            return False
        if any(start < other_end and other_start < end for other_start, other_end in self.placed):
            return False
        blocked = self.blocked[key]
        return bool(blocked[end] == blocked[start])

    def place(self, moment: datetime.datetime, minutes: int, day: datetime.date) -> None:
        start = self.window.cell_at(moment)
        self.placed.append((start, start + -(-minutes * 60 // CELL)))
        self.per_day[day] = self.per_day.get(day, 0) + 1


def spread(
    *,
    mentor: Side,
    members: Sequence[Member],
    stints: Sequence[Stint],
    first: datetime.date,
    weeks: int,
    zone: ZoneInfo,
    shift: str,
    now: datetime.datetime,
) -> list[Occurrence]:
    """Everybody gets a weekday and an hour of the stints that collide least over the quarter.

    Those who meet most often choose first. One that still collides is put elsewhere in the stints of its week; where
    that is impossible it is told.
    """
    board = make_board(mentor=mentor, members=members, first=first, weeks=weeks, zone=zone)
    until = first + weeks * 7 * DAY
    found: list[Occurrence] = []
    for member in sorted(members, key=lambda member: (WEEKS_APART.get(member.cadence, 99), -member.minutes)):
        best = min(
            _candidates(member, stints, first, until, zone, now),
            key=lambda one: _cost(board, member, one, zone),
            default=None,
        )
        if best is None:
            continue
        found.extend(_place_member(board, member, best, stints, zone, shift))
    return found


def _place_member(
    board: Board,
    member: Member,
    days: Sequence[tuple[datetime.date, int]],
    stints: Sequence[Stint],
    zone: ZoneInfo,
    shift: str,
) -> Iterator[Occurrence]:
    rule = rule_of_cadence(member.cadence, days[0][0])
    for day, minute in days:
        if is_near_settled(member, at_minute(day, minute, zone), zone):
            continue
        occurrence = _settle(board, member, rule, day, minute, stints, zone, shift)
        if occurrence.starts_at and is_near_settled(member, occurrence.starts_at, zone):
            continue
        if occurrence.starts_at and occurrence.state != "taken":
            board.place(occurrence.starts_at, member.minutes, occurrence.starts_at.astimezone(zone).date())
        yield occurrence


def is_near_settled(member: Member, moment: datetime.datetime, zone: ZoneInfo) -> bool:
    """Whether the pair meets already about then: in the same week, or much nearer than its rhythm has it."""
    apart = WEEKS_APART.get(member.cadence, 1) * 7 * NEAR
    day = moment.astimezone(zone).date()
    for settled in member.settled:
        other = settled.astimezone(zone).date()
        if day.isocalendar()[:2] == other.isocalendar()[:2]:
            return True
        if member.cadence != "weekly" and abs((day - other).days) < apart:
            return True
    return False


def free_instead(board: Board, member: Member, moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime | None:
    """The same hour on another day of that week, nearest first; else another hour of the same day."""
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    monday = local.date() - local.weekday() * DAY
    days = sorted((monday + n * DAY for n in range(5)), key=lambda day: (abs((day - local.date()).days), day))
    sides = (board.mentor, board.members[member.key])
    hours = sorted(range(9 * 60, 18 * 60 - member.minutes + 1, 30), key=lambda other: abs(other - minute))
    wanted = [*((day, minute) for day in days), *((local.date(), other) for other in hours)]
    for day, at in wanted:
        there = at_minute(day, at, zone)
        if all(side.is_there_on(day) for side in sides) and board.is_free(member.key, there, member.minutes):
            return there
    return None


def judge(board: Board, plans: Sequence[tuple[Member, datetime.datetime | None]]) -> list[str]:
    """For a plan that was changed by hand: taken where somebody has something, or where two of the plan collide."""
    states = []
    for member, moment in plans:
        if moment is None:
            states.append("left_out")
            continue
        states.append("ok" if board.is_free(member.key, moment, member.minutes) else "taken")
        board.place(moment, member.minutes, moment.date())  # any wall: it was made on its member's
    return states


def make_board(*, mentor: Side, members: Sequence[Member], first: datetime.date, weeks: int, zone: ZoneInfo) -> Board:
    window = window_of(at_minute(first, 0, zone), at_minute(first + (weeks + 2) * 7 * DAY, 0, zone))
    painted = paint_side(mentor, window, in_person=False)
    board = Board(window, painted, {member.key: paint_side(member.side, window, in_person=False) for member in members})
    for key, side in board.members.items():
        mask: Mask = painted.crowded | side.crowded | ~side.open | painted.never
        board.blocked[key] = sums(mask)
    return board


def _candidates(
    member: Member,
    stints: Sequence[Stint],
    first: datetime.date,
    until: datetime.date,
    zone: ZoneInfo,
    now: datetime.datetime,
) -> Iterator[list[tuple[datetime.date, int]]]:
    apart = WEEKS_APART.get(member.cadence, 0)
    weeks_there_are = (until - first).days // 7
    for stint, week in itertools.product(stints, range(min(apart, weeks_there_are))):
        day = first + (week * 7 + (stint.weekday - first.weekday()) % 7) * DAY
        days = _days_of_rule(rule_of_cadence(member.cadence, day), day, until)
        for minute in range(stint.starts_minute, stint.ends_minute - member.minutes + 1, STEP):
            if days and at_minute(days[0], minute, zone) > now:
                yield [(day, minute) for day in days]


@lru_cache(maxsize=512)
def _days_of_rule(rule: str, first: datetime.date, until: datetime.date) -> tuple[datetime.date, ...]:
    utc = ZoneInfo("UTC")
    moments = expand(rule, starts_at=at_minute(first, 0, utc), zone=utc, until=at_minute(until, 0, utc))
    return tuple(moment.date() for moment in moments)  # any wall: days alone, in UTC for want of another


def _cost(board: Board, member: Member, days: Sequence[tuple[datetime.date, int]], zone: ZoneInfo) -> float:
    side = board.members[member.key]
    cost = 0.0
    for day, minute in days:
        moment = at_minute(day, minute, zone)
        if is_near_settled(member, moment, zone):
            weeks = {settled.astimezone(zone).date().isocalendar()[:2] for settled in member.settled}
            cost += 0.0 if day.isocalendar()[:2] in weeks else OUT_OF_STEP
            continue
        cell = board.window.cell_at(moment)
        cost += 0.0 if board.is_free(member.key, moment, member.minutes) else TAKEN
        cost += DISLIKED * bool(side.avoided[cell] or board.mentor.avoided[cell]) + LIKED * bool(side.good[cell])
        cost += CROWDED * board.per_day.get(day, 0) + LATE * minute
    return cost / len(days)


def _settle(
    board: Board,
    member: Member,
    rule: str,
    day: datetime.date,
    minute: int,
    stints: Sequence[Stint],
    zone: ZoneInfo,
    shift: str,
) -> Occurrence:
    facts = {"key": member.key, "rule": rule, "minutes": member.minutes, "occurrence_at": at_minute(day, minute, zone)}
    sides = (board.mentor, board.members[member.key])
    there = shift_day(day, is_off=lambda other: not all(side.is_there_on(other) for side in sides), how=shift)
    if there is None:
        return Occurrence(**facts, starts_at=None, state="left_out")  # type: ignore[arg-type]
    wanted = at_minute(there, minute, zone)
    if board.is_free(member.key, wanted, member.minutes):
        return Occurrence(**facts, starts_at=wanted, state="ok" if there == day else "shifted")  # type: ignore[arg-type]
    monday = there - there.weekday() * DAY
    for moment in _elsewhere(stints, there, monday, member.minutes, zone):
        if board.is_free(member.key, moment, member.minutes):
            return Occurrence(**facts, starts_at=moment, state="moved")  # type: ignore[arg-type]
    return Occurrence(**facts, starts_at=wanted, state="taken")  # type: ignore[arg-type]


def _elsewhere(
    stints: Collection[Stint], day: datetime.date, monday: datetime.date, minutes: int, zone: ZoneInfo
) -> Iterator[datetime.datetime]:
    """Another hour of the same day, then of the other days of that week."""
    for stint in sorted(stints, key=lambda stint: stint.weekday != day.weekday()):
        for minute in range(stint.starts_minute, stint.ends_minute - minutes + 1, STEP):
            yield at_minute(monday + stint.weekday * DAY, minute, zone)
