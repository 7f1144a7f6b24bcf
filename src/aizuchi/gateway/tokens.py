"""What another system shows to come in: 256 bits of chance, of which only a digest is kept."""

import datetime
import hashlib
import secrets

from django.db.models import Q

from aizuchi.gateway.models import Connector, ConnectorToken
from aizuchi.people.models import Person

PREFIX = "azs_"
LONGEST = 200
USED = datetime.timedelta(minutes=1)
"""It is written down that often at most."""


def make_token(connector: Connector, *, actor: Person | None, now: datetime.datetime) -> str:
    """Shown once; nobody can read it again."""
    token = PREFIX + secrets.token_urlsafe(32)
    ConnectorToken.objects.create(
        connector=connector, digest=_digest(token), ending=token[-4:], created_at=now, created_by=actor
    )
    return token


def find_token(authorization: str, *, now: datetime.datetime) -> ConnectorToken | None:
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.startswith(PREFIX) or len(token) > LONGEST:
        return None
    valid = ConnectorToken.objects.filter(Q(until=None) | Q(until__gt=now), digest=_digest(token))
    return valid.select_related("connector__organization").first()


def note_use(token: ConnectorToken, *, now: datetime.datetime) -> None:
    if token.used_at and now - token.used_at < USED:
        return
    ConnectorToken.objects.filter(pk=token.pk).update(used_at=now)
    Connector.objects.filter(pk=token.connector_id).update(used_at=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
