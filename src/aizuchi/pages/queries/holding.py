"""The facts of holding: that a pair met, and when. Never what about; no note, topic or word is read here."""

import datetime
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.utils import timezone

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.permissions import require
from aizuchi.meetings.models import Meeting
from aizuchi.pages import policies
from aizuchi.pages.queries.pair_status import Absence, PairStatus, absences_of, is_absent, list_pair_statuses
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, Tree, cards_of, outline_of, people_below
from aizuchi.people.search import fold_query

PAGE = 50
AT_ONCE = 500
PERIODS = {"half": 182, "quarter": 91, "year": 365}
MANY = 12
AIDS_FIRST, AIDS_MOST = 4, 24
People = dict[uuid.UUID, PersonCard]
OFFERED = ("meetings.offered.days", "meetings.offered.rhythm")
HELD, NOT_HELD, AHEAD, UNKNOWN, LEAVE = "held", "not-held", "ahead", "unknown", "leave"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    name: str = ""
    unit_id: uuid.UUID | None = None
    period: str = "half"
    kind: str = ""
    is_long: bool = False
    is_undated: bool = False

    @property
    def length(self) -> datetime.timedelta:
        return datetime.timedelta(days=PERIODS.get(self.period, PERIODS["half"]))


@dataclass(frozen=True, kw_only=True)
class Fact:
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
    status: PairStatus
    facts: list[Fact]
    """Of the period, the oldest first."""
    away: PersonCard | None
    """Who of the two is on leave."""
    away_until: datetime.date | None
    """The last day of it, if one is known."""

    @property
    def past(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.state != AHEAD]

    @property
    def held_count(self) -> int:
        return sum(fact.state == HELD for fact in self.facts)

    @property
    def not_held_count(self) -> int:
        return sum(fact.state == NOT_HELD for fact in self.facts)

    @property
    def unknown_count(self) -> int:
        return sum(fact.state == UNKNOWN for fact in self.facts)

    @property
    def was_away(self) -> bool:
        return any(fact.state == LEAVE for fact in self.facts)


