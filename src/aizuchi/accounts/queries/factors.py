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
