"""The usual rhythm of an organization, and another one for many pairs at once.

Dates that are set stay: how often and how long is asked again with the next one.
"""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import Record, record, record_many
from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.defaults import BEGINNINGS, beginnings_of
from aizuchi.pairs.events import RhythmsChanged, RhythmsRestored
from aizuchi.pairs.models import FormerRhythm, Pair, RhythmChange, UsualRhythm
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.pairs.rhythms import RhythmWanted, pairs_to_change
from aizuchi.people.models import Organization, Person

AT_ONCE = 500
UNDO_WITHIN = datetime.timedelta(days=14)


class OtherNumber(Refusal):
    sentence = _("The number is another one by now. Please look once more before you change them.")


class TooLateToUndo(Refusal):
    sentence = _("This was too long ago to be taken back. You can give these pairs another rhythm instead.")


@transaction.atomic
def set_usual_rhythms(*, actor: Person, rhythms: Mapping[str, tuple[str, int]], now: datetime.datetime) -> list[str]:
    """How often and how long by kind, for pairs that begin from now on; returns the kinds that changed."""
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    require(may_manage_pairs(actor, organization.today(now)))
    held = beginnings_of(organization)
    changed = [
        kind
        for kind in BEGINNINGS
        if kind in rhythms and rhythms[kind] != (held[kind].cadence.value, held[kind].minutes)
    ]
    for kind in changed:
        cadence, minutes = rhythms[kind]
        values = {"cadence": cadence, "minutes": minutes}
        UsualRhythm.objects.update_or_create(organization=organization, kind=kind, defaults=values)
        record(
            organization_id=organization.pk,
            actor=actor,
            action="pairs.usual_rhythm.set",
            subject_id=organization.pk,
            detail={"kind": kind, **values},
            now=now,
        )
    return changed


@transaction.atomic
def change_rhythms(*, actor: Person, wanted: RhythmWanted, sure: int, now: datetime.datetime) -> RhythmChange:
    """`sure` is the number of pairs that somebody read before saying yes. Raises OtherNumber if it is not theirs."""
    today = actor.organization.today(now)
    require(may_manage_pairs(actor, today))
    pairs = list(pairs_to_change(actor.organization, wanted, on=today).order_by("pk").select_for_update(of=("self",)))
    if not pairs or len(pairs) != sure:
        raise OtherNumber
    change = RhythmChange.objects.create(
        organization=actor.organization, actor=actor, cadence=wanted.cadence, minutes=wanted.minutes, at=now
    )
    former = [
        FormerRhythm(
            change=change, pair=pair, cadence=pair.cadence, minutes=pair.minutes, was_chosen=pair.rhythm_is_chosen
        )
        for pair in pairs
    ]
    FormerRhythm.objects.bulk_create(former, batch_size=AT_ONCE)
    _give(pairs, cadence=wanted.cadence, minutes=wanted.minutes, is_chosen=False)
    _note(pairs, change, "pairs.rhythm.changed", actor, now)
    publish(RhythmsChanged(change_id=change.pk, actor_id=actor.pk, at=now))
    return change


@transaction.atomic
def undo_rhythms(*, actor: Person, change_id: uuid.UUID, now: datetime.datetime) -> int:
    """Those that still have what was given meet as before; what the two chose since stays. Returns how many."""
    changes = RhythmChange.objects.select_for_update(of=("self",)).filter(organization=actor.organization_id)
    change = get_object_or_404(changes, pk=change_id)
    require(may_manage_pairs(actor, actor.organization.today(now)))
    if change.undone_at:
        return 0
    if now > change.at + UNDO_WITHIN:
        raise TooLateToUndo
    former = {one.pair_id: one for one in FormerRhythm.objects.filter(change=change)}
    still = Pair.objects.select_for_update(of=("self",)).filter(
        pk__in=FormerRhythm.objects.filter(change=change).values("pair"),
        cadence=change.cadence,
        minutes=change.minutes,
        rhythm_is_chosen=False,
    )
    pairs = list(still.order_by("pk"))
    for (cadence, minutes, was_chosen), alike in _alike(pairs, former).items():
        _give(alike, cadence=cadence, minutes=minutes, is_chosen=was_chosen)
    change.undone_at = now
    change.save(update_fields=["undone_at"])
    _note(pairs, change, "pairs.rhythm.undone", actor, now)
    publish(RhythmsRestored(change_id=change.pk, actor_id=actor.pk, at=now))
    return len(pairs)


def _alike(
    pairs: Collection[Pair], former: Mapping[uuid.UUID, FormerRhythm]
) -> dict[tuple[str, int, bool], list[Pair]]:
    alike: dict[tuple[str, int, bool], list[Pair]] = {}
    for pair in pairs:
        before = former[pair.pk]
        alike.setdefault((before.cadence, before.minutes, before.was_chosen), []).append(pair)
    return alike


def _give(pairs: Sequence[Pair], *, cadence: str, minutes: int, is_chosen: bool) -> None:
    keys = [pair.pk for pair in pairs]
    for start in range(0, len(keys), AT_ONCE):
        Pair.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(
            cadence=cadence, minutes=minutes, rhythm_is_chosen=is_chosen, version=F("version") + 1
        )


def _note(pairs: Sequence[Pair], change: RhythmChange, action: str, actor: Person, now: datetime.datetime) -> None:
    about = {"cadence": change.cadence, "minutes": change.minutes}
    changes = [Record(action=action, subject_id=pair.pk, detail=about) for pair in pairs]
    if changes:
        record_many(organization_id=change.organization_id, actor=actor, changes=changes, now=now)
