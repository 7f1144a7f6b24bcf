"""What stands between a proof of who somebody is and being signed in; allauth walks through these."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import stash_login
from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from aizuchi.accounts.models import FactorReset
from aizuchi.accounts.policies import must_have_factor
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries.factors import FACTORS, has_second_factor
from aizuchi.accounts.queries.policy import is_behind_glass, policy_of
from aizuchi.accounts.sign_in_record import note_failure, read_way
from aizuchi.accounts.spared_devices import is_spared

STRONG = "strong"
"""In a login's state: who proved it asked for a second factor themselves."""

_LINK = "factor_link"

Handled = tuple[HttpResponse | None, bool]


class BeginStage(LoginStage):
    """Notes as of which password and factors it began. Nobody passes whose company wants its own sign-in only."""

    key = "begin"

    def handle(self) -> Handled:
        person: Any = self.login.user
        if person is None:
            return redirect("account_login"), False
        self.state["stamp"] = person.get_session_auth_hash()
        self.state["factors"] = _list_factors(person)
        if self._passes(person):
            return None, True
        way, _second = read_way(get_authentication_records(self.request, person))
        note_failure(self.request, way=way, person=person)
        messages.warning(self.request, _("Your company has you come in with the company account."))
        return redirect("account_login"), False

    def _passes(self, person: Any) -> bool:
        if not policy_of(person.organization_id).only_company_sign_in or is_behind_glass(person):
            return True
        proofs = get_authentication_records(self.request, person)
        return bool(proofs) and proofs[-1]["method"] == ProvedBy.COMPANY


class SecondFactorStage(AuthenticateStage):
    """Asks whoever has a second factor for it: unless a passkey opened, or this device is not asked for 30 days.

    No device and no provider spares it whoever is behind glass: what opens when all else is shut is asked each time.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        if did_use_passwordless_login(request, self.login.user):
            return False
        person: Any = self.login.user
        if is_behind_glass(person):
            return has_second_factor(person)
        if self.login.state.get(STRONG) or not has_second_factor(person):
            return False
        return not is_spared(request, person, now=timezone.now())


class SetUpStage(LoginStage):
    """Whoever must have a second factor and has none sets one up before anything can be seen.

    Of those whose lost one was taken off, only who reads their own mail box gets this far.
    """

    key = "set_up"
    urlname = "set_up_second_factor"

    def handle(self) -> Handled:
        person: Any = self.login.user
        if has_second_factor(person) or (self.login.state.get(STRONG) and not is_behind_glass(person)):
            return None, True
        reset = FactorReset.objects.filter(person=person).first()
        if reset and not self._reads_own_mail(reset):
            messages.warning(self.request, _("Please come in by the link in the mail to you."))
            return redirect("account_login"), False
        policy = policy_of(person.organization_id)
        is_emergency = policy.only_company_sign_in and is_behind_glass(person)
        if reset or is_emergency or must_have_factor(person, policy, on=person.today(timezone.now())):
            return redirect(self.urlname), True
        return None, True

    @property
    def is_set_up_here(self) -> bool:
        return bool(self.state.get("is_done"))

    def note_set_up(self) -> None:
        """By whoever is half-way in here. What the owner set up in another browser lets nobody pass."""
        self.state["is_done"] = True
        began = self.controller.get_stage(BeginStage.key)
        began.state["factors"] = _list_factors(self.login.user)
        stash_login(self.request, self.login)

    def _reads_own_mail(self, reset: FactorReset) -> bool:
        proofs = {proof["method"] for proof in get_authentication_records(self.request, reset.person)}
        by_link = constant_time_compare(self.request.session.get(_LINK, ""), _name_of(reset))
        return by_link or not proofs.isdisjoint({"password_reset", ProvedBy.MAIL_LINK.value})


def keep_link(request: HttpRequest, reset: FactorReset) -> None:
    """Whoever uses this browser has just opened the link that only this person's mail box received."""
    request.session[_LINK] = _name_of(reset)


def _name_of(reset: FactorReset) -> str:
    return f"{reset.pk.hex} {reset.reset_at.isoformat()}"


class ArriveStage(LoginStage):
    """The last: whoever left meanwhile, or has another password or other factors by now, begins anew."""

    key = "arrive"

    def handle(self) -> Handled:
        person: Any = self.login.user
        began = self.controller.get_stage(BeginStage.key)
        if began and person and person.is_active and self._is_as_it_began(person, began.state):
            return None, True
        return redirect("account_login"), False

    def _is_as_it_began(self, person: Any, began: dict[str, Any]) -> bool:
        is_same_password = constant_time_compare(began.get("stamp", ""), person.get_session_auth_hash())
        return is_same_password and began.get("factors") == _list_factors(person)


def _list_factors(person: Any) -> list[int]:
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk").values_list("pk", flat=True))
