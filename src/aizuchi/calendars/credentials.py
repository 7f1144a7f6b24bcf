"""What opens somebody's calendar, sealed under a key of the connection: with the key, it is gone for good."""

import datetime
import json

from aizuchi.calendars.models import Connection
from aizuchi.kernel.keys import KeyDestroyed, KeyMissing, data_key, data_key_made_for, destroy_data_key
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal


class CredentialsLost(Exception):
    """They cannot be opened (any more). Connecting once more helps."""


def keep_credentials(connection: Connection, values: dict[str, str], *, now: datetime.datetime) -> None:
    owner = connection.person or connection.space
    assert owner is not None
    key = data_key_made_for(owner=connection.pk, organization_id=owner.organization_id, now=now)
    connection.credentials = seal(json.dumps(values).encode(), key=key, place=_place(connection))
    connection.save(update_fields=["credentials"])


def open_credentials(connection: Connection) -> dict[str, str]:
    """Raises CredentialsLost."""
    if not connection.credentials:
        return {}
    try:
        plain = open_sealed(bytes(connection.credentials), key=data_key(connection.pk), place=_place(connection))
    except (KeyMissing, KeyDestroyed, SealBroken) as error:
        raise CredentialsLost from error
    return _read(plain)


def _read(plain: bytes) -> dict[str, str]:
    try:
        values = json.loads(plain)
    except ValueError as error:
        raise CredentialsLost from error
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise CredentialsLost
    return values


def forget_credentials(connection: Connection, *, now: datetime.datetime) -> None:
    destroy_data_key(owner=connection.pk, now=now)
    Connection.objects.filter(pk=connection.pk).update(credentials=b"")


def _place(connection: Connection) -> Place:
    return Place("calendars_connection", str(connection.pk), "credentials")
