"""How the operator of the installation signs in and out."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.accounts.known_devices import remember_device
from aizuchi.accounts.leaving import forget_what_was_shown
from aizuchi.accounts.operations.operators import authenticate_operator
from aizuchi.accounts.operator_session import sign_in_operator
from aizuchi.accounts.throttling import SignInAttempt
from aizuchi.kernel.addresses import go_back
from aizuchi.kernel.canonical import AddressFormField


class OperatorForm(forms.Form):
    email = AddressFormField(label=_("Mail address"), widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = OperatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt, now = SignInAttempt.by_operator(request, form.cleaned_data["email"]), timezone.now()
        if not attempt.begin(now=now):
            form.add_error(None, attempt.say_too_many(now=now))
        elif operator := authenticate_operator(**form.cleaned_data):
            attempt.take_back()
            sign_in_operator(request, operator)
            response = go_back(request, reverse("jobs"))
            remember_device(request, response, operator)
            return response
        else:
            form.add_error(None, _("This address and password don't go together. Please try again."))
    return render(request, "accounts/operator_sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if "operator" in request.session:
        request.session.flush()
    return forget_what_was_shown(redirect("operator_sign_in"))
