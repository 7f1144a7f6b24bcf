"""From the moment somebody is sent to their provider until they are back.

What has to come back with them (`state`, `nonce`, the verifier of PKCE) is not kept anywhere: it follows from a secret
in this browser's cookie and from the row. So whoever reads the database cannot finish another's sign-in, and whoever
is sent an address that was begun elsewhere cannot either.
"""

import base64
import datetime
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aizuchi.kernel.cookies import keep_cookie
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.refusals import NotBegunHere

COOKIE = "company_sign_in"
CARRIED = "company_answer"
GOOD_FOR = datetime.timedelta(minutes=15)
Purpose = PendingSignIn.Purpose


@dataclass(frozen=True)
class Begun:
    """A sign-in that is under way, and the secret of the browser it is under way in."""

    pending: PendingSignIn
    browser: str

    @property
    def state(self) -> str:
        return f"{self.pending.pk.hex}.{self._derive('state')}"

    @property
    def nonce(self) -> str:
        return self._derive("nonce")

    @property
    def verifier(self) -> str:
        return self._derive("verifier")

    @property
    def asks_anew(self) -> bool:
        """Whether being signed in at the provider since this morning is not enough."""
        return self.pending.purpose == Purpose.PROVE

    @property
    def challenge(self) -> str:
        return _write(hashlib.sha256(self.verifier.encode()).digest())

    def _derive(self, name: str) -> str:
        told = f"single_sign_on.{name}|{self.pending.pk.hex}|{self.browser}".encode()
        return _write(hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256))

    def keep(self, response: HttpResponse) -> None:
        keep_cookie(response, COOKIE, self.browser, max_age=GOOD_FOR)


def hand_over(response: HttpResponse, mark: str) -> None:
    """To the browser that brought the provider's answer, which shows it at the next page: no other may go on there."""
    keep_cookie(response, CARRIED, mark, max_age=GOOD_FOR)


def begin(
    request: HttpRequest,
    provider: IdentityProvider,
    *,
    now: datetime.datetime,
    back: str = "",
    purpose: Purpose = Purpose.SIGN_IN,
    person: Person | None = None,
) -> Begun:
    browser = _browser_of(request) or secrets.token_urlsafe(32)
    pending = PendingSignIn.objects.create(
        provider=provider,
        browser=browser,
        purpose=purpose,
        person=person,
        back=back if len(back) <= 500 else "",
        ends_at=now + GOOD_FOR,
    )
    return Begun(pending, browser)


def take_up(request: HttpRequest, provider: IdentityProvider, state: str, *, now: datetime.datetime) -> Begun:
    """Once: the row is gone afterwards, whatever comes of it. Raises NotBegunHere."""
    begun = _take(request, provider, _read_key(state.partition(".")[0]), now=now)
    if not hmac.compare_digest(begun.state.encode(), state.encode(errors="replace")):
        raise NotBegunHere("state")
    return begun


def take_up_proved(
    request: HttpRequest, provider: IdentityProvider, key: uuid.UUID, *, now: datetime.datetime
) -> Begun:
    """After the provider's answer came by a form of theirs, which brings no cookie along. Raises NotBegunHere.

    It goes on in the browser that began and that also brought the answer. Or somebody could begin, send another the
    provider's address, and come in as them.
    """
    begun = _take(request, provider, key, now=now)
    if begun.pending.account is None:
        raise NotBegunHere("not proved")
    carried = request.COOKIES.get(CARRIED, "")
    if not carried or not hmac.compare_digest(str(begun.pending.carried_by), str(stored_key(carried))):
        raise NotBegunHere("brought by another browser")
    return begun


def _take(request: HttpRequest, provider: IdentityProvider, key: uuid.UUID | None, *, now: datetime.datetime) -> Begun:
    browser = _browser_of(request)
    found = PendingSignIn.objects.select_related("person", "account__person__organization").filter(
        provider=provider, browser=browser, ends_at__gt=now
    )
    pending = found.filter(pk=key).first() if key and browser else None
    if pending is None:
        raise NotBegunHere("unknown")
    deleted, _ = PendingSignIn.objects.filter(pk=pending.pk).delete()  # of two at once, one takes it
    if not deleted:
        raise NotBegunHere("taken")
    return Begun(pending, browser)


def _browser_of(request: HttpRequest) -> str:
    said = request.COOKIES.get(COOKIE, "")
    return said if 40 <= len(said) <= 60 and said.isascii() else ""


def _read_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text) if len(text) == 32 else None
    except ValueError:
        return None


def _write(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
