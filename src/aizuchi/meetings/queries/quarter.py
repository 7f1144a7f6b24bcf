"""A quarter of 1on1s of one person with several, laid out to be looked at before anything is settled."""

import datetime
import itertools
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.finding import Side, window_of
from aizuchi.availability.finding.quarter import (
    WEEKS_APART,
    Member,
    Occurrence,
    Stint,
    free_instead,
    judge,
    make_board,
    spread,
)
from aizuchi.availability.queries.sides import load_sides
from aizuchi.kernel.timeline import at_minute
from aizuchi.meetings.clashes import load_taken_times
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_short_day, format_time

DAY = datetime.timedelta(days=1)
BEFORE = datetime.timedelta(weeks=14)
WORKDAYS, NAMED = 5, 3


@dataclass(frozen=True, kw_only=True)
class PlanCell:
    """`name` carries pair, rule and occurrence, so that nothing has to be kept until the plan is confirmed."""

    key: str
    name: str
    value: str
    starts_at: datetime.datetime | None
    state: str
    told: str
    label: str


@dataclass(frozen=True, kw_only=True)
class SettledCell:
    """A date that stands already: it is laid around."""

    meeting_id: uuid.UUID
    starts_at: datetime.datetime
    label: str


@dataclass(frozen=True, kw_only=True)
class PlanColumn:
    partner: Person
    settled: tuple[SettledCell, ...]
    cells: tuple[PlanCell, ...]

    @property
    def is_empty(self) -> bool:
        return not self.settled and not self.cells


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    monday: datetime.date
    days_off: tuple[tuple[datetime.date, datetime.date, str], ...]
    """Of Monday to Friday, from and to, with their names."""
    columns: tuple[PlanColumn, ...]

    @property
    def is_closed(self) -> bool:
        days = sum((last - first).days + 1 for first, last, _name in self.days_off)
        return days > 2 and all(column.is_empty for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class Instead:
    """A collision, and what would be free instead."""

    name: str
    partner: Person
    was_at: datetime.datetime
    starts_at: datetime.datetime | None
    value: str


@dataclass(frozen=True, kw_only=True)
class QuarterPlan:
    pairs: tuple[Pair, ...]
    rows: tuple[PlanRow, ...]
    count: int
    """Without those that collide: they stay without a date."""
    people: int
    collisions: int
    settled: int
    shifted: int
    instead: tuple[Instead, ...]


def list_pairs_to_plan(*, viewer: Person, on: datetime.date) -> list[Pair]:
    """Open pairs with a rhythm that can be scheduled ahead. One query."""
    pairs = Pair.objects.visible_to(viewer).on(on).filter(cadence__in=list(WEEKS_APART))
    return list(pairs.select_related("mentee", "mentor", "organization").order_by("created_at"))


def propose_quarter(
    *,
    viewer: Person,
    pairs: Sequence[Pair],
    stints: Sequence[Stint],
    first: datetime.date,
    weeks: int,
    shift: str,
    now: datetime.datetime,
) -> list[Occurrence]:
    """The number of queries does not grow with the pairs."""
    mentor, members = _load(viewer, pairs, first, weeks, now)
    return spread(
        mentor=mentor,
        members=members,
        stints=stints,
        first=first,
        weeks=weeks,
        zone=ZoneInfo(viewer.time_zone),
        shift=shift,
        now=now,
    )


def judge_quarter(
    *,
    viewer: Person,
    pairs: Sequence[Pair],
    occurrences: Sequence[Occurrence],
    first: datetime.date,
    weeks: int,
    now: datetime.datetime,
) -> list[Occurrence]:
    """The plan as somebody changed it, with what collides now."""
    mentor, members = _load(viewer, pairs, first, weeks, now)
    board = make_board(mentor=mentor, members=members, first=first, weeks=weeks, zone=ZoneInfo(viewer.time_zone))
    by_key = {member.key: member for member in members}
    known = [one for one in occurrences if one.key in by_key]
    zone, until = ZoneInfo(viewer.time_zone), first + (weeks + 2) * 7 * DAY
    days_off = list_days_off(viewer.organization, first=first - 7 * DAY, until=until)
    states = judge(board, [(by_key[one.key], one.starts_at) for one in known])
    return [
        Occurrence(
            key=one.key,
            rule=one.rule,
            occurrence_at=one.occurrence_at,
            starts_at=one.starts_at,
            minutes=one.minutes,
            state=_moved(one, zone, days_off) if state == "ok" and one.starts_at != one.occurrence_at else state,
        )
        for one, state in zip(known, states, strict=True)
    ]


def lay_out(
    *,
    viewer: Person,
    pairs: Sequence[Pair],
    occurrences: Sequence[Occurrence],
    first: datetime.date,
    weeks: int,
    now: datetime.datetime,
) -> QuarterPlan:
    zone, monday = ZoneInfo(viewer.time_zone), first - first.weekday() * DAY
    settled = _list_settled(viewer, pairs, monday, weeks)
    by_week = _group_by_week(occurrences, monday, zone)
    shown_weeks = max(weeks, max((week for week, _key in by_week), default=0) + 1)
    days_off = list_days_off(viewer.organization, first=monday, until=monday + (shown_weeks + 1) * 7 * DAY)
    ahead = [one for one in occurrences if one.starts_at and one.state != "taken"]
    return QuarterPlan(
        pairs=tuple(pairs),
        rows=tuple(
            PlanRow(
                monday=monday + week * 7 * DAY,
                days_off=tuple(_name_days_off(monday + week * 7 * DAY, days_off)),
                columns=tuple(
                    PlanColumn(
                        partner=(partner := pair.partner_of(viewer)),
                        settled=tuple(settled.get((week, pair.pk), ())),
                        cells=tuple(_cells(by_week.get((week, pair.pk), ()), partner, zone, days_off)),
                    )
                    for pair in pairs
                ),
            )
            for week in range(shown_weeks)
        ),
        count=len(ahead),
        people=len({one.key for one in ahead}),
        collisions=sum(1 for one in occurrences if one.state == "taken"),
        settled=sum(len(found) for found in settled.values()),
        shifted=sum(1 for one in occurrences if one.state == "shifted"),
        instead=tuple(_find_instead(viewer, pairs, occurrences, first, weeks, now)),
    )


def _group_by_week(
    occurrences: Sequence[Occurrence], monday: datetime.date, zone: ZoneInfo
) -> dict[tuple[int, uuid.UUID], list[Occurrence]]:
    """By the number of the week and the key of the pair."""
    by_week: dict[tuple[int, uuid.UUID], list[Occurrence]] = {}
    for one in occurrences:
        day = (one.starts_at or one.occurrence_at).astimezone(zone).date()
        by_week.setdefault(((day - monday).days // 7, one.key), []).append(one)
    return by_week


def _cells(
    occurrences: Sequence[Occurrence], partner: Person, zone: ZoneInfo, days_off: Mapping[datetime.date, str]
) -> Iterator[PlanCell]:
    for one in occurrences:
        if one.state != "left_out" or not _falls_off(one, zone, days_off):
            yield _cell(one, partner, zone, days_off)


def _name_days_off(
    monday: datetime.date, days_off: Mapping[datetime.date, str]
) -> Iterator[tuple[datetime.date, datetime.date, str]]:
    """Days in a row that have one name are told as one."""
    days = [monday + n * DAY for n in range(WORKDAYS) if monday + n * DAY in days_off]
    for name, group in itertools.groupby(days, key=days_off.__getitem__):
        found = list(group)
        yield found[0], found[-1], name


def _list_settled(
    viewer: Person, pairs: Sequence[Pair], monday: datetime.date, weeks: int
) -> dict[tuple[int, uuid.UUID], list[SettledCell]]:
    """One query."""
    zone = ZoneInfo(viewer.time_zone)
    rows = Meeting.objects.visible_to(viewer).filter(
        pair__in=[pair.pk for pair in pairs],
        state=Meeting.State.PLANNED,
        starts_at__gte=at_minute(monday, 0, zone),
        starts_at__lt=at_minute(monday + weeks * 7 * DAY, 0, zone),
    )
    names = {pair.pk: pair.partner_of(viewer).short_name for pair in pairs}
    found: dict[tuple[int, uuid.UUID], list[SettledCell]] = {}
    for key, pair_id, starts_at in rows.order_by("starts_at").values_list("pk", "pair", "starts_at"):
        assert starts_at is not None  # rows were found by it
        week = (starts_at.astimezone(zone).date() - monday).days // 7
        label = _("%(name)s, %(time)s, settled already") % {"name": names[pair_id], "time": format_time(starts_at)}
        cell = SettledCell(meeting_id=key, starts_at=starts_at.astimezone(zone), label=label)
        found.setdefault((week, pair_id), []).append(cell)
    return found


def _find_instead(
    viewer: Person,
    pairs: Sequence[Pair],
    occurrences: Sequence[Occurrence],
    first: datetime.date,
    weeks: int,
    now: datetime.datetime,
) -> Iterator[Instead]:
    taken = [one for one in occurrences if one.state == "taken" and one.starts_at]
    if not taken:
        return
    zone = ZoneInfo(viewer.time_zone)
    mentor, members = _load(viewer, pairs, first, weeks, now)
    board = make_board(mentor=mentor, members=members, first=first, weeks=weeks, zone=zone)
    for one in occurrences:
        if one.starts_at and one.state != "taken":
            board.place(one.starts_at, one.minutes, one.starts_at.astimezone(zone).date())
    by_key = {member.key: member for member in members}
    partners = {pair.pk: pair.partner_of(viewer) for pair in pairs}
    for one in taken[:NAMED]:
        assert one.starts_at is not None
        there = free_instead(board, by_key[one.key], one.starts_at, zone)
        yield Instead(
            name=_name_of(one),
            partner=partners[one.key],
            was_at=one.starts_at.astimezone(zone),
            starts_at=there,
            value=f"{there.astimezone(zone):%Y-%m-%dT%H:%M}" if there else "",
        )


def _falls_off(one: Occurrence, zone: ZoneInfo, days_off: Mapping[datetime.date, str]) -> bool:
    return one.occurrence_at.astimezone(zone).date() in days_off


def _moved(one: Occurrence, zone: ZoneInfo, days_off: Mapping[datetime.date, str]) -> str:
    return "shifted" if _falls_off(one, zone, days_off) else "put"


def _load(
    viewer: Person, pairs: Sequence[Pair], first: datetime.date, weeks: int, now: datetime.datetime
) -> tuple[Side, list[Member]]:
    zone = ZoneInfo(viewer.time_zone)
    window = window_of(at_minute(first, 0, zone), at_minute(first + (weeks + 2) * 7 * DAY, 0, zone))
    partners = [pair.partner_of(viewer) for pair in pairs]
    keys = [viewer.pk, *(partner.pk for partner in partners)]
    settled: dict[uuid.UUID, list[datetime.datetime]] = defaultdict(list)
    planned = Meeting.objects.filter(
        pair__in=[pair.pk for pair in pairs],
        state__in=[Meeting.State.PLANNED, Meeting.State.HELD, Meeting.State.CLOSED],
        starts_at__gt=window.starts_at - BEFORE,
        starts_at__lt=window.ends_at,
    )
    for pair_id, starts_at in planned.values_list("pair", "starts_at"):
        assert starts_at is not None  # rows were found by it
        settled[pair_id].append(starts_at)
    taken = load_taken_times(keys, since=min(now, window.starts_at), until=window.ends_at)
    mentor, *sides = load_sides([viewer, *partners], window=window, taken=taken.by_person)
    return mentor, [
        Member(key=pair.pk, side=side, cadence=pair.cadence, minutes=pair.minutes, settled=tuple(settled[pair.pk]))
        for pair, side in zip(pairs, sides, strict=True)
    ]


def _cell(one: Occurrence, partner: Person, zone: ZoneInfo, days_off: Mapping[datetime.date, str]) -> PlanCell:
    had = one.occurrence_at.astimezone(zone)
    avoided = days_off.get(had.date(), "")
    told = {
        "ok": "",
        "shifted": _("%(day_off)s avoided") % {"day_off": avoided} if avoided else _("moved off a day off"),
        "moved": _("put elsewhere, something was in the way"),
        "put": _("put elsewhere"),
        "taken": _("one of you has something then"),
        "left_out": _("left out"),
    }[one.state]
    local = one.starts_at.astimezone(zone) if one.starts_at else None
    when = format_time(local) if local else _("week of %(day)s") % {"day": format_short_day(had)}
    return PlanCell(
        key=f"{one.key.hex[-8:]}-{had:%m%d%H%M}",
        name=_name_of(one),
        value=f"{local:%Y-%m-%dT%H:%M}" if local else "",
        starts_at=local,
        state=one.state,
        told=told,
        label=_("%(name)s, %(time)s") % {"name": partner.short_name, "time": when},
    )


def _name_of(one: Occurrence) -> str:
    return f"at|{one.key}|{one.occurrence_at.isoformat()}|{one.rule}"
