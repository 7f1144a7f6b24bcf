"""What is written down of coming in, and of trying to: behind the answer, so that no clock tells who has an account."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.internal.flows.login import get_authentication_records
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from aizuchi.accounts.models import SignIn
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries.sessions import read_device
from aizuchi.accounts.throttling import NOTED_FAILURES
from aizuchi.accounts.whole_hours import whole_hour
from aizuchi.kernel.canonical import canonical_address
from aizuchi.kernel.limits import count
from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.people.models import Person

Way = SignIn.Way
KEEP = datetime.timedelta(days=90)
_WAY_OF = {"password": Way.PASSWORD, ProvedBy.COMPANY.value: Way.COMPANY, "password_reset": Way.LINK} | {
    ProvedBy.MAIL_LINK.value: Way.LINK,
    ProvedBy.FIRST_RUN.value: Way.FIRST_RUN,
    ProvedBy.DEMO.value: Way.DEMO,
}


@dataclass(frozen=True, kw_only=True)
class Try:
    """In memory only: the address is looked up and let go."""

    person: Person | None = None
    address: str = ""
    way: str
    second_check: str = ""
    came_in: bool
    device: str
    at: datetime.datetime


def note_came_in(request: HttpRequest, user: Person, **_other: object) -> None:
    """Hears of every way of signing in."""
    way, second_check = read_way(get_authentication_records(request, user))
    _waiting.add(
        Try(
            person=user,
            way=way,
            second_check=second_check,
            came_in=True,
            device=_device_of(request),
            at=timezone.now(),
        )
    )


def note_failure(request: HttpRequest, *, way: str, person: Person | None = None, address: str = "") -> None:
    """One that names nobody who has an account is let go."""
    address = canonical_address(address)
    _waiting.add(
        Try(person=person, address=address, way=way, came_in=False, device=_device_of(request), at=timezone.now())
    )


def record_tries(tries: Sequence[Try]) -> None:
    for told in tries:
        _record(told)


def forget_old_sign_ins(*, now: datetime.datetime) -> None:
    SignIn.objects.filter(hour__lt=now - KEEP).delete()


@transaction.atomic
def _record(told: Try) -> None:
    """Of failures at most one a minute for each account counts: nobody fills the record."""
    whose = {"pk": told.person.pk} if told.person else {"email": told.address or None}
    person = Person.objects.filter(**whose).first()
    if person is None:
        return
    if not told.came_in and not count(NOTED_FAILURES, person.pk.hex, now=told.at):
        return
    row, _is_new = SignIn.objects.get_or_create(
        person=person,
        hour=whole_hour(told.at),
        way=told.way,
        second_check=told.second_check,
        came_in=told.came_in,
        device=told.device,
    )
    SignIn.objects.filter(pk=row.pk).update(times=F("times") + 1)


def _device_of(request: HttpRequest) -> str:
    return read_device(request.META.get("HTTP_USER_AGENT", ""))


def read_way(proofs: Sequence[dict[str, object]]) -> tuple[str, str]:
    """And by which second check."""
    latest = proofs[-1] if proofs else {}
    if latest.get("passwordless"):
        return Way.PASSKEY, ""
    before = [proof for proof in proofs if proof["method"] != "mfa"]
    way = _WAY_OF.get(str(before[-1]["method"]), Way.OTHER) if before else Way.OTHER
    kind = str(latest.get("type", "")) if latest.get("method") == "mfa" else ""
    return way, kind if kind in SignIn.SecondCheck else ""


_waiting = WriteBehind(record_tries)
