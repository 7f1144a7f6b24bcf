"""What an organization asks of those who sign in."""

import uuid

from aizuchi.accounts.models import BreakGlassAccount, SignInPolicy
from aizuchi.people.models import Person


def policy_of(organization_id: uuid.UUID) -> SignInPolicy:
    """One that asks for nothing where nobody has said anything."""
    found = SignInPolicy.objects.filter(organization=organization_id).first()
    return found or SignInPolicy(organization_id=organization_id)


def is_behind_glass(person: Person) -> bool:
    return BreakGlassAccount.objects.filter(person=person).exists()
