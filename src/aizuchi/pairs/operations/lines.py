"""Supervisor pairs mirror the reporting lines; nobody makes or ends them by hand.

Rather than replaying changes we compare: what the lines say from today on, and which pairs there are. So any number of
changes, in any order, entered early or late, come out the same, and comparing again changes nothing.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from aizuchi.audit.operations import Record, record_many
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.days import day_after
from aizuchi.pairs.defaults import Beginning, beginnings_of
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.dates import record_of, save_dates
from aizuchi.pairs.operations.due import open_and_close_due_pairs
from aizuchi.pairs.operations.healing import begun_since, former_supervisor_pairs, undo_begun
from aizuchi.pairs.operations.start import facts_of
from aizuchi.people.models import Organization, Person, ReportingLine

AT_ONCE = 1000
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From when to when somebody reports to somebody, cut where either of the two leaves."""

    person_id: uuid.UUID
    supervisor_id: uuid.UUID
    starts_on: datetime.date
    until_on: datetime.date | None
    is_cut_by_leaving: bool = False

    def lasts_beyond(self, date: datetime.date) -> bool:
        return self.until_on is None or date < self.until_on

    def meets(self, pair: Pair) -> bool:
        """Whether this is the same stretch of time with the same person."""
        return (
            self.supervisor_id == pair.mentor_id
            and self.lasts_beyond(pair.starts_on)
            and (pair.until_on is None or self.starts_on < pair.until_on)
        )


@dataclass
class Difference:
    beginning: Beginning
    new: list[Pair] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    begun_by_mistake: list[Pair] = field(default_factory=list)


@transaction.atomic
def follow_reporting_lines(
    *, organization: Organization, person_ids: Collection[uuid.UUID], actor: Person | None, now: datetime.datetime
) -> None:
    """Starts, ends and reopens the supervisor pairs of these people. A handful of queries per thousand people."""
    ids = sorted(person_ids)
    for start in range(0, len(ids), AT_ONCE):
        difference = _compare(ids[start : start + AT_ONCE], organization, now)
        _apply(difference, organization, actor, now)
    open_and_close_due_pairs(organization=organization, actor=actor, now=now)


def _compare(person_ids: Sequence[uuid.UUID], organization: Organization, now: datetime.datetime) -> Difference:
    today = organization.today(now)
    spans = _spans(person_ids)
    pairs: dict[uuid.UUID, list[Pair]] = defaultdict(list)
    held = Pair.objects.select_for_update().filter(kind=PairKind.SUPERVISOR, mentee_id__in=person_ids)
    for pair in held.lasting_beyond(today).order_by("starts_on", "id"):
        pairs[pair.mentee_id].append(pair)
    former = former_supervisor_pairs(person_ids, organization, now)
    difference = Difference(beginnings_of(organization)[PairKind.SUPERVISOR])
    for person_id in person_ids:
        _compare_one(pairs[person_id], former.get(person_id, []), spans[person_id], difference, organization, now)
    return difference


def _compare_one(
    pairs: Sequence[Pair],
    former: Sequence[Pair],
    spans: Sequence[Span],
    difference: Difference,
    organization: Organization,
    now: datetime.datetime,
) -> None:
    today = organization.today(now)
    open_spans = [span for span in spans if span.lasts_beyond(today)]
    for pair in pairs:
        span = next((span for span in open_spans if span.meets(pair)), None)
        if span:
            open_spans.remove(span)
            _fit(pair, span, difference)
        else:
            _end(pair, spans, today)
            difference.changed.append(pair)
    for span in open_spans:
        again = next((pair for pair in former if pair.mentor_id == span.supervisor_id), None)
        if again and span.starts_on <= today:
            difference.begun_by_mistake += begun_since(again, [*pairs, *former], today)
            again.until_on, again.ended_because = span.until_on, _ending(span)
            difference.changed.append(again)
        else:
            difference.new.append(_new_pair(span, difference.beginning, organization, now))


def _fit(pair: Pair, span: Span, difference: Difference) -> None:
    starts_on = pair.starts_on if pair.circle_id else span.starts_on
    ending = _ending(span)
    if (pair.starts_on, pair.until_on, pair.ended_because) != (starts_on, span.until_on, ending):
        pair.starts_on, pair.until_on, pair.ended_because = starts_on, span.until_on, ending
        difference.changed.append(pair)


def _end(pair: Pair, spans: Iterable[Span], today: datetime.date) -> None:
    """When the line that the pair followed ended; today, if that line was taken away altogether."""
    followed = [span for span in spans if span.supervisor_id == pair.mentor_id and span.until_on]
    latest = followed[-1] if followed else None
    pair.until_on = max(pair.starts_on, min((latest and latest.until_on) or today, today))
    pair.ended_because = _ending(latest) if latest else Pair.Ending.LINE


def _ending(span: Span) -> str:
    if span.until_on is None:
        return ""
    return Pair.Ending.LEFT if span.is_cut_by_leaving else Pair.Ending.LINE


def _new_pair(span: Span, beginning: Beginning, organization: Organization, now: datetime.datetime) -> Pair:
    return Pair(
        organization=organization,
        kind=PairKind.SUPERVISOR,
        aim=beginning.aim,
        cadence=beginning.cadence,
        minutes=beginning.minutes,
        mentee_id=span.person_id,
        mentor_id=span.supervisor_id,
        starts_on=span.starts_on,
        until_on=span.until_on,
        ended_because=_ending(span),
        created_at=now,
    )


def _spans(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    lines = ReportingLine.objects.filter(person_id__in=person_ids).select_related("person", "supervisor")
    lines = lines.only("person", "supervisor", "starts_on", "until_on", "person__left_on", "supervisor__left_on")
    spans: dict[uuid.UUID, list[Span]] = defaultdict(list)
    for line in lines.order_by("starts_on", "id"):
        spans[line.person_id] += _joined(spans[line.person_id], _span(line))
    return spans


def _joined(known: list[Span], span: Span) -> Iterator[Span]:
    """The same supervisor without a day between is one stretch; an empty one is none."""
    if span.until_on is not None and span.until_on <= span.starts_on:
        return
    if known and known[-1].supervisor_id == span.supervisor_id and known[-1].until_on == span.starts_on:
        span = replace(span, starts_on=known.pop().starts_on)
    yield span


def _span(line: ReportingLine) -> Span:
    departures = [day_after(person.left_on) for person in (line.person, line.supervisor) if person.left_on]
    leaves_on = min(departures, default=None)
    is_cut = leaves_on is not None and (line.until_on is None or leaves_on <= line.until_on)
    return Span(line.person_id, line.supervisor_id, line.starts_on, leaves_on if is_cut else line.until_on, is_cut)


def _apply(difference: Difference, organization: Organization, actor: Person | None, now: datetime.datetime) -> None:
    """Ends come before beginnings: the database allows one open supervisor pair per person at any moment."""
    undo_begun(difference.begun_by_mistake)
    changed = {pair.pk: pair for pair in [*difference.changed, *difference.begun_by_mistake]}.values()
    save_dates([pair for pair in changed if pair.until_on])
    save_dates([pair for pair in changed if not pair.until_on])
    Pair.objects.bulk_create(difference.new, batch_size=500)
    changes = [_record_of_new(pair) for pair in difference.new] + [record_of(pair) for pair in changed]
    if changes:
        record_many(organization_id=organization.pk, actor=actor, changes=changes, now=now)


def _record_of_new(pair: Pair) -> Record:
    return Record(action="pairs.pair.started", subject_id=pair.pk, detail=facts_of(pair))
