"""Addresses of people in other organizations of this server, of which no answer may tell that they exist.

Whoever's directory says one is here without it, and for that directory and its filters as if with it.
"""

from aizuchi.gateway.models import ProvisionedPerson
from aizuchi.people.models import Organization, Person


def is_held_elsewhere(organization: Organization, address: str) -> bool:
    others = Person.objects.exclude(organization=organization)
    return bool(others.filter(email=address).exists())


def is_claimed(organization: Organization, address: str, *, but_by: Person | None = None) -> bool:
    """Whether it is held elsewhere and a directory says it of somebody here, who would have it otherwise."""
    if not is_held_elsewhere(organization, address):
        return False
    claims = ProvisionedPerson.objects.filter(connector__organization=organization).claiming(address)
    return (claims.exclude(person=but_by) if but_by else claims).exists()
