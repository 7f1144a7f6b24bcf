"""The best free times of two people, with why each is good."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aizuchi.availability.finding.sides import Painted, Side
from aizuchi.kernel.timeline import CELL, Mask, Spans, TimeWindow, sums

QUARTER = 15 * 60
NEAR = datetime.timedelta(days=2)

# How much each thing is worth. What somebody likes outweighs a week of waiting; what they avoid outweighs both.
LIKED, AVOIDED, TENTATIVE, USUAL = 2.0, -4.0, -1.5, 1.0
PER_DAY_FROM_DUE = -0.3
NO_ROOM = -1.5
FULL_HOUR, HALF_HOUR = 0.4, 0.2


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time that both have. The reasons are facts; a page says them in words."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    score: float
    liked_by: frozenset[int] = frozenset()
    """Which of the sides: 0, 1."""
    avoided_by: frozenset[int] = frozenset()
    is_tentative: bool = False
    is_near_due: bool = False
    is_usual: bool = False
    free_rooms: tuple[int, ...] = ()
    """Places in the list of rooms that was given."""


class SpaceTimes(Protocol):
    """When a meeting space can be had, as those who keep it tell."""

    @property
    def busy(self) -> Spans: ...

    @property
    def open(self) -> Mask: ...


def find_slots(
    *,
    sides: tuple[Side, Side],
    minutes: int,
    window: TimeWindow,
    due_at: datetime.datetime | None = None,
    usual_at: datetime.datetime | None = None,
    rooms: Sequence[SpaceTimes] = (),
    in_person: bool = False,
    limit: int = 6,
    per_day: int = 2,
) -> list[Slot]:
    """Best first, at most `per_day` of one day, none overlapping; empty where there is no time for both.

    `due_at` is when the pair's rhythm asks for the next 1on1, `usual_at` when the latest one was. With `rooms`, times
    at which one of them is free come first. Buffers around appointments belong to each side, and the way there is
    added where the two meet in person.
    """
    length = minutes * 60 // CELL + (minutes * 60 % CELL > 0)
    if window.cells < length:
        return []
    painted = [paint_side(side, window, in_person=in_person) for side in sides]
    starts = _possible_starts(painted, window, length)
    if not len(starts):
        return []
    scores, facts = _judge(painted, window, starts, length, due_at=due_at, usual_at=usual_at)
    free = _free_rooms(rooms, window, starts, length)
    scores += np.where(free.any(axis=0), 0.0, NO_ROOM) if len(rooms) else 0.0
    return [
        _slot(window, starts, index, length, scores, facts, free)
        for index in _pick(starts, scores, length, window, sides[0], limit, per_day)
    ]


def paint_side(side: Side, window: TimeWindow, *, in_person: bool) -> Painted:
    return Painted(side, window, side.buffer_minutes + (side.travel_minutes if in_person else 0))


def can_start(painted: Sequence[Painted], window: TimeWindow, length: int) -> Mask:
    """For each cell, whether a 1on1 of `length` cells may begin there."""
    possible = np.ones(window.cells - length + 1, dtype=np.bool_)
    for side in painted:
        possible &= _none_within(side.crowded | ~side.open, length)
        ahead = side.side.preparation_minutes * 60 // CELL
        if ahead:
            possible &= _none_before(side.busy, ahead, len(possible))
    return possible


def _possible_starts(painted: Sequence[Painted], window: TimeWindow, length: int) -> NDArray[np.int64]:
    starts = np.flatnonzero(can_start(painted, window, length))
    on_quarters: NDArray[np.int64] = starts[(window.first + starts * CELL) % QUARTER == 0]
    return on_quarters


def _none_within(mask: Mask, length: int) -> Mask:
    before = sums(mask)
    return np.asarray(before[length:] == before[:-length])


def _none_before(mask: Mask, length: int, count: int) -> Mask:
    before = sums(mask)
    cells = np.arange(count)
    return np.asarray(before[cells] == before[np.maximum(0, cells - length)])


@dataclass(frozen=True)
class _Facts:
    liked: list[Mask]
    avoided: list[Mask]
    tentative: Mask
    near: Mask
    usual: Mask


def _judge(
    painted: Sequence[Painted],
    window: TimeWindow,
    starts: NDArray[np.int64],
    length: int,
    *,
    due_at: datetime.datetime | None,
    usual_at: datetime.datetime | None,
) -> tuple[NDArray[np.float64], _Facts]:
    seconds = window.first + starts * CELL
    from_due = np.abs(seconds - (due_at or window.starts_at).timestamp())
    facts = _Facts(
        liked=[_whole(side.good, starts, length) for side in painted],
        avoided=[_touched(side.avoided, starts, length) for side in painted],
        tentative=_touched(painted[0].tentative | painted[1].tentative, starts, length),
        near=from_due <= NEAR.total_seconds() if due_at else np.zeros(len(starts), dtype=np.bool_),
        usual=_is_usual(seconds, usual_at, painted[0].side),
    )
    scores = PER_DAY_FROM_DUE * from_due / 86400 + USUAL * facts.usual + TENTATIVE * facts.tentative
    for liked, avoided in zip(facts.liked, facts.avoided, strict=True):
        scores = scores + LIKED * liked + AVOIDED * avoided
    scores += np.select([seconds % 3600 == 0, seconds % 1800 == 0], [FULL_HOUR, HALF_HOUR], 0.0)
    return scores, facts


def _whole(mask: Mask, starts: NDArray[np.int64], length: int) -> Mask:
    before = sums(mask)
    return np.asarray(before[starts + length] - before[starts] == length)


def _touched(mask: Mask, starts: NDArray[np.int64], length: int) -> Mask:
    before = sums(mask)
    return np.asarray(before[starts + length] > before[starts])


def _is_usual(seconds: NDArray[np.int64], usual_at: datetime.datetime | None, side: Side) -> Mask:
    """The same weekday and hour on the wall as last time, for the one who looks."""
    usual = np.zeros(len(seconds), dtype=np.bool_)
    if usual_at is None:
        return usual
    wanted = usual_at.astimezone(side.zone)
    for index in np.flatnonzero(seconds % QUARTER == int(usual_at.timestamp()) % QUARTER):
        local = datetime.datetime.fromtimestamp(int(seconds[index]), side.zone)
        usual[index] = (local.weekday(), local.hour, local.minute) == (wanted.weekday(), wanted.hour, wanted.minute)
    return usual


def _free_rooms(
    rooms: Sequence[SpaceTimes], window: TimeWindow, starts: NDArray[np.int64], length: int
) -> NDArray[np.bool_]:
    free = np.zeros((len(rooms), len(starts)), dtype=np.bool_)
    for index, room in enumerate(rooms):
        free[index] = ~_touched(window.paint(room.busy) | ~room.open, starts, length)
    return free


def _pick(
    starts: NDArray[np.int64],
    scores: NDArray[np.float64],
    length: int,
    window: TimeWindow,
    side: Side,
    limit: int,
    per_day: int,
) -> list[int]:
    """The best, but not six times the same afternoon."""
    chosen: list[int] = []
    days: dict[datetime.date, int] = {}
    for index in np.argsort(-scores, kind="stable"):
        start = int(starts[index])
        day = window.moment_of(start).astimezone(side.zone).date()
        if days.get(day, 0) >= per_day or any(abs(start - int(starts[other])) < length for other in chosen):
            continue
        days[day] = days.get(day, 0) + 1
        chosen.append(int(index))
        if len(chosen) == limit:
            break
    return chosen


def _slot(
    window: TimeWindow,
    starts: NDArray[np.int64],
    index: int,
    length: int,
    scores: NDArray[np.float64],
    facts: _Facts,
    free: NDArray[np.bool_],
) -> Slot:
    start = int(starts[index])
    return Slot(
        starts_at=window.moment_of(start),
        ends_at=window.moment_of(start + length),
        score=float(scores[index]),
        liked_by=frozenset(side for side, liked in enumerate(facts.liked) if liked[index]),
        avoided_by=frozenset(side for side, avoided in enumerate(facts.avoided) if avoided[index]),
        is_tentative=bool(facts.tentative[index]),
        is_near_due=bool(facts.near[index]),
        is_usual=bool(facts.usual[index]),
        free_rooms=tuple(int(room) for room in np.flatnonzero(free[:, index])) if len(free) else (),
    )
