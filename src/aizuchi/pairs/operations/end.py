"""A pair ends: quietly, without a reason."""

import datetime
import uuid
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.access import lock_pair_of_organization
from aizuchi.pairs.operations.due import open_and_close_due_pairs
from aizuchi.pairs.operations.start import AlreadyPaired
from aizuchi.pairs.policies import may_end_pair, may_manage_pair, may_read_pair
from aizuchi.people.models import Organization, Person


@transaction.atomic
def end_pair(*, actor: Person, pair_id: uuid.UUID, now: datetime.datetime) -> Pair:
    """From now on both read and neither edits. Raises Http404 for who doesn't see it, PermissionDenied otherwise."""
    pair = lock_pair_of_organization(actor, pair_id)
    today = pair.organization.today(now)
    if not (may_read_pair(actor, pair) or may_manage_pair(actor, pair, today)):
        raise Http404
    require(may_end_pair(actor, pair, today))
    _end(pair, actor, now)
    open_and_close_due_pairs(organization=pair.organization, actor=actor, now=now)
    pair.refresh_from_db()
    return pair


@transaction.atomic
def close_pairs(
    *, organization: Organization, pair_ids: Collection[uuid.UUID], actor: Person | None, now: datetime.datetime
) -> None:
    """For operations of other apps that have asked whether the actor may. Those that are over stay as they are."""
    today = organization.today(now)
    for pair in Pair.objects.select_for_update().filter(organization=organization, pk__in=pair_ids):
        if pair.until_on is None or pair.until_on > today:
            _end(pair, actor, now)
    open_and_close_due_pairs(organization=organization, actor=actor, now=now)


@transaction.atomic
def lift_end(*, pair_id: uuid.UUID, actor: Person, now: datetime.datetime) -> Pair:
    """The two go on without a last day, by their own choice. For operations that have asked both.

    Raises Http404 for whoever is not one of them, AlreadyPaired where the two have another one meanwhile.
    """
    pair = get_object_or_404(Pair.objects.visible_to(actor).select_for_update(of=("self",)), pk=pair_id)
    if pair.until_on is None or not pair.is_open_on(pair.organization.today(now)):
        return pair
    pair.until_on, pair.ended_because = None, ""
    pair.version += 1
    try:
        with transaction.atomic():
            pair.save(update_fields=["until_on", "ended_because", "version"])
    except IntegrityError as refused:
        raise AlreadyPaired from refused
    _record("pairs.pair.reopened", pair, actor, now)
    return pair


def _end(pair: Pair, actor: Person | None, now: datetime.datetime) -> None:
    pair.until_on = max(pair.organization.today(now), pair.starts_on)
    pair.ended_because = Pair.Ending.CHOICE
    pair.version += 1
    pair.save(update_fields=["until_on", "ended_because", "version"])
    _record("pairs.pair.ended", pair, actor, now)


def _record(action: str, pair: Pair, actor: Person | None, now: datetime.datetime) -> None:
    record(
        organization_id=pair.organization_id,
        actor=actor,
        action=action,
        subject_id=pair.pk,
        detail={"until_on": pair.until_on},
        now=now,
    )
