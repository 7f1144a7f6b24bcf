import uuid
from collections.abc import Collection

from aizuchi.todos.models import Action


def list_pairs_with_promises(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return set(Action.objects.filter(pair__in=pair_ids).values_list("pair", flat=True))
