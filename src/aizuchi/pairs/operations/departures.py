"""Somebody leaves: all their pairs end with their last day, and go on if the departure is taken back.

Before the last day nothing has happened yet; within two weeks after it they go on as they were.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from aizuchi.audit.operations import record_many
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.days import day_after
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.dates import record_of, save_dates
from aizuchi.pairs.operations.healing import can_go_on
from aizuchi.pairs.operations.lines import follow_reporting_lines
from aizuchi.people.models import Organization, Person, ReportingLine

DAY = datetime.timedelta(days=1)


@transaction.atomic
def follow_departures(
    *, organization: Organization, person_ids: Collection[uuid.UUID], actor: Person | None, now: datetime.datetime
) -> None:
    """Reads their last days from the people themselves. Running it again changes nothing."""
    changed = [pair for pair in _pairs_of(person_ids, organization, now) if _fit(pair)]
    save_dates(changed)
    changes = [record_of(pair) for pair in changed]
    if changes:
        record_many(organization_id=organization.pk, actor=actor, changes=changes, now=now)
    reports = ReportingLine.objects.filter(supervisor_id__in=person_ids).values_list("person_id", flat=True)
    follow_reporting_lines(
        organization=organization, person_ids={*person_ids, *reports}, actor=actor, now=now
    )  # which also closes those that end today


def _pairs_of(person_ids: Collection[uuid.UUID], organization: Organization, now: datetime.datetime) -> Iterable[Pair]:
    """Those that last, and those that a departure ended lately, unless the two have begun anew since."""
    today = organization.today(now)
    pairs = Pair.objects.select_for_update(of=("self",)).exclude(kind=PairKind.SUPERVISOR)
    mine = Q(mentee_id__in=person_ids) | Q(mentor_id__in=person_ids)
    mine_with_people = pairs.filter(mine).select_related("mentee", "mentor")
    anew = Pair.objects.lasting_beyond(today).filter(
        mentee=OuterRef("mentee"), mentor=OuterRef("mentor"), kind=OuterRef("kind")
    )
    over = mine_with_people.filter(can_go_on(organization, now), ~Exists(anew), ended_because=Pair.Ending.LEFT)
    return [*mine_with_people.lasting_beyond(today), *over]


def _fit(pair: Pair) -> bool:
    """Sets the end that the two last days ask for; whether that changed anything."""
    before = pair.until_on, pair.ended_because
    days = [day_after(person.left_on) for person in (pair.mentee, pair.mentor) if person.left_on]
    leaves_on = min(days, default=None)
    if pair.ended_because == Pair.Ending.LEFT:
        pair.until_on, pair.ended_because = None, ""
    if leaves_on is not None and (pair.until_on is None or leaves_on < pair.until_on):
        pair.until_on, pair.ended_because = max(leaves_on, pair.starts_on), Pair.Ending.LEFT
    return before != (pair.until_on, pair.ended_because)
