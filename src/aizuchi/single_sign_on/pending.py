"""From the moment somebody is sent to their provider until they are back.

What has to come back with them (`state`, `nonce`, the verifier of PKCE) is not kept anywhere: it follows from a secret
in this browser's cookie and from the row. So whoever reads the database cannot finish another's sign-in, and whoever
is sent an address that was begun elsewhere cannot either.
"""

import base64
import datetime
import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aizuchi.accounts.throttling import may_try_from_here
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.kernel.limits import Limit
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.proofs import Proof
from aizuchi.single_sign_on.refusals import NotBegunHere

COOKIE = "company_sign_in"
CARRIED = "company_answer"
GOOD_FOR = datetime.timedelta(minutes=15)
MOST_AT_ONCE = 10
FROM_NETWORK = Limit(name="company_sign_in.network", most=300, per=datetime.timedelta(minutes=10))
ON_DEVICE = Limit(name="company_sign_in.device", most=100, per=datetime.timedelta(hours=1))
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
    def is_trial(self) -> bool:
        return self.pending.purpose == Purpose.TRY

    @property
    def challenge(self) -> str:
        return _write(hashlib.sha256(self.verifier.encode()).digest())

    def _derive(self, name: str) -> str:
        told = f"single_sign_on.{name}|{self.pending.pk.hex}|{self.browser}".encode()
        return _write(hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256))

    def keep(self, response: HttpResponse) -> None:
        keep_cookie(response, COOKIE, self.browser, max_age=GOOD_FOR)


def may_begin(request: HttpRequest, *, now: datetime.datetime) -> bool:
    """Each leaves a row until somebody comes back; a whole office may begin in one morning."""
    return may_try_from_here(request, of_network=FROM_NETWORK, on_device=ON_DEVICE, now=now)


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
    _forget_earliest(pending)
    return Begun(pending, browser)


def _forget_earliest(pending: PendingSignIn) -> None:
    """However often one browser begins: a few tabs at most come back."""
    of_one = PendingSignIn.objects.filter(browser=pending.browser).exclude(pk=pending.pk).order_by("-ends_at", "-pk")
    kept = list(of_one.values_list("pk", flat=True)[: MOST_AT_ONCE - 1])
    of_one.exclude(pk__in=kept).delete()


def take_up(request: HttpRequest, provider: IdentityProvider, state: str, *, now: datetime.datetime) -> Begun:
    """Once: the row is gone afterwards, whatever comes of it. Raises NotBegunHere."""
    begun = _take(request, provider, _read_key(state.partition(".")[0]), now=now)
    if not hmac.compare_digest(begun.state.encode(), state.encode(errors="replace")):
        raise NotBegunHere("state")
    return begun


def take_up_proved(
    request: HttpRequest, provider: IdentityProvider, key: uuid.UUID, *, now: datetime.datetime
) -> tuple[PendingSignIn, Proof]:
    """After the provider's answer came by a form of theirs, which brings no cookie along. Raises NotBegunHere.

    It goes on in the browser that began and that also brought the answer. Or somebody could begin, send another the
    provider's address, and come in as them.
    """
    begun = _take(request, provider, key, now=now)
    if begun.pending.sealed_proof is None:
        raise NotBegunHere("not proved")
    carried = request.COOKIES.get(CARRIED, "")
    if not carried or not hmac.compare_digest(str(begun.pending.carried_by), str(stored_key(carried))):
        raise NotBegunHere("brought by another browser")
    return begun.pending, _open_proof(begun.pending, carried)


def keep_proof(pending: PendingSignIn, proof: Proof) -> str:
    """The mark that opens it again. Raises NotBegunHere where it was answered already."""
    mark = secrets.token_urlsafe(32)
    sealed = seal(json.dumps(asdict(proof)).encode(), key=_key_of(mark), place=_place(pending))
    still_waiting = PendingSignIn.objects.filter(pk=pending.pk, sealed_proof=None)
    if not still_waiting.update(sealed_proof=sealed, carried_by=mark):
        raise NotBegunHere("answered")
    return mark


def _open_proof(pending: PendingSignIn, mark: str) -> Proof:
    try:
        told = json.loads(open_sealed(bytes(pending.sealed_proof or b""), key=_key_of(mark), place=_place(pending)))
    except SealBroken as error:
        raise NotBegunHere("seal") from error
    return Proof(**told | {"groups": None if told["groups"] is None else tuple(told["groups"])})


def _key_of(mark: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"single_sign_on.proof|{mark}".encode(), hashlib.sha256)


def _place(pending: PendingSignIn) -> Place:
    return Place("single_sign_on_pendingsignin", str(pending.pk), "sealed_proof")


def _take(request: HttpRequest, provider: IdentityProvider, key: uuid.UUID | None, *, now: datetime.datetime) -> Begun:
    browser = _browser_of(request)
    found = PendingSignIn.objects.select_related("person").filter(provider=provider, browser=browser, ends_at__gt=now)
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
