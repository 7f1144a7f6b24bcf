"""Which pairs would get another rhythm, and what they have now: read before it is done."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from aizuchi.pairs.models import FormerRhythm, Pair, PairQuerySet, RhythmChange
from aizuchi.people.models import Membership, Organization
from aizuchi.people.queries import outline_of
from aizuchi.people.search import fold_query

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class RhythmWanted:
    """`minutes` and `cadence` for pairs of a kind, of mentees in a unit and below, of people of a name; empty: all."""

    cadence: str
    minutes: int
    kind: str = ""
    unit_id: uuid.UUID | None = None
    name: str = ""
    with_chosen: bool = False
    """Also those for whom somebody chose how often and how long."""


@dataclass(frozen=True, kw_only=True)
class RhythmNow:
    """`count` pairs that are alike."""

    kind: str
    kind_label: str
    cadence_label: str
    minutes: int
    count: int


@dataclass(frozen=True, kw_only=True)
class RhythmPreview:
    count: int
    groups: tuple[RhythmNow, ...]
    chosen_count: int
    """Pairs that chose for themselves and would be left alone."""


@dataclass(frozen=True, kw_only=True)
class RhythmDone:
    id: uuid.UUID
    at: datetime.datetime
    actor_name: str
    cadence_label: str
    minutes: int
    count: int
    undone_at: datetime.datetime | None
    may_undo: bool


def pairs_to_change(organization: Organization, wanted: RhythmWanted, *, on: datetime.date) -> PairQuerySet:
    """Those that last, or are to come, and have another rhythm than the one wanted."""
    pairs = Pair.objects.filter(organization=organization).lasting_beyond(on)
    pairs = pairs.exclude(cadence=wanted.cadence, minutes=wanted.minutes)
    if wanted.kind:
        pairs = pairs.filter(kind=wanted.kind)
    if not wanted.with_chosen:
        pairs = pairs.filter(rhythm_is_chosen=False)
    if wanted.unit_id:
        below = outline_of(organization, on=on).below(wanted.unit_id)
        pairs = pairs.filter(mentee__in=Membership.objects.on(on).filter(unit__in=below, is_main=True).values("person"))
    for word in fold_query(wanted.name):
        pairs = pairs.filter(Q(mentee__search_text__contains=word) | Q(mentor__search_text__contains=word))
    return pairs


def preview_rhythms(organization: Organization, wanted: RhythmWanted, *, on: datetime.date) -> RhythmPreview:
    """The most first. Three queries, however many pairs there are."""
    everybody = RhythmWanted(**{**vars(wanted), "with_chosen": True})
    alike: Counter[tuple[str, str, int]] = Counter()
    chosen = 0
    rows = pairs_to_change(organization, everybody, on=on).values_list("kind", "cadence", "minutes", "rhythm_is_chosen")
    for kind, cadence, minutes, is_chosen in rows:
        if is_chosen and not wanted.with_chosen:
            chosen += 1
        else:
            alike[kind, cadence, minutes] += 1
    return RhythmPreview(
        count=alike.total(),
        chosen_count=chosen,
        groups=tuple(
            RhythmNow(
                kind=kind,
                kind_label=Pair(kind=kind).get_kind_display(),
                cadence_label=str(Pair.Cadence(cadence).label),
                minutes=minutes,
                count=count,
            )
            for (kind, cadence, minutes), count in alike.most_common()
        ),
    )


def latest_changes(
    organization: Organization, *, now: datetime.datetime, undo_within: datetime.timedelta
) -> list[RhythmDone]:
    rows = RhythmChange.objects.filter(organization=organization).select_related("actor").order_by("-at", "-id")
    return [
        RhythmDone(
            id=row.pk,
            at=row.at,
            actor_name=row.actor.full_name,
            cadence_label=row.get_cadence_display(),
            minutes=row.minutes,
            count=row.count,
            undone_at=row.undone_at,
            may_undo=row.undone_at is None and now <= row.at + undo_within,
        )
        for row in rows.annotate(count=Count("former"))[:SHOWN]
    ]


def former_rhythms(change_id: uuid.UUID) -> list[FormerRhythm]:
    return list(FormerRhythm.objects.filter(change=change_id).select_related("pair__mentee", "pair__mentor"))
