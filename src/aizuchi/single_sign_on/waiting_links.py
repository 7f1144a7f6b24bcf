"""A company account that waits for its owner's own proof, in the browser that brought it and nowhere else.

So nobody can be made to link another's company account by a mail: its link opens in that browser only.
"""

import base64
import binascii
import datetime
import json
import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import ProviderAccount

COOKIE = "company_link"
GOOD_FOR = datetime.timedelta(minutes=30)
NOT_ME_FOR = datetime.timedelta(days=30)
_SALT = "aizuchi.single_sign_on.link"
_NOT_ME = "aizuchi.single_sign_on.not_me"
_PLACE = Place("cookie", "-", COOKIE)


@dataclass(frozen=True, kw_only=True)
class WaitingLink:
    provider_id: str
    person_id: str
    uid: str
    back: str
    ends_at: float
    version: int = 0
    """Of the settings by which it was vouched for: by others it links nothing."""
    will_lead: bool = False
    """It said groups that make an administrator or HR of whoever it is."""

    @property
    def mark(self) -> str:
        """Tells in a mail which one is meant, and nothing of it."""
        told = f"{self.provider_id}|{self.person_id}|{self.uid}|{self.ends_at}|{self.version}"
        return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()


def keep_waiting(response: HttpResponse, waiting: WaitingLink) -> None:
    sealed = seal(json.dumps(asdict(waiting)).encode(), key=_key(), place=_PLACE)
    keep_cookie(response, COOKIE, base64.urlsafe_b64encode(sealed).decode(), max_age=GOOD_FOR)


def read_waiting(request: HttpRequest, *, now: datetime.datetime) -> WaitingLink | None:
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        waiting = WaitingLink(**json.loads(open_sealed(sealed, key=_key(), place=_PLACE)))
    except (SealBroken, binascii.Error, ValueError):
        return None
    return waiting if waiting.ends_at > now.timestamp() else None


def stop_waiting(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE)


def make_mail_link(person: Person, mark: str) -> str:
    token = signing.dumps([mark, person.email or ""], salt=_SALT)
    return absolute(reverse("single_sign_on:link_by_mail", args=[token]))


def is_mail_link_of(token: str, waiting: WaitingLink, person: Person) -> bool:
    """Another address by now makes it stale: whoever read the old one may be another."""
    try:
        mark, address = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return constant_time_compare(mark, waiting.mark) and address == (person.email or "")


def make_undo_link(account: ProviderAccount) -> str:
    token = signing.dumps([account.pk.hex, account.person_id.hex], salt=_NOT_ME)
    return absolute(reverse("single_sign_on:not_me", args=[token]))


def read_undo_link(token: str) -> ProviderAccount | None:
    """None too once the link is over: it undoes nothing that came after."""
    try:
        key, person = signing.loads(token, salt=_NOT_ME, max_age=NOT_ME_FOR)
    except signing.BadSignature:
        return None
    found = ProviderAccount.objects.select_related("provider__organization", "person__organization")
    return found.filter(pk=uuid.UUID(key), person=uuid.UUID(person)).first()


def _key() -> bytes:
    return salted_hmac(_SALT, "key", secret=settings.SECRET_KEY, algorithm="sha256").digest()
