"""How a program goes: only dates, never a word, and no pair beside another."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from aizuchi.gatherings.models import SignUp
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.queries.meetings import TOOK_PLACE
from aizuchi.people.models import Leave, Organization, Person
from aizuchi.people.queries import PersonCard, cards_of
from aizuchi.programs.models import Match, PartnerChange, Program, ProgramGathering
from aizuchi.programs.operations.access import access_managed_program

MONTHS = 6
HELD, AHEAD, OPEN = "held", "ahead", "open"
NOT_YET_AFTER = datetime.timedelta(days=14)
LEAVE_AHEAD = datetime.timedelta(days=42)


@dataclass(frozen=True, kw_only=True)
class HeldMonth:
    month: datetime.date
    dots: list[str]
    """One a pair: those that met first."""

    @property
    def held(self) -> int:
        return self.dots.count(HELD)

    @property
    def ahead(self) -> int:
        return self.dots.count(AHEAD)

    @property
    def open(self) -> int:
        return self.dots.count(OPEN)


@dataclass(frozen=True, kw_only=True)
class HelpedPair:
    match_id: uuid.UUID
    mentee: PersonCard
    mentor: PersonCard


@dataclass(frozen=True, kw_only=True)
class AwayMentor:
    mentor: PersonCard
    from_on: datetime.date
    mentees: int


@dataclass(frozen=True, kw_only=True)
class GatheringLine:
    id: uuid.UUID
    occasion: str
    title: str
    starts_at: datetime.datetime
    where: str
    coming: int
    places: int | None
    is_over: bool

    @property
    def left(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.coming)


@dataclass(frozen=True, kw_only=True)
class Running:
    program: Program
    pairs: int
    met: int
    """How many have met at least once."""
    second: int
    """How many have met, and have another date or have met again."""
    months: list[HeldMonth]
    not_yet: list[HelpedPair]
    quiet: list[HelpedPair]
    changes: list[tuple[PartnerChange, PersonCard]]
    away: list[AwayMentor]
    gatherings: list[GatheringLine]
    is_begun: bool
    is_middle_over: bool


def get_running(*, viewer: Person, program_id: uuid.UUID, now: datetime.datetime) -> Running:
    """Raises Http404, PermissionDenied. The same number of statements whatever the size."""
    program = access_managed_program(viewer, program_id, now=now)
    today = viewer.organization.today(now)
    matches = list(program.matches.lasting().filter(pair__isnull=False).select_related("mentee", "mentor"))
    facts = _load_facts(program.organization, [match.pair_id for match in matches if match.pair_id], now)
    cards = cards_of({each.person_id for match in matches for each in (match.mentee, match.mentor)}, on=today)
    met = [match for match in matches if facts[match.pair_id].held]
    return Running(
        program=program,
        pairs=len(matches),
        met=len(met),
        second=sum(len(facts[match.pair_id].held) > 1 or facts[match.pair_id].is_ahead for match in met),
        months=_draw_months([facts[match.pair_id] for match in matches], today),
        not_yet=[
            _help(match, cards)
            for match in matches
            if not facts[match.pair_id].held
            and not facts[match.pair_id].is_ahead
            and match.published_at
            and match.published_at < now - NOT_YET_AFTER
        ],
        quiet=[_help(match, cards) for match in matches if match.silence_asked_at],
        changes=_list_changes(program, today),
        away=_list_away(matches, cards, today),
        gatherings=_list_gatherings(program, now),
        is_begun=program.starts_on is None or program.starts_on <= today,
        is_middle_over=program.middle_on is not None and program.middle_on < today,
    )


@dataclass(frozen=True)
class _Facts:
    held: list[datetime.date]
    ahead: list[datetime.date]

    @property
    def is_ahead(self) -> bool:
        return bool(self.ahead)


class _FactsByPair(dict[uuid.UUID | None, _Facts]):
    def __missing__(self, pair_id: uuid.UUID | None) -> _Facts:
        return self.setdefault(pair_id, _Facts([], []))


def _load_facts(organization: Organization, pair_ids: Collection[uuid.UUID], now: datetime.datetime) -> _FactsByPair:
    facts = _FactsByPair()
    found = Meeting.objects.filter(pair__in=pair_ids).exclude(state=Meeting.State.CANCELLED)
    for pair_id, state, starts_at in found.values_list("pair", "state", "starts_at"):
        if starts_at is None:
            continue
        if state in TOOK_PLACE:
            facts[pair_id].held.append(organization.today(starts_at))
        elif starts_at > now:
            facts[pair_id].ahead.append(organization.today(starts_at))
    return facts


def _draw_months(facts: Collection[_Facts], today: datetime.date) -> list[HeldMonth]:
    """Up to this one, the latest six. In each by what happened, so that no dot can be followed."""
    first = min((day for one in facts for day in one.held), default=today).replace(day=1)
    months: list[HeldMonth] = []
    month = today.replace(day=1)
    while month >= first and len(months) < MONTHS:
        dots = [_dot(one, month) for one in facts]
        months.append(HeldMonth(month=month, dots=sorted(dots, key=(HELD, AHEAD, OPEN).index)))
        month = (month - datetime.timedelta(days=1)).replace(day=1)
    return months[::-1]


def _dot(facts: _Facts, month: datetime.date) -> str:
    if any(_is_in(day, month) for day in facts.held):
        return HELD
    return AHEAD if any(_is_in(day, month) for day in facts.ahead) else OPEN


def _is_in(day: datetime.date, month: datetime.date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _help(match: Match, cards: dict[uuid.UUID, PersonCard]) -> HelpedPair:
    return HelpedPair(match_id=match.pk, mentee=cards[match.mentee.person_id], mentor=cards[match.mentor.person_id])


def _list_changes(program: Program, today: datetime.date) -> list[tuple[PartnerChange, PersonCard]]:
    waiting = PartnerChange.objects.filter(match__program=program, match__ended_at__isnull=True, answer="")
    found = list(waiting.select_related("participant"))
    cards = cards_of([one.participant.person_id for one in found], on=today)
    return [(one, cards[one.participant.person_id]) for one in found]


def _list_away(
    matches: Collection[Match], cards: dict[uuid.UUID, PersonCard], today: datetime.date
) -> list[AwayMentor]:
    mentors: dict[uuid.UUID, int] = {}
    for match in matches:
        mentors[match.mentor.person_id] = mentors.get(match.mentor.person_id, 0) + 1
    leaves = Leave.objects.filter(person__in=mentors, starts_on__lte=today + LEAVE_AHEAD).exclude(until_on__lte=today)
    return [
        AwayMentor(mentor=cards[leave.person_id], from_on=leave.starts_on, mentees=mentors[leave.person_id])
        for leave in leaves
    ]


def _list_gatherings(program: Program, now: datetime.datetime) -> list[GatheringLine]:
    found = ProgramGathering.objects.filter(program=program, gathering__called_off_at__isnull=True)
    rows = list(found.select_related("gathering__booking__space").order_by("gathering__starts_at"))
    coming: dict[uuid.UUID, int] = {}
    signed = SignUp.objects.coming().filter(gathering__in=[row.gathering_id for row in rows])
    for gathering in signed.values_list("gathering", flat=True):
        coming[gathering] = coming.get(gathering, 0) + 1
    return [
        GatheringLine(
            id=row.gathering_id,
            occasion=row.get_occasion_display(),
            title=row.gathering.title,
            starts_at=row.gathering.starts_at,
            where=row.gathering.where,
            coming=coming.get(row.gathering_id, 0),
            places=row.gathering.places,
            is_over=row.gathering.ends_at <= now,
        )
        for row in rows
    ]
