"""Who holds which role."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.people.models import Organization, RoleGrant
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.people.ranges import holds_after


@dataclass(frozen=True, kw_only=True)
class Grant:
    id: uuid.UUID
    person: PersonCard
    role: str
    label: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    """The last day of the role, as people count."""
    until_on: datetime.date | None
    granted_by: PersonCard | None


def list_grants(organization: Organization, *, on: datetime.date) -> list[Grant]:
    """What holds on that date or later, by role."""
    rows = list(
        RoleGrant.objects.filter(holds_after(on), person__organization=organization).order_by("role", "starts_on", "pk")
    )
    cards = cards_of([row.person_id for row in rows] + [row.granted_by_id for row in rows if row.granted_by_id], on=on)
    return [
        Grant(
            id=row.pk,
            person=cards[row.person_id],
            role=row.role,
            label=row.get_role_display(),
            starts_on=row.starts_on,
            until_on=row.until_on,
            ends_on=row.until_on - datetime.timedelta(days=1) if row.until_on else None,
            granted_by=cards.get(row.granted_by_id) if row.granted_by_id else None,
        )
        for row in rows
    ]
