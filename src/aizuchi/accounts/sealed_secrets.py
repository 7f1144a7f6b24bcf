"""What proves a second factor, such as an authenticator's secret, lies sealed under a key of its person."""

import base64
import datetime
import uuid

from aizuchi.kernel.keys import data_key, data_key_made_for
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.people.models import Person

_KEY_NAMES = uuid.UUID("5f1c0f3e-6a0b-4f0e-9d2e-0c7d3a1b9e55")


def key_owner_of(person_id: uuid.UUID) -> uuid.UUID:
    """The owner of the data key: destroyed with the person's factors, and apart from keys of what they write."""
    return uuid.uuid5(_KEY_NAMES, person_id.hex)


def seal_secret(person: Person, text: str, *, now: datetime.datetime) -> str:
    key = data_key_made_for(owner=key_owner_of(person.pk), organization_id=person.organization_id, now=now)
    sealed = seal(text.encode(), key=key, place=_place(person.pk))
    return f"{person.pk.hex}.{base64.urlsafe_b64encode(sealed).decode()}"


def open_secret(token: str) -> str:
    """Raises SealBroken where it was changed, and KeyDestroyed once its person is erased."""
    whose, _, sealed = token.partition(".")
    try:
        person_id, box = uuid.UUID(whose), base64.urlsafe_b64decode(sealed)
    except ValueError as problem:
        raise SealBroken("mfa_authenticator") from problem
    return open_sealed(box, key=data_key(key_owner_of(person_id)), place=_place(person_id)).decode()


def _place(person_id: uuid.UUID) -> Place:
    return Place("mfa_authenticator", person_id.hex, "data")
