import uuid
from collections.abc import Collection

from aizuchi.actions.models import ActionItem


def list_pairs_with_actions(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return set(ActionItem.objects.filter(pair__in=pair_ids).values_list("pair", flat=True))
