import uuid
from collections.abc import Collection

from aizuchi.people.models import Organization
from aizuchi.surveys.models import Survey


def name_surveys(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    surveys = Survey.objects.filter(organization=organization, pk__in=keys)
    return {survey.pk: survey.title for survey in surveys.defer("definition")}
