"""A pair ends: quietly, without a reason."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.access import lock_pair_of_organization
from aizuchi.pairs.operations.due import open_and_close_due_pairs
from aizuchi.pairs.policies import may_end_pair, may_manage_pair, may_read_pair
from aizuchi.people.models import Person


@transaction.atomic
def end_pair(*, actor: Person, pair_id: uuid.UUID, now: datetime.datetime) -> Pair:
    """From now on both read and neither edits. Raises Http404 for who doesn't see it, PermissionDenied otherwise."""
    pair = lock_pair_of_organization(actor, pair_id)
    today = pair.organization.today(now)
    if not (may_read_pair(actor, pair) or may_manage_pair(actor, pair, today)):
        raise Http404
    require(may_end_pair(actor, pair, today))
    pair.until_on = max(today, pair.starts_on)
    pair.ended_because = Pair.Ending.CHOICE
    pair.version += 1
    pair.save(update_fields=["until_on", "ended_because", "version"])
    record(
        organization_id=pair.organization_id,
        actor=actor,
        action="pairs.pair.ended",
        subject_id=pair.pk,
        detail={"until_on": pair.until_on},
        now=now,
    )
    open_and_close_due_pairs(organization=pair.organization, actor=actor, now=now)
    pair.refresh_from_db()
    return pair
