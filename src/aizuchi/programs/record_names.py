import uuid
from collections.abc import Collection

from aizuchi.people.models import Organization
from aizuchi.programs.models import Program


def name_programs(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {program.pk: program.label for program in Program.objects.filter(organization=organization, pk__in=keys)}
