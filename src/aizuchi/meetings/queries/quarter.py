"""A quarter of 1on1s of one person with several, laid out to be looked at before anything is settled."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aizuchi.calendars.finding import Side, window_of
from aizuchi.calendars.finding.quarter import WEEKS_APART, Member, Occurrence, Stint, judge, make_board, spread
from aizuchi.calendars.finding.sides import at_minute
from aizuchi.calendars.queries import load_sides
from aizuchi.meetings.queries.times import list_taken
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class PlanCell:
    """`name` carries pair, rule and occurrence, so that nothing has to be kept until the plan is confirmed."""

    name: str
    value: str
    state: str
    told: str
    label: str


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    monday: datetime.date
    cells: tuple[tuple[PlanCell, ...], ...]
    """For each pair what it has in this week."""


@dataclass(frozen=True, kw_only=True)
class QuarterPlan:
    pairs: tuple[Pair, ...]
    rows: tuple[PlanRow, ...]
    count: int
    collisions: int


def list_pairs_to_plan(*, viewer: Person, on: datetime.date) -> list[Pair]:
    """Open pairs with a rhythm that can be laid ahead. One query."""
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
    states = judge(board, [(by_key[one.key], one.starts_at) for one in known])
    return [
        Occurrence(
            key=one.key,
            rule=one.rule,
            occurrence_at=one.occurrence_at,
            starts_at=one.starts_at,
            minutes=one.minutes,
            state=state if state != "ok" or one.starts_at == one.occurrence_at else "shifted",
        )
        for one, state in zip(known, states, strict=True)
    ]


def lay_out(
    *, viewer: Person, pairs: Sequence[Pair], occurrences: Sequence[Occurrence], first: datetime.date, weeks: int
) -> QuarterPlan:
    zone, monday = ZoneInfo(viewer.time_zone), first - first.weekday() * DAY
    by_week: dict[tuple[int, uuid.UUID], list[Occurrence]] = {}
    for one in occurrences:
        day = (one.starts_at or one.occurrence_at).astimezone(zone).date()
        by_week.setdefault(((day - monday).days // 7, one.key), []).append(one)
    last = max((week for week, _key in by_week), default=0)
    names = {pair.pk: pair.partner_of(viewer).short_name for pair in pairs}
    return QuarterPlan(
        pairs=tuple(pairs),
        rows=tuple(
            PlanRow(
                monday=monday + week * 7 * DAY,
                cells=tuple(
                    tuple(_cell(one, zone, names) for one in by_week.get((week, pair.pk), ())) for pair in pairs
                ),
            )
            for week in range(max(weeks, last + 1))
        ),
        count=sum(1 for one in occurrences if one.starts_at),
        collisions=sum(1 for one in occurrences if one.state == "taken"),
    )


def _load(
    viewer: Person, pairs: Sequence[Pair], first: datetime.date, weeks: int, now: datetime.datetime
) -> tuple[Side, list[Member]]:
    zone = ZoneInfo(viewer.time_zone)
    window = window_of(at_minute(first, 0, zone), at_minute(first + (weeks + 2) * 7 * DAY, 0, zone))
    partners = [pair.partner_of(viewer) for pair in pairs]
    keys = [viewer.pk, *(partner.pk for partner in partners)]
    taken = list_taken(keys, since=min(now, window.starts_at), until=window.ends_at)
    mentor, *sides = load_sides([viewer, *partners], window=window, taken=taken)
    return mentor, [
        Member(key=pair.pk, side=side, cadence=pair.cadence, minutes=pair.minutes)
        for pair, side in zip(pairs, sides, strict=True)
    ]


def _cell(one: Occurrence, zone: ZoneInfo, names: Mapping[uuid.UUID, str]) -> PlanCell:
    told = {
        "ok": "",
        "shifted": _("moved off a day off"),
        "moved": _("put elsewhere, something was in the way"),
        "taken": _("one of you has something then"),
        "left_out": _("left out"),
    }[one.state]
    week_of = f"{one.occurrence_at.astimezone(zone):%-m/%-d}"
    value = f"{one.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}" if one.starts_at else ""
    return PlanCell(
        name=f"at|{one.key}|{one.occurrence_at.isoformat()}|{one.rule}",
        value=value,
        state=one.state,
        told=told,
        label=_("%(name)s, week of %(day)s") % {"name": names[one.key], "day": week_of},
    )
