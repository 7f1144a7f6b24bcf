import uuid
from collections.abc import Collection

from aizuchi.gateway.models import Connector
from aizuchi.people.models import Organization


def name_connectors(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(Connector.objects.filter(organization=organization, pk__in=keys).values_list("pk", "name"))
