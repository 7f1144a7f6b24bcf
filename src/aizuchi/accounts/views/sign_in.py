"""Signing in and out. allauth runs these flows; the pages and their words are ours."""

from typing import Any, cast

from allauth.account import views as allauth
from allauth.account.internal.stagekit import clear_login
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.mfa.base.views import AuthenticateView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from aizuchi.accounts.ended_session import ENDED
from aizuchi.accounts.leaving import forget_what_was_shown
from aizuchi.accounts.operations.sessions import close_sockets
from aizuchi.accounts.queries.factors import Type, knows_passkeys, list_factor_types
from aizuchi.accounts.queries.policy import is_behind_glass
from aizuchi.accounts.spared_devices import spare_device
from aizuchi.accounts.ways import list_ways
from aizuchi.kernel.addresses import is_own_page
from aizuchi.people.models import Person


class SignInView(allauth.LoginView):
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        ways = list_ways(self.request)
        wanted = context.get("redirect_field_value") or ""
        then = wanted if is_own_page(wanted, self.request) else ""
        ended = self.request.method == "GET" and ENDED in self.request.GET
        return context | {"ways": ways, "then": then, "folds": bool(ways) or knows_passkeys(), "ended": ended}


class SecondFactorView(AuthenticateView):
    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All but allauth's own, which would ask the passkey (and write that down) wherever the page is looked at."""
        context: dict[str, Any] = TemplateView.get_context_data(self, **kwargs)
        context |= get_entrance_context_data(self.request)
        context |= {"form": self.auth_form, "webauthn_form": self.webauthn_form}
        person = self.stage.login.user
        types = list_factor_types(person.pk)
        has = {"has_app": Type.TOTP in types, "has_passkey": Type.WEBAUTHN in types}
        return context | has | {"may_trust": not is_behind_glass(person)}

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        response: HttpResponse = self.stage.exit()
        if self.request.POST.get("trust") and not is_behind_glass(self.stage.login.user):
            spare_device(self.request, response, self.stage.login.user, now=timezone.now())
        return response


sign_in = SignInView.as_view()
ask_for_second_factor = SecondFactorView.as_view()
_sign_out = allauth.LogoutView.as_view(http_method_names=["post"])


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    person = request.user
    answer = forget_what_was_shown(cast(HttpResponse, _sign_out(request)))
    if isinstance(person, Person):
        close_sockets([person.pk])
    return answer


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Whoever is half-way in as somebody else than they meant to be."""
    clear_login(request)
    return redirect("account_login")
