import uuid
from collections.abc import Collection

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Organization


def name_pairs(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Both names and the kind: nothing of what the two say."""
    pairs = Pair.objects.filter(organization=organization, pk__in=keys).select_related("mentee", "mentor")
    return {pair.pk: f"{pair.mentee.full_name} – {pair.mentor.full_name} ({pair.get_kind_display()})" for pair in pairs}
