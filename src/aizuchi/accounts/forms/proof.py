"""Who somebody is, proved once more: by what they have as a second factor, or else by their password."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.forms.credential import CredentialField
from aizuchi.accounts.forms.second_factor import CodeForm
from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.passkeys import read_passkey
from aizuchi.accounts.queries.factors import FACTORS, Type, list_factor_types
from aizuchi.accounts.throttling import PROOFS, say_too_many
from aizuchi.kernel.limits import count, give_back, time_left
from aizuchi.people.models import Person


class ProofForm(forms.Form):
    """Of its fields, exactly one is filled."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        required=False, max_length=40, widget=CodeForm.base_fields["code"].widget, label=_("The code")
    )
    credential = CredentialField(required=False)

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request, self.person = request, cast(Person, request.user)
        types = list_factor_types(self.person.pk)
        self.asks_passkey, self.asks_code = Type.WEBAUTHN in types, Type.TOTP in types
        self.has_second_factor = bool(types.intersection(FACTORS))
        opens = self.person.has_usable_password() and not wants_company_sign_in(self.person)
        self.asks_password = opens and not self.has_second_factor
        self.takes_recovery_codes = Type.RECOVERY_CODES in types
        self.used: Authenticator | None = None

    @cached_property
    def is_without_any(self) -> bool:
        return not (self.asks_passkey or self.asks_code or self.asks_password)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("credential") and self.asks_passkey:
            self.used = read_passkey(told["credential"], person=self.person)
            if self.used is None:
                raise forms.ValidationError(_("The passkey didn't open. Please try once more."))
        elif told.get("code") and (self.asks_code or self.takes_recovery_codes):
            self._check_code()
        elif told.get("password") and self.asks_password:
            self._check_password(told["password"])
        elif not self.errors:
            self._ask_for_what_is_empty()
        if self.used and not self.errors:
            self.used.record_usage()
        return told

    def _ask_for_what_is_empty(self) -> None:
        proving = self.data.get("proving")
        if proving == "password" and self.asks_password:
            self.add_error("password", _("Please enter your password."))
        elif proving == "code" and (self.asks_code or self.takes_recovery_codes):
            self.add_error("code", _("Please enter a code."))
        else:
            raise forms.ValidationError(_("Please prove that it is you in one of these ways."))

    def _check_code(self) -> None:
        form = CodeForm(self.data, user=self.person)
        if form.is_valid():
            self.used = form.authenticator
        for error in form.errors.get("code", []):
            self.add_error("code", error)

    def _check_password(self, typed: str) -> None:
        key, now = (self.person.pk.hex, self.request.session.session_key or ""), timezone.now()
        if not count(PROOFS, *key, now=now):
            self.add_error("password", say_too_many(time_left(PROOFS, *key, now=now)))
        elif self.person.check_password(typed):
            give_back(PROOFS, *key)
        else:
            self.add_error("password", _("This isn't your current password."))
