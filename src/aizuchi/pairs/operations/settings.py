"""How the two hold their 1on1: cadence and length, and what each says about it in their own words."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from aizuchi.audit.operations import record
from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Stale
from aizuchi.pairs.events import PairChanged
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.access import lock_pair
from aizuchi.pairs.policies import may_edit_settings, may_edit_words
from aizuchi.people.models import Person


@transaction.atomic
def edit_settings(
    *,
    actor: Person,
    pair_id: uuid.UUID,
    cadence: str,
    minutes: int,
    words: Mapping[str, str],
    version: int,
    now: datetime.datetime,
) -> Pair:
    """`words` by field (purpose, care, wish), each only by whose words they are.

    Raises Stale when `version` is not what the person had on the screen.
    """
    pair = lock_pair(actor, pair_id)
    today = pair.organization.today(now)
    require(may_edit_settings(actor, pair, today))
    require(all(may_edit_words(actor, pair, field, today) for field in words))
    values: dict[str, object] = {field: text.strip() for field, text in words.items()}
    return _change(pair, values | {"cadence": cadence, "minutes": minutes}, actor, version, now)


def _change(pair: Pair, values: Mapping[str, object], actor: Person, version: int, now: datetime.datetime) -> Pair:
    changed = [field for field, value in values.items() if getattr(pair, field) != value]
    if not changed:
        return pair
    if pair.version != version:
        raise Stale(
            _("The two of you changed this at the same time. What you wrote is still here; please look once more.")
        )
    for field in changed:
        setattr(pair, field, values[field])
    pair.rhythm_is_chosen |= "cadence" in changed or "minutes" in changed
    pair.version += 1
    pair.save(update_fields=[*changed, "rhythm_is_chosen", "version"])
    record(
        organization_id=pair.organization_id,
        actor=actor,
        action="pairs.pair.edited",
        subject_id=pair.pk,
        detail={"fields": changed},
        now=now,
    )
    publish(PairChanged(pair_id=pair.pk, actor_id=actor.pk, at=now))
    return pair
