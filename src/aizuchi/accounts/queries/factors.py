"""What second factors somebody has."""

import uuid

from allauth.mfa.models import Authenticator

from aizuchi.people.models import Person

Type = Authenticator.Type
FACTORS = (Type.TOTP, Type.WEBAUTHN)


def has_second_factor(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def list_factor_types(person_id: uuid.UUID) -> frozenset[str]:
    return frozenset(Authenticator.objects.filter(user=person_id).values_list("type", flat=True))


def knows_passkeys() -> bool:
    """Whether anybody here has one: until then a password is the only way in."""
    return bool(Authenticator.objects.filter(type=Type.WEBAUTHN).exists())
