import datetime

from aizuchi.people.models import Organization, Person
from aizuchi.people.policies import is_administrator


def may_keep_providers(actor: Person, organization: Organization, *, on: datetime.date) -> bool:
    """Whoever decides by whose word people come in decides who comes in."""
    return actor.organization_id == organization.pk and is_administrator(actor, on=on)
