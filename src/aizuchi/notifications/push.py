"""Browsers that show notices, and the key with which we sign to their push services."""

import base64
import datetime
import hashlib
import json
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from py_vapid import Vapid02, b64urlencode

from aizuchi.kernel.keys import data_key_made_for
from aizuchi.kernel.sealing import Place, open_sealed, seal
from aizuchi.kernel.web_addresses import NotAWebAddress, lies_at, read_web_address
from aizuchi.notifications.models import PushSubscription
from aizuchi.people.models import Person

MOST_BROWSERS = 10
POINT_BYTES, SECRET_BYTES = 65, 16  # RFC 8291


class NotAPushService(ValueError):
    """The endpoint is none of the services that browsers use."""


class NotAPushKey(ValueError):
    """Nothing can be sealed for such a browser."""


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
    """Raises NotAPushService or NotAPushKey, and KeyError or TypeError where `info` is not what browsers give."""
    kept = read_info(info)
    endpoint = kept["endpoint"]
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
    """Without those that nothing can be sent to: an older version may have kept what this one refuses."""
    rows = list(PushSubscription.objects.filter(person=person))
    if not rows:
        return []
    key = data_key_made_for(owner=person.pk, organization_id=person.organization_id, now=rows[0].created_at)
    found = []
    for row in rows:
        kept = json.loads(open_sealed(bytes(row.sealed), key=key, place=_place(row.pk)))
        try:
            found.append(Subscription(row.pk, read_info(kept)))
        except (NotAPushService, NotAPushKey):
            forget_subscription(row.pk)
    return found


def read_info(info: dict[str, Any]) -> dict[str, Any]:
    """What we keep of what a browser gave: an address that may be called, and keys that something can be sealed for."""
    keys = info["keys"]
    public, secret = _decode(keys["p256dh"]), _decode(keys["auth"])
    if len(secret) != SECRET_BYTES:
        raise NotAPushKey
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        address = read_web_address(str(info["endpoint"]), schemes=settings.CHAT_SCHEMES)
    except NotAWebAddress as error:
        raise NotAPushService from error
    except ValueError as error:
        raise NotAPushKey from error
    if not lies_at(address, settings.PUSH_HOSTS) or len(public) != POINT_BYTES:
        raise NotAPushService
    return {"endpoint": str(address), "keys": {"p256dh": b64urlencode(public), "auth": b64urlencode(secret)}}


def _decode(value: Any) -> bytes:
    """Browsers leave out the signs that only fill up."""
    text = str(value).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError as error:
        raise NotAPushKey from error


def _place(row_id: uuid.UUID) -> Place:
    return Place("notifications_pushsubscription", str(row_id), "sealed")
