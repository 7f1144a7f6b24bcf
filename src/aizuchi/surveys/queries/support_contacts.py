import uuid

from aizuchi.surveys.models import SupportContact


def list_support_contacts(organization_id: uuid.UUID) -> list[SupportContact]:
    """Whom the organization names to turn to; for everybody in it."""
    return list(SupportContact.objects.filter(organization_id=organization_id))
