"""A mistake taken back: the pair that ended by it goes on as it was, and the one that began by it gives way.

A supervisor changed and changed back, a last day taken back, an import repaired by the next: within two weeks nobody
should lose their 1on1s to it. What was written meanwhile stays.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from aizuchi.audit.operations import Record, record_many
from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.dates import record_of, save_dates
from aizuchi.pairs.traces import pairs_with_words
from aizuchi.people.models import Organization, Person

WITHIN = datetime.timedelta(days=14)
Ending = Pair.Ending


def can_go_on(organization: Organization, now: datetime.datetime) -> Q:
    """Pairs that are over since lately, by what happened around them and not by anybody's wish."""
    return Q(Q(closed_at__gt=now - WITHIN) | Q(closed_at__isnull=True)) & Q(
        until_on__lte=organization.today(now),
        ended_because__in=[Ending.LINE, Ending.LEFT, Ending.UNDONE],
        circle__destroyed_at__isnull=True,
    )


def begun_since(pair: Pair, others: Iterable[Pair], today: datetime.date) -> list[Pair]:
    """Supervisor pairs of the same person that began after this one ended, and are over today."""
    assert pair.until_on is not None
    return [
        other
        for other in others
        if other.pk != pair.pk
        and other.mentee_id == pair.mentee_id
        and other.starts_on >= pair.until_on
        and other.until_on is not None
        and other.until_on <= today
    ]


def undo_begun(pairs: Collection[Pair]) -> None:
    """They began by mistake: those without a word never were, the others stay to be read and say how they came about.

    Changes the rows at hand; saving is for the caller.
    """
    written = pairs_with_words([pair.pk for pair in pairs])
    for pair in pairs:
        pair.ended_because = Ending.UNDONE
        if pair.pk not in written:
            pair.until_on = pair.starts_on


def go_on_instead(
    opening: Sequence[Pair], *, organization: Organization, actor: Person | None, now: datetime.datetime
) -> list[Pair]:
    """Of pairs whose first day has come, those that really are new; the others are an earlier pair that goes on."""
    mentees = {pair.mentee_id for pair in opening if pair.kind == PairKind.SUPERVISOR}
    if not mentees:
        return list(opening)
    former = former_supervisor_pairs(mentees, organization, now)
    changed: dict[uuid.UUID, Pair] = {}
    taken_over: list[Pair] = []
    begun: list[Pair] = []
    for pair in opening:
        again = next((one for one in former[pair.mentee_id] if one.mentor_id == pair.mentor_id), None)
        if pair.kind != PairKind.SUPERVISOR or again is None:
            continue
        begun += begun_since(again, former[pair.mentee_id], organization.today(now))
        again.until_on, again.ended_because = pair.until_on, pair.ended_because
        changed[again.pk] = again
        taken_over.append(pair)
    if not taken_over:
        return list(opening)
    undo_begun(begun)
    Pair.objects.filter(pk__in=[pair.pk for pair in taken_over]).delete()
    changed.update({pair.pk: pair for pair in begun})
    save_dates([pair for pair in changed.values() if pair.until_on])
    save_dates([pair for pair in changed.values() if not pair.until_on])
    records: list[Record] = [record_of(pair) for pair in changed.values()]
    record_many(organization_id=organization.pk, actor=actor, changes=records, now=now)
    return [pair for pair in opening if pair not in taken_over]


def former_supervisor_pairs(
    mentee_ids: Collection[uuid.UUID], organization: Organization, now: datetime.datetime
) -> dict[uuid.UUID, list[Pair]]:
    """Those that could go on, latest first, by whose they are. One query; the rows are locked."""
    found = Pair.objects.select_for_update(of=("self",)).filter(
        can_go_on(organization, now), kind=PairKind.SUPERVISOR, mentee__in=mentee_ids
    )
    former: dict[uuid.UUID, list[Pair]] = defaultdict(list)
    for pair in found.order_by("-until_on", "-id"):
        former[pair.mentee_id].append(pair)
    return former
