"""The facts of holding: that a pair met, and when. Never what about; no note, topic or word is read here."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.utils import timezone

from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.models import Meeting
from aizuchi.pages import policies
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of_people, people_below
from aizuchi.people.search import fold_query

PAGE = 50
LOOKED_BACK = datetime.timedelta(days=182)
HELD, NOT_HELD, AHEAD, UNKNOWN = "held", "not-held", "ahead", "unknown"


@dataclass(frozen=True, kw_only=True)
class Fact:
    pair_id: uuid.UUID
    starts_at: datetime.datetime
    state: str


@dataclass(frozen=True, kw_only=True)
class HoldingRow:
    id: uuid.UUID
    kind: str
    kind_label: str
    cadence_label: str
    mentee: PersonCard
    mentor: PersonCard
    facts: list[Fact]
    """Of the last half year, the oldest first."""

    @property
    def latest(self) -> datetime.datetime | None:
        return next((fact.starts_at for fact in reversed(self.facts) if fact.state == HELD), None)

    @property
    def following(self) -> datetime.datetime | None:
        return next((fact.starts_at for fact in self.facts if fact.state == AHEAD), None)

    @property
    def past(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.state != AHEAD]

    @property
    def held_count(self) -> int:
        return sum(fact.state == HELD for fact in self.facts)


@dataclass(frozen=True, kw_only=True)
class Holding:
    rows: list[HoldingRow]
    page: Page[Pair]
    sees_all: bool


def get_holding(*, viewer: Person, now: datetime.datetime, name: str, page: str) -> Holding:
    """Raises PermissionDenied. As many queries for 10 pairs as for 10,000."""
    today = timezone.localdate(now)
    found = Paginator(_visible(viewer, today, name), PAGE).get_page(page)
    pairs = list(found.object_list)
    return Holding(rows=_rows(pairs, now), page=found, sees_all=policies.sees_all_holding(viewer, today))


def stream_facts(*, viewer: Person, now: datetime.datetime, name: str) -> Iterator[tuple[HoldingRow, Fact]]:
    """Every fact of the last half year, pair by pair, in pieces."""
    pairs = _visible(viewer, timezone.localdate(now), name)
    for number in (paginator := Paginator(pairs, 500)).page_range:
        for row in _rows(list(paginator.page(number).object_list), now):
            yield from ((row, fact) for fact in row.facts)


def _visible(viewer: Person, today: datetime.date, name: str) -> PairQuerySet:
    """HR: every pair. The chain of command: supervisor pairs of the people below."""
    if not policies.may_see_holding(viewer, today):
        raise PermissionDenied
    pairs = Pair.objects.on(today).filter(organization_id=viewer.organization_id).exclude(until_on=F("starts_on"))
    if not policies.sees_all_holding(viewer, today):
        pairs = pairs.filter(kind=PairKind.SUPERVISOR, mentee__in=people_below(viewer.pk, on=today))
    for word in fold_query(name):
        pairs = pairs.filter(Q(mentee__search_text__contains=word) | Q(mentor__search_text__contains=word))
    return pairs.select_related("mentee", "mentor").order_by("mentee__family_kana", "mentee__given_kana", "pk")


def _rows(pairs: list[Pair], now: datetime.datetime) -> list[HoldingRow]:
    people = cards_of_people(
        {person for pair in pairs for person in (pair.mentee, pair.mentor)}, on=timezone.localdate(now)
    )
    facts = _facts(pairs, now)
    return [
        HoldingRow(
            id=pair.pk,
            kind=pair.kind,
            kind_label=pair.get_kind_display(),
            cadence_label=pair.get_cadence_display(),
            mentee=people[pair.mentee_id],
            mentor=people[pair.mentor_id],
            facts=facts[pair.pk],
        )
        for pair in pairs
    ]


def _facts(pairs: list[Pair], now: datetime.datetime) -> dict[uuid.UUID, list[Fact]]:
    """Reads dates and states alone."""
    found: dict[uuid.UUID, list[Fact]] = {pair.pk: [] for pair in pairs}
    meetings = Meeting.objects.filter(pair__in=found, starts_at__gte=now - LOOKED_BACK).order_by("starts_at")
    for pair_id, starts_at, state in meetings.values_list("pair_id", "starts_at", "state"):
        assert starts_at is not None  # asked for above
        found[pair_id].append(Fact(pair_id=pair_id, starts_at=starts_at, state=_fact(state, starts_at, now)))
    return found


def _fact(state: str, starts_at: datetime.datetime, now: datetime.datetime) -> str:
    if state in (Meeting.State.HELD, Meeting.State.CLOSED):
        return HELD
    if state == Meeting.State.CANCELLED:
        return NOT_HELD
    return AHEAD if starts_at >= now else UNKNOWN
