"""The link that asks somebody in: signed, good for two weeks, and for one use.

Nothing is stored for it. The link carries a fingerprint of the person's password and of the moment of the invitation:
setting a password, another invitation or another mail address each make it stale.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from aizuchi.accounts.models import Invitation
from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import Person


@dataclass(frozen=True)
class InvitationWords:
    """What the app that sends mails brings: subject and sentences of an invitation, as that person will read them."""

    read: Callable[[Person], tuple[str, tuple[str, ...]]]


GOOD_FOR = datetime.timedelta(days=14)
_SALT = "aizuchi.accounts.invitation"


class InvitationBroken(Exception):
    """Not a link of ours, or only part of one."""


class InvitationOver(InvitationBroken):
    """Whole, and of somebody who is not here any more."""


class InvitationStale(Exception):
    """A link of ours that opens nothing any more; the person it was made for."""

    def __init__(self, person: Person) -> None:
        super().__init__(str(person.pk))
        self.person = person


class InvitationExpired(InvitationStale):
    pass


class InvitationUsed(InvitationStale):
    """The person has a password already."""


class InvitationReplaced(InvitationStale):
    """A later mail carries a fresh link."""


def is_invited(person: Person) -> bool:
    return bool(when_invited(person))


def when_invited(person: Person) -> str:
    """Names the latest invitation of this person; empty for whoever was never asked in."""
    invitation = Invitation.objects.filter(person=person).first()
    return invitation.invited_at.isoformat() if invitation else ""


def make_invitation_link(person: Person) -> str:
    token = signing.dumps([person.pk.hex, _fingerprint(person)], salt=_SALT)
    return absolute(reverse("invitation", args=[token]))


def read_invitation(token: str) -> Person:
    """The person who may set a password with this link.

    Raises InvitationBroken, or one of the three kinds of InvitationStale.
    """
    try:
        key, fingerprint = signing.loads(token, salt=_SALT)
    except signing.BadSignature as problem:
        raise InvitationBroken from problem
    person: Person | None = Person.objects.select_related("organization").filter(pk=uuid.UUID(key)).first()
    if person is None or not person.is_active:
        raise InvitationOver
    if not constant_time_compare(fingerprint, _fingerprint(person)):
        raise InvitationUsed(person) if person.has_usable_password() else InvitationReplaced(person)
    if _is_expired(token):
        raise InvitationExpired(person)
    return person


def _is_expired(token: str) -> bool:
    try:
        signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        return True
    return False


def _fingerprint(person: Person) -> str:
    told = f"{person.password}|{when_invited(person)}|{person.email}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:32]
