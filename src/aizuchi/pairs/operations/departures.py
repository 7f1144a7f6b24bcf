"""Somebody leaves: all their pairs end with their last day, and go on if the departure is taken back before it came."""

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from aizuchi.audit.operations import Record, record_many
from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.dates import save_dates
from aizuchi.pairs.operations.lines import follow_reporting_lines
from aizuchi.people.models import Organization, Person, ReportingLine

DAY = datetime.timedelta(days=1)


@transaction.atomic
def follow_departures(
    *, organization: Organization, person_ids: Collection[uuid.UUID], actor: Person | None, now: datetime.datetime
) -> None:
    """Reads their last days from the people themselves. Running it again changes nothing."""
    today = organization.today(now)
    changed = [pair for pair in _pairs_of(person_ids, today) if _fit(pair)]
    save_dates(changed)
    changes = [
        Record(action="pairs.pair.ended", subject_id=pair.pk, detail={"until_on": pair.until_on}) for pair in changed
    ]
    if changes:
        record_many(organization_id=organization.pk, actor=actor, changes=changes, now=now)
    reports = ReportingLine.objects.filter(supervisor_id__in=person_ids).values_list("person_id", flat=True)
    follow_reporting_lines(
        organization=organization, person_ids={*person_ids, *reports}, actor=actor, now=now
    )  # which also closes those that end today


def _pairs_of(person_ids: Collection[uuid.UUID], today: datetime.date) -> Iterable[Pair]:
    pairs = Pair.objects.select_for_update(of=("self",)).exclude(kind=PairKind.SUPERVISOR).lasting_beyond(today)
    mine = Q(mentee_id__in=person_ids) | Q(mentor_id__in=person_ids)
    return pairs.filter(mine).select_related("mentee", "mentor")


def _fit(pair: Pair) -> bool:
    """Sets the end that the two last days ask for; whether that changed anything."""
    before = pair.until_on, pair.ended_because
    leaves_on = min((person.left_on + DAY for person in (pair.mentee, pair.mentor) if person.left_on), default=None)
    if pair.ended_because == Pair.Ending.LEFT:
        pair.until_on, pair.ended_because = None, ""
    if leaves_on is not None and (pair.until_on is None or leaves_on < pair.until_on):
        pair.until_on, pair.ended_because = max(leaves_on, pair.starts_on), Pair.Ending.LEFT
    return before != (pair.until_on, pair.ended_because)