@dataclass(frozen=True, kw_only=True)
class Aid:
    """A pair that may want a hand, going by dates alone, and the one thing that is offered."""

    reason: str
    """`own`, `wait`, `seldom`, or `many`."""
    status: PairStatus
    mentee: PersonCard
    mentor: PersonCard
    kind_label: str
    cadence_label: str
    count: int = 0
    offered_at: datetime.datetime | None = None
    """When the two were last offered a hand in this week; it reaches them once a week."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    rows: list[HoldingRow]
    page: Page[PairStatus]
    sees_all: bool
    wanted: Wanted
    units: list[tuple[str, str]]
    with_turns: int
    on_time: int
    has_any_met: bool
    long_count: int
    undated_count: int
    not_begun_count: int
    not_begun_units: int
    aids: list[Aid]
    aids_count: int

    @property
    def is_empty(self) -> bool:
        """There is no pair to be seen at all, whatever is asked for."""
        return not self.units and not self.page.paginator.count

    @property
    def first_aids(self) -> list[Aid]:
        return self.aids[:AIDS_FIRST]

    @property
    def more_aids(self) -> list[Aid]:
        return self.aids[AIDS_FIRST:]

    @property
    def aids_left_out(self) -> int:
        return self.aids_count - len(self.aids)


def get_holding(*, viewer: Person, now: datetime.datetime, wanted: Wanted, page: str) -> Holding:
    """Raises PermissionDenied. As many queries for 10 pairs as for 10,000."""
    tree, pairs, statuses = _look(viewer, now)
    found = Paginator(_choose(statuses, pairs, tree, wanted), PAGE).get_page(page)
    with_turns = [one for one in statuses if one.has_turns]
    not_begun = [one for one in statuses if not one.has_begun]
    aids = list(_aids(statuses, viewer))
    shown, drawn = list(found.object_list), aids[:AIDS_MOST]
    people = _people([*shown, *(one for _, one, _ in drawn)], now)
    return Holding(
        rows=list(_rows(viewer, shown, people, now, wanted)),
        page=found,
        sees_all=policies.sees_all_holding(viewer, timezone.localdate(now)),
        wanted=wanted,
        units=_units(tree, statuses),
        with_turns=len(with_turns),
        on_time=sum(one.is_on_time for one in with_turns),
        has_any_met=any(one.latest_at for one in statuses),
        long_count=sum(one.is_long for one in statuses),
        undated_count=sum(one.is_undated for one in statuses),
        not_begun_count=len(not_begun),
        not_begun_units=len({one.unit_id for one in not_begun}),
        aids=_draw_aids(drawn, people, find_offers([one.id for _, one, _ in drawn], now=now)),
        aids_count=len(aids),
    )


def stream_facts(*, viewer: Person, now: datetime.datetime, wanted: Wanted) -> Iterator[tuple[HoldingRow, Fact]]:
    """Every fact of the period, pair by pair, in pieces. Raises PermissionDenied before the first one is drawn."""
    tree, pairs, statuses = _look(viewer, now)
    return _draw_facts(_choose(statuses, pairs, tree, wanted), viewer, now, wanted)


def _draw_facts(
    chosen: list[PairStatus], viewer: Person, now: datetime.datetime, wanted: Wanted
) -> Iterator[tuple[HoldingRow, Fact]]:
    for start in range(0, len(chosen), AT_ONCE):
        piece = chosen[start : start + AT_ONCE]
        for row in _rows(viewer, piece, _people(piece, now), now, wanted):
            yield from ((row, fact) for fact in row.facts if fact.state != LEAVE)


def find_aid(pair_id: uuid.UUID, *, viewer: Person, now: datetime.datetime) -> str:
    """What may be offered to that pair just now, empty for nothing. Raises PermissionDenied and Pair.DoesNotExist."""
    today = timezone.localdate(now)
    pairs = _visible(viewer, today).filter(pk=pair_id)
    tree = outline_of(viewer.organization, on=today)
    statuses = list_pair_statuses(pairs, organization=viewer.organization, tree=tree, now=now)
    if not statuses:
        raise Pair.DoesNotExist
    return next((reason for reason, _one, _count in _aids(statuses, viewer)), "")


def _look(viewer: Person, now: datetime.datetime) -> tuple[Tree, PairQuerySet, list[PairStatus]]:
    today = timezone.localdate(now)
    pairs = _visible(viewer, today)
    tree = outline_of(viewer.organization, on=today)
    return tree, pairs, list_pair_statuses(pairs, organization=viewer.organization, tree=tree, now=now)


def _visible(viewer: Person, today: datetime.date) -> PairQuerySet:
    """HR: every pair. The chain of command: supervisor pairs of the people below."""
    require(policies.may_see_holding(viewer, today))
    pairs = Pair.objects.on(today).filter(organization_id=viewer.organization_id).exclude(until_on=F("starts_on"))
    if not policies.sees_all_holding(viewer, today):
        pairs = pairs.filter(kind=PairKind.SUPERVISOR, mentee__in=people_below(viewer.pk, on=today))
    return pairs


def _choose(statuses: list[PairStatus], pairs: PairQuerySet, tree: Tree, wanted: Wanted) -> list[PairStatus]:
    units = tree.below(wanted.unit_id) if wanted.unit_id else None
    named = _named(pairs, wanted.name)
    return [
        one
        for one in statuses
        if (units is None or one.unit_id in units)
        and (named is None or one.id in named)
        and (not wanted.kind or one.kind == wanted.kind)
        and (not wanted.is_long or one.is_long)
        and (not wanted.is_undated or one.is_undated)
    ]


def _named(pairs: PairQuerySet, name: str) -> set[uuid.UUID] | None:
    if not name.strip():
        return None
    for word in fold_query(name):
        pairs = pairs.filter(Q(mentee__search_text__contains=word) | Q(mentor__search_text__contains=word))
    return set(pairs.values_list("pk", flat=True))


def _units(tree: Tree, statuses: list[PairStatus]) -> list[tuple[str, str]]:
    """Those in which somebody stands who can be seen, and what they belong to."""
    seen = {node.id for unit_id in {one.unit_id for one in statuses} if unit_id for node in tree.path_of(unit_id)}
    return [(str(node.id), node.indented_label) for node in tree.walk() if node.id in seen]


def _aids(statuses: list[PairStatus], viewer: Person) -> Iterator[tuple[str, PairStatus, int]]:
    """One offer for each pair at most, in the order of the table; for a mentor with many, at their first pair."""
    listening = Counter(one.mentor_id for one in statuses if one.counts and one.kind == PairKind.SUPERVISOR)
    told: set[uuid.UUID] = set()
    for one in statuses:
        if not one.counts:
            continue
        if listening[one.mentor_id] >= MANY and one.kind == PairKind.SUPERVISOR and one.mentor_id not in told:
            told.add(one.mentor_id)
            yield "many", one, listening[one.mentor_id]
        elif viewer.pk in (one.mentee_id, one.mentor_id):
            if one.is_undated and (one.is_long or (one.has_turns and not one.is_on_time)):
                yield "own", one, 0
        elif one.is_long and one.is_undated:
            yield "wait", one, 0
        elif one.is_seldom:
            yield "seldom", one, one.held_count


def _people(statuses: Sequence[PairStatus], now: datetime.datetime) -> People:
    both = (person for one in statuses for person in (one.mentee_id, one.mentor_id))
    return cards_of(both, on=timezone.localdate(now))


def find_offers(
    pair_ids: Collection[uuid.UUID], *, now: datetime.datetime
) -> dict[uuid.UUID | None, datetime.datetime]:
    """When these pairs were offered a hand in the week of `now`."""
    today = timezone.localtime(now)
    monday = (today - datetime.timedelta(days=today.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    offers = AuditEntry.objects.filter(subject_id__in=pair_ids, action__in=OFFERED, at__gte=monday)
    return dict(offers.order_by("id").values_list("subject_id", "at"))


def _draw_aids(
    found: Sequence[tuple[str, PairStatus, int]], people: People, offers: Mapping[uuid.UUID | None, datetime.datetime]
) -> list[Aid]:
    return [
        Aid(
            reason=reason,
            status=one,
            mentee=people[one.mentee_id],
            mentor=people[one.mentor_id],
            kind_label=str(PairKind(one.kind).label),
            cadence_label=str(Pair.Cadence(one.cadence).label),
            count=count,
            offered_at=offers.get(one.id),
        )
        for reason, one, count in found
    ]


def _rows(
    viewer: Person, statuses: Sequence[PairStatus], people: People, now: datetime.datetime, wanted: Wanted
) -> Iterator[HoldingRow]:
    today, since = timezone.localdate(now), now - wanted.length
    absences = absences_of(viewer.organization, since=timezone.localdate(since))
    facts = _facts(statuses, now, since)
    for one in statuses:
        seats = [(person, absences.get(person, [])) for person in (one.mentee_id, one.mentor_id)]
        both = [absence for _, theirs in seats for absence in theirs]
        away = next((person for person, theirs in seats if is_absent(theirs, today)), None)
        yield HoldingRow(
            id=one.id,
            kind=one.kind,
            kind_label=str(PairKind(one.kind).label),
            cadence_label=str(Pair.Cadence(one.cadence).label),
            mentee=people[one.mentee_id],
            mentor=people[one.mentor_id],
            status=one,
            facts=_with_leave(facts[one.id], both, now, since),
            away=people[away] if away else None,
            away_until=_last_day(absences.get(away, []), today) if away else None,
        )


def _last_day(absences: list[Absence], today: datetime.date) -> datetime.date | None:
    until_on = next((until for starts, until in absences if is_absent([(starts, until)], today)), None)
    return until_on - datetime.timedelta(days=1) if until_on else None


def _facts(
    statuses: Sequence[PairStatus], now: datetime.datetime, since: datetime.datetime
) -> dict[uuid.UUID, list[Fact]]:
    """Reads dates and states alone."""
    found: dict[uuid.UUID, list[Fact]] = {one.id: [] for one in statuses}
    meetings = Meeting.objects.filter(pair__in=found, starts_at__gte=since).order_by("starts_at")
    for pair_id, starts_at, state in meetings.values_list("pair_id", "starts_at", "state"):
        assert starts_at is not None  # asked for above
        found[pair_id].append(Fact(starts_at=starts_at, state=_fact(state, starts_at, now)))
    return found


def _fact(state: str, starts_at: datetime.datetime, now: datetime.datetime) -> str:
    if state in (Meeting.State.HELD, Meeting.State.CLOSED):
        return HELD
    if state == Meeting.State.CANCELLED:
        return NOT_HELD
    return AHEAD if starts_at >= now else UNKNOWN


def _with_leave(
    facts: list[Fact], absences: list[Absence], now: datetime.datetime, since: datetime.datetime
) -> list[Fact]:
    """A leave is a line for each month of it, instead of circles that nobody could have filled."""
    expected = [
        fact for fact in facts if fact.state == HELD or not is_absent(absences, timezone.localdate(fact.starts_at))
    ]
    months = [Fact(starts_at=moment, state=LEAVE) for moment in _months(absences, now, since)]
    return sorted([*expected, *months], key=lambda fact: fact.starts_at)


def _months(absences: list[Absence], now: datetime.datetime, since: datetime.datetime) -> Iterator[datetime.datetime]:
    moment = since
    while moment < now:
        days = (timezone.localdate(min(moment + datetime.timedelta(days=n), now)) for n in range(30))
        if any(is_absent(absences, day) for day in days):
            yield min(moment + datetime.timedelta(days=15), now)
        moment += datetime.timedelta(days=30)
