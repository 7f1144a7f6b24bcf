"""Which pairs would end if lines changed or people left."""

import datetime
import uuid
from collections.abc import Collection, Iterator

from django.db.models import Q

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.days import day_after
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.endings import ConsideredChange, EndingPair
from aizuchi.people.models import Organization

AT_ONCE = 1000
DAY = datetime.timedelta(days=1)


def list_ending_pairs(
    organization: Organization, change: ConsideredChange, *, now: datetime.datetime
) -> list[EndingPair]:
    """Those the two know of: a pair still to come ends unseen. By the mentee; a query per thousand people."""
    today = organization.today(now)
    gone_on = {person_id: day_after(left_on) for person_id, left_on in change.departures}
    changes = {one.person_id: one for one in change.supervisors}
    known = Pair.objects.filter(organization=organization, circle__isnull=False).lasting_beyond(today)
    ends: dict[uuid.UUID, tuple[Pair, datetime.date]] = {}
    for pair in _each(known, {*gone_on, *changes}):
        days = [gone_on[key] for key in (pair.mentee_id, pair.mentor_id) if key in gone_on]
        line = changes.get(pair.mentee_id) if pair.kind == PairKind.SUPERVISOR else None
        if line and line.supervisor_id != pair.mentor_id:
            days.append(line.on)
        until_on = max(pair.starts_on, min(days, default=datetime.date.max))
        if days and (pair.until_on is None or until_on < pair.until_on):
            ends[pair.pk] = pair, until_on
    return [
        EndingPair(
            pair_id=pair.pk,
            kind_label=str(pair.get_kind_display()),
            mentee_id=pair.mentee_id,
            mentor_id=pair.mentor_id,
            until_on=until_on,
        )
        for pair, until_on in ends.values()
    ]


def _each(pairs: PairQuerySet, person_ids: Collection[uuid.UUID]) -> Iterator[Pair]:
    ids = sorted(person_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield from pairs.filter(Q(mentee__in=some) | Q(mentor__in=some)).order_by("mentee", "starts_on")
