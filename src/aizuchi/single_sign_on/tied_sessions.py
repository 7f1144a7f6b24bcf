"""Which sessions began at a provider, so that they end when they end there."""

from typing import Any

from django.http import HttpRequest

from aizuchi.accounts.models import Session
from aizuchi.accounts.operations.sessions import end_sessions, end_sessions_of
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import ProviderAccount, ProviderSession

_WAITING = "company_account"


def tie_session(request: HttpRequest, account: ProviderAccount, sid: str) -> None:
    """At once, or once whoever came has shown their second factor as well: see `tie_waiting_session`."""
    if request.user.pk == account.person_id:
        _tie(request, account, sid)
    else:
        request.session[_WAITING] = [account.pk.hex, sid]


def tie_waiting_session(request: HttpRequest, user: Person, **_other: Any) -> None:
    """Hears of every way of signing in."""
    waiting = request.session.pop(_WAITING, None)
    account = ProviderAccount.objects.filter(pk=waiting[0], person=user).first() if waiting else None
    if waiting and account:
        _tie(request, account, waiting[1])


def _tie(request: HttpRequest, account: ProviderAccount, sid: str) -> None:
    if session := Session.objects.filter(session_key=request.session.session_key or "").first():
        ProviderSession.objects.update_or_create(session=session, defaults={"account": account, "sid": sid})


def end_sessions_by(account: ProviderAccount, *, sid: str = "") -> int:
    """The one that goes by this name there; without a name, all of that person's, however they began."""
    if not sid:
        return end_sessions_of([account.person_id])
    return end_sessions_begun_by(account, sid=sid)


def end_sessions_begun_by(account: ProviderAccount, **named: str) -> int:
    """Not those that began in another way."""
    begun = ProviderSession.objects.filter(account=account, **named)
    return end_sessions(account.person_id, [str(key) for key in begun.values_list("session", flat=True)])
