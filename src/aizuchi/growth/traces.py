import uuid
from collections.abc import Collection

from aizuchi.growth.models import Spark, ThankYouNote


def list_pairs_with_growth(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Words to keep in mind, and letters."""
    sparks = Spark.objects.filter(pair__in=pair_ids).values_list("pair", flat=True)
    return {*sparks, *ThankYouNote.objects.filter(pair__in=pair_ids).values_list("pair", flat=True)}
