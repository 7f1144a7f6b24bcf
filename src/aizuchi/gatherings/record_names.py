import uuid
from collections.abc import Collection

from aizuchi.gatherings.models import Gathering
from aizuchi.people.models import Organization


def name_gatherings(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    found = Gathering.objects.filter(organization=organization, pk__in=keys)
    return dict(found.values_list("pk", "title"))
