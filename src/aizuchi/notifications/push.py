"""Browsers that show notices, and the key with which we sign to their push services."""

import datetime
import hashlib
import json
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from py_vapid import Vapid02, b64urlencode

from aizuchi.kernel.keys import data_key_made_for
from aizuchi.kernel.sealing import Place, open_sealed, seal
from aizuchi.notifications.known_hosts import is_at
from aizuchi.notifications.models import PushSubscription
from aizuchi.people.models import Person

MOST_BROWSERS = 10


class NotAPushService(ValueError):
    """The endpoint is none of the services that browsers use."""


@dataclass(frozen=True)
class Subscription:
    row_id: uuid.UUID
    info: dict[str, Any]


@cache
def sign_with() -> Vapid02:
    """The same on every node and after every start, because it is drawn from the installation's secret."""
    drawn = HKDF(hashes.SHA256(), 48, None, b"aizuchi web push").derive(settings.SECRET_KEY.encode())
    order = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
    key = ec.derive_private_key(int.from_bytes(drawn) % (order - 1) + 1, ec.SECP256R1())
    return Vapid02(private_key=key, conf={"no-strict": True})  # an address inside a company's network will do


def public_key() -> str:
    """What a browser wants to know before it subscribes."""
    point = sign_with().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


@transaction.atomic
def subscribe(*, actor: Person, info: dict[str, Any], device: str, now: datetime.datetime) -> PushSubscription:
    """Raises NotAPushService, and KeyError or TypeError where `info` is not what browsers give."""
    endpoint = str(info["endpoint"])
    kept = {"endpoint": endpoint, "keys": {name: str(info["keys"][name]) for name in ("p256dh", "auth")}}
    if not _is_push_service(endpoint):
        raise NotAPushService
    fingerprint = hashlib.sha256(endpoint.encode()).hexdigest()
    PushSubscription.objects.filter(fingerprint=fingerprint).delete()  # the browser may have changed hands
    row = PushSubscription(person=actor, fingerprint=fingerprint, device=device[:80], created_at=now)
    key = data_key_made_for(owner=actor.pk, organization_id=actor.organization_id, now=now)
    row.sealed = seal(json.dumps(kept).encode(), key=key, place=_place(row.pk))
    row.save()
    surplus = PushSubscription.objects.filter(person=actor).order_by("-created_at")[MOST_BROWSERS:]
    PushSubscription.objects.filter(pk__in=[old.pk for old in surplus]).delete()
    return row


@transaction.atomic
def unsubscribe(*, actor: Person, subscription_id: uuid.UUID, now: datetime.datetime) -> None:
    PushSubscription.objects.filter(person=actor, pk=subscription_id).delete()


def forget_subscription(row_id: uuid.UUID) -> None:
    """The push service said that this browser is gone."""
    PushSubscription.objects.filter(pk=row_id).delete()


def list_subscriptions(person: Person) -> list[Subscription]:
    rows = list(PushSubscription.objects.filter(person=person))
    if not rows:
        return []
    key = data_key_made_for(owner=person.pk, organization_id=person.organization_id, now=rows[0].created_at)
    return [
        Subscription(row.pk, json.loads(open_sealed(bytes(row.sealed), key=key, place=_place(row.pk)))) for row in rows
    ]


def _is_push_service(endpoint: str) -> bool:
    return is_at(urlsplit(endpoint), settings.PUSH_HOSTS) and len(endpoint) <= 2000


def _place(row_id: uuid.UUID) -> Place:
    return Place("notifications_pushsubscription", str(row_id), "sealed")
