"""The webhooks people connected: where they may point, and how they are kept."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction

from aizuchi.kernel.keys import data_key_made_for
from aizuchi.kernel.sealing import Place, open_sealed, seal
from aizuchi.kernel.web_addresses import NotAWebAddress, lies_at, read_web_address
from aizuchi.notifications.models import ChatAddress
from aizuchi.people.models import Person


class NotAChatAddress(ValueError):
    """It is no address of that chat. Anything else would let the server be sent wherever somebody likes."""


@transaction.atomic
def connect_chat(*, actor: Person, channel: str, url: str, now: datetime.datetime) -> ChatAddress:
    """Raises NotAChatAddress."""
    callable_url = _read(url, channel)
    row = ChatAddress.objects.filter(person=actor, channel=channel).first() or ChatAddress(
        person=actor, channel=channel
    )
    row.sealed_url = seal(callable_url.encode(), key=_key_of(actor, now=now), place=_place(row.pk))
    row.created_at = now
    row.save()
    return row


@transaction.atomic
def disconnect_chat(*, actor: Person, channel: str, now: datetime.datetime) -> None:
    ChatAddress.objects.filter(person=actor, channel=channel).delete()


def address_of(person: Person, channel: str) -> str:
    """Empty where none is connected."""
    row = ChatAddress.objects.filter(person=person, channel=channel).first()
    if row is None:
        return ""
    return open_sealed(bytes(row.sealed_url), key=_key_of(person, now=row.created_at), place=_place(row.pk)).decode()


def _read(url: str, channel: str) -> str:
    try:
        address = read_web_address(url, schemes=settings.CHAT_SCHEMES)
    except NotAWebAddress as error:
        raise NotAChatAddress from error
    if not lies_at(address, settings.CHAT_HOSTS[channel]):
        raise NotAChatAddress
    return str(address)


def _key_of(person: Person, *, now: datetime.datetime) -> bytes:
    return data_key_made_for(owner=person.pk, organization_id=person.organization_id, now=now)


def _place(row_id: uuid.UUID) -> Place:
    return Place("notifications_chataddress", str(row_id), "sealed_url")
