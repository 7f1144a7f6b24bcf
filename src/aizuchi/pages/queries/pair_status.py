"""Where each pair stands, by its dates alone: one look at all of them, however many there are."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.suggest import step_by
from aizuchi.meetings.reminders.overdue import PATIENCE
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.models import Leave, Organization
from aizuchi.people.queries import main_units
from aizuchi.people.queries.rollout import meeting_starts
from aizuchi.people.queries.units import Tree

LONG = datetime.timedelta(days=90)
HALF_YEAR = datetime.timedelta(days=182)
HELD = Q(meetings__state__in=[Meeting.State.HELD, Meeting.State.CLOSED])
Absence = tuple[datetime.date, datetime.date | None]
"""Half-open."""


@dataclass(frozen=True, kw_only=True)
class PairStatus:
    id: uuid.UUID
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID
    kind: str
    cadence: str
    unit_id: uuid.UUID | None
    """The mentee's main one."""
    latest_at: datetime.datetime | None
    next_at: datetime.datetime | None
    since: datetime.datetime
    """From when its turns count: the latest 1on1, or the beginning of the pair or of 1on1s in the unit."""
    turn_at: datetime.datetime | None
    """When the next one would have its turn; None without a rhythm."""
    held_count: int
    turns_count: int
    """Of the last half year."""
    has_begun: bool
    is_away: bool
    now: datetime.datetime = field(repr=False)

    @property
    def counts(self) -> bool:
        """Nothing is expected where 1on1s have not begun, nor while one of the two is on leave."""
        return self.has_begun and not self.is_away

    @property
    def has_turns(self) -> bool:
        return self.counts and self.turn_at is not None

    @property
    def is_on_time(self) -> bool:
        return self.turn_at is not None and self.turn_at + PATIENCE >= self.now

    @property
    def days(self) -> int:
        return (self.now - self.since).days

    @property
    def is_long(self) -> bool:
        return self.counts and self.now - self.since >= LONG

    @property
    def is_undated(self) -> bool:
        return self.counts and self.next_at is None

    @property
    def is_seldom(self) -> bool:
        """Half a year of turns, and at most half of them became a 1on1: another rhythm may suit them better."""
        return self.has_turns and self.turns_count >= 4 and 1 <= self.held_count <= self.turns_count // 2


def list_pair_statuses(
    pairs: PairQuerySet, *, organization: Organization, tree: Tree, now: datetime.datetime
) -> list[PairStatus]:
    """By unit, as the tree has them, and name. Four queries."""
    today = timezone.localdate(now)
    unit_of = main_units(organization, on=today)
    begun_on = meeting_starts(today, organization=organization)
    absent = absences_of(organization, since=today)
    found = [
        _stand(pair, unit_of.get(pair.mentee_id), begun_on, absent[pair.mentee_id] + absent[pair.mentor_id], now)
        for pair in _dates(pairs, now).order_by("mentee__family_kana", "mentee__given_kana", "pk")
    ]
    position = {node.id: number for number, node in enumerate(tree.walk())}
    return sorted(found, key=lambda one: position.get(one.unit_id, len(position)) if one.unit_id else len(position))


def absences_of(organization: Organization, *, since: datetime.date) -> dict[uuid.UUID, list[Absence]]:
    """By person, those that last into that day or begin after it. One query."""
    rows = Leave.objects.filter(person__organization=organization).exclude(until_on__lte=since)
    found: dict[uuid.UUID, list[Absence]] = defaultdict(list)
    for person_id, starts_on, until_on in rows.order_by("starts_on").values_list("person", "starts_on", "until_on"):
        found[person_id].append((starts_on, until_on))
    return found


def is_absent(absences: Iterable[Absence], day: datetime.date) -> bool:
    return any(starts_on <= day and (until_on is None or day < until_on) for starts_on, until_on in absences)


def _dates(pairs: PairQuerySet, now: datetime.datetime) -> PairQuerySet:
    lately = HELD & Q(meetings__starts_at__gte=now - HALF_YEAR)
    ahead = Q(meetings__state=Meeting.State.PLANNED, meetings__starts_at__gte=now)
    rows: PairQuerySet = pairs.only("mentee", "mentor", "kind", "cadence", "created_at").annotate(
        latest_at=Max("meetings__starts_at", filter=HELD),
        next_at=Min("meetings__starts_at", filter=ahead),
        held_count=Count("meetings", filter=lately),
    )
    return rows


def _stand(
    pair: Pair,
    unit_id: uuid.UUID | None,
    begun_on: dict[uuid.UUID, datetime.date | None],
    absences: list[Absence],
    now: datetime.datetime,
) -> PairStatus:
    begun = begun_on.get(unit_id, datetime.date.min) if unit_id else datetime.date.min
    latest_at: datetime.datetime | None = vars(pair)["latest_at"]
    since = latest_at or pair.created_at
    if begun and begun > timezone.localdate(since):
        since = _at(begun)
    return PairStatus(
        id=pair.pk,
        mentee_id=pair.mentee_id,
        mentor_id=pair.mentor_id,
        kind=pair.kind,
        cadence=pair.cadence,
        unit_id=unit_id,
        latest_at=latest_at,
        next_at=vars(pair)["next_at"],
        since=since,
        turn_at=step_by(since, cadence=pair.cadence),
        held_count=vars(pair)["held_count"],
        turns_count=_count_turns(max(pair.created_at, _at(begun), now - HALF_YEAR), pair.cadence, now) if begun else 0,
        has_begun=begun is not None and begun <= timezone.localdate(now),
        is_away=is_absent(absences, timezone.localdate(now)),
        now=now,
    )


def _at(day: datetime.date) -> datetime.datetime:
    """Aware, whatever the day: the first day of all has no zone that lies before it."""
    return datetime.datetime.combine(max(day, datetime.date(1970, 1, 2)), datetime.time(10), datetime.UTC)


def _count_turns(first: datetime.datetime, cadence: str, now: datetime.datetime) -> int:
    step = step_by(first, cadence=cadence)
    return int((now - first) / (step - first)) if step else 0
