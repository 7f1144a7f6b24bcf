import datetime

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.people.events import OrganizationCreated
from aizuchi.people.models import Organization, Person


class DemoAndRealApart(Exception):
    """A demo has doors without a password; no real organization lives in the same folder."""


@transaction.atomic
def create_organization(
    *,
    name: str,
    actor: Person | None,
    now: datetime.datetime,
    name_en: str = "",
    language: str = "ja",
    time_zone: str = "Asia/Tokyo",
    is_demo: bool = False,
) -> Organization:
    """Only the installation itself starts an organization: its first-run page, the command line, the demo."""
    if Organization.objects.exclude(is_demo=is_demo).exists():
        raise DemoAndRealApart
    organization = Organization.objects.create(
        name=name, name_en=name_en, language=language, time_zone=time_zone, is_demo=is_demo, created_at=now
    )
    record(
        organization_id=organization.pk,
        actor=actor,
        action="people.organization.created",
        subject_id=organization.pk,
        now=now,
    )
    events.publish(OrganizationCreated(organization_id=organization.pk, actor_id=actor.pk if actor else None, at=now))
    return organization
