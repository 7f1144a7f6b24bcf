"""What stands in the way of a 1on1 at some time: other 1on1s of the two, appointments and absences of either.

Offered times do not: whoever takes one of them is asked again. Whether a room is free is asked in `spaces/clashes.py`.
"""

import datetime
import enum
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from aizuchi.availability.finding import Side, Span, window_of
from aizuchi.availability.queries.sides import load_sides, read_busy
from aizuchi.kernel.timeline import Spans
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)
LONGEST = datetime.timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class WantedTime:
    """When a pair wants to meet. `meeting_id` is the 1on1 that is moved there: it is not in its own way."""

    pair: Pair
    starts_at: datetime.datetime
    minutes: int
    meeting_id: uuid.UUID | None = None

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def people(self) -> tuple[uuid.UUID, uuid.UUID]:
        return self.pair.mentee_id, self.pair.mentor_id


def wanted_times_of(meetings: Iterable[Meeting]) -> list[WantedTime]:
    """Of those that have a date: where they stand, or are to stand."""
    return [
        WantedTime(pair=meeting.pair, starts_at=meeting.starts_at, minutes=meeting.minutes, meeting_id=meeting.pk)
        for meeting in meetings
        if meeting.starts_at
    ]


@dataclass(frozen=True)
class TakenTime(Span):
    meeting_id: uuid.UUID | None = None
    """None where it is no 1on1, or one that is not saved yet."""


@dataclass(frozen=True)
class TakenTimes:
    """When each person is taken."""

    by_person: Mapping[uuid.UUID, list[TakenTime]] = field(default_factory=lambda: defaultdict(list))

    def first_clash(self, wanted: WantedTime, *, of: Iterable[uuid.UUID] | None = None) -> TakenTime | None:
        """The earliest thing in the way of the two, or of those who are named."""
        people = wanted.people if of is None else of
        clashes = self._overlapping(people, wanted.starts_at, wanted.ends_at)
        return min(clashes, key=lambda taken: taken.starts_at, default=None)

    def has_clash(self, wanted: WantedTime) -> bool:
        return not self.are_free(wanted.people, wanted.starts_at, wanted.ends_at)

    def are_free(self, people: Iterable[uuid.UUID], starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
        return not any(True for _taken in self._overlapping(people, starts_at, ends_at))

    def add(self, wanted: WantedTime) -> None:
        """It is taken from now on."""
        for person_id in wanted.people:
            self.by_person[person_id].append(TakenTime(wanted.starts_at, wanted.ends_at, wanted.meeting_id))

    def _overlapping(
        self, people: Iterable[uuid.UUID], starts_at: datetime.datetime, ends_at: datetime.datetime
    ) -> Iterator[TakenTime]:
        for person_id in people:
            for taken in self.by_person.get(person_id, ()):
                if taken.starts_at < ends_at and starts_at < taken.ends_at:
                    yield taken


def load_taken_times(
    people: Collection[uuid.UUID],
    *,
    since: datetime.datetime,
    until: datetime.datetime,
    but: Collection[uuid.UUID] = (),
    states: Sequence[str] = (Meeting.State.PLANNED, Meeting.State.HELD),
) -> TakenTimes:
    """Their 1on1s, with whomever, except for `but`. Pages never show with whom. One query."""
    taken = TakenTimes()
    rows = Meeting.objects.filter(
        Q(pair__mentee__in=people) | Q(pair__mentor__in=people),
        state__in=states,
        starts_at__gt=since - LONGEST,
        starts_at__lt=until,
    ).exclude(pk__in=but)
    columns = rows.order_by("starts_at").values_list("pk", "pair__mentee", "pair__mentor", "starts_at", "minutes")
    for meeting_id, mentee_id, mentor_id, starts_at, minutes in columns:
        assert starts_at is not None  # rows were found by it
        time = TakenTime(starts_at, starts_at + datetime.timedelta(minutes=minutes), meeting_id)
        taken.by_person[mentee_id].append(time)
        taken.by_person[mentor_id].append(time)
    return taken


def lock_taken_times(wanted: Sequence[WantedTime]) -> TakenTimes:
    """Planned 1on1s of those people around these times; nobody else schedules any meanwhile. Two queries."""
    if not wanted:
        return TakenTimes()
    people = {person_id for time in wanted for person_id in time.people}
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))  # no two at once
    return load_taken_times(
        people,
        since=min(time.starts_at for time in wanted),
        until=max(time.ends_at for time in wanted),
        but=[time.meeting_id for time in wanted if time.meeting_id],
        states=[Meeting.State.PLANNED],
    )


def add_busy_times(
    taken: TakenTimes, person_id: uuid.UUID, *, since: datetime.datetime, until: datetime.datetime
) -> None:
    """What the person's calendar says, too. One query."""
    busy, _tentative = read_busy([person_id], window=window_of(since - DAY, until + DAY))
    taken.by_person[person_id].extend(_times_of(busy[person_id]))


class Obstacle(enum.Enum):
    """Why somebody is not free, but for 1on1s. The first is what is told where there are several."""

    VIEWER_IS_BUSY = enum.auto()
    PARTNER_IS_BUSY = enum.auto()
    PARTNER_IS_AWAY = enum.auto()


def list_obstacles(
    *, viewer: Person, pair: Pair, starts: Sequence[datetime.datetime], minutes: int
) -> list[tuple[datetime.datetime, Obstacle]]:
    """At which of these times an appointment or an absence of either is in the way. Six queries for any number."""
    length = datetime.timedelta(minutes=minutes)
    window = window_of(min(starts) - DAY, max(starts) + length + DAY)
    mine, theirs = load_sides([viewer, pair.partner_of(viewer)], window=window)
    found = ((start, _obstacle_at(mine, theirs, Span(start, start + length))) for start in starts)
    return [(start, obstacle) for start, obstacle in found if obstacle]


def _obstacle_at(mine: Side, theirs: Side, span: Span) -> Obstacle | None:
    if _is_busy(mine, span):
        return Obstacle.VIEWER_IS_BUSY
    if _is_busy(theirs, span):
        return Obstacle.PARTNER_IS_BUSY
    return Obstacle.PARTNER_IS_AWAY if _is_away(theirs, span) else None


def _is_busy(side: Side, span: Span) -> bool:
    starts, ends = span.starts_at.timestamp(), span.ends_at.timestamp()
    return any(begun < ends and starts < ended for begun, ended in side.busy)


def _is_away(side: Side, span: Span) -> bool:
    day = span.starts_at.astimezone(side.zone).date()
    return any(first <= day and (until is None or day < until) for first, until in side.away)


def _times_of(spans: Spans) -> Iterable[TakenTime]:
    for starts, ends in spans.tolist():
        yield TakenTime(
            datetime.datetime.fromtimestamp(starts, datetime.UTC), datetime.datetime.fromtimestamp(ends, datetime.UTC)
        )
