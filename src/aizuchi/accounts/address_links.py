"""The two links of a change of address: to the new one, to confirm it, and to the present one, to stop it.

Nothing is stored for them. Each carries a fingerprint of the change, so that another wish makes it stale.
"""

import uuid
from typing import Literal

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import AddressChange
from aizuchi.people.models.address_change import KEEP

Purpose = Literal["confirm", "stop"]
_SALT = "aizuchi.accounts.address."


class AddressLinkBroken(Exception):
    """Not a link of ours, or one whose change is over."""


def make_address_link(change: AddressChange, purpose: Purpose) -> str:
    token = signing.dumps([change.pk.hex, _fingerprint(change)], salt=_SALT + purpose)
    return absolute(reverse(f"{purpose}_address", args=[token]))


def read_address_link(token: str, purpose: Purpose) -> AddressChange:
    """The change that waits. Raises AddressLinkBroken."""
    try:
        key, fingerprint = signing.loads(token, salt=_SALT + purpose, max_age=KEEP)
    except signing.BadSignature as problem:
        raise AddressLinkBroken from problem
    found = AddressChange.objects.select_related("person__organization", "asked_by").filter(pk=uuid.UUID(key)).first()
    if found is None or not found.is_waiting or not constant_time_compare(fingerprint, _fingerprint(found)):
        raise AddressLinkBroken
    return found


def _fingerprint(change: AddressChange) -> str:
    told = f"{change.address}|{change.asked_at.isoformat()}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:32]
