"""The second check: a code of an authenticator app, one of the recovery codes, or a passkey."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.forms.credential import CredentialField
from aizuchi.accounts.models import SignIn
from aizuchi.accounts.operations.codes import use_code
from aizuchi.accounts.passkeys import read_passkey
from aizuchi.accounts.queries.factors import list_factor_types
from aizuchi.accounts.sign_in_record import note_failure
from aizuchi.accounts.throttling import SignInAttempt
from aizuchi.people.models import Person


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def __init__(self, data: object = None, *, user: Person) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user

    def clean_code(self) -> str:
        now = timezone.now()
        attempt = SignInAttempt.by_code(context.request, self.user)
        if not attempt.begin(now=now):
            self._note_failure()
            raise forms.ValidationError(attempt.say_too_many(now=now))
        code: str = self.cleaned_data["code"]
        used = use_code(person_id=self.user.pk, code=code, now=now)
        if used is None:
            self._note_failure()
            raise forms.ValidationError(self._say_misfit())
        attempt.take_back()
        self.authenticator = used
        return code

    def _say_misfit(self) -> Any:
        if Authenticator.Type.TOTP in list_factor_types(self.user.pk):
            return _("This code doesn't fit, or has been used. Please enter the one shown now.")
        return _("This recovery code doesn't fit, or has been used. Each opens once: please enter another.")

    def _note_failure(self) -> None:
        note_failure(context.request, way=SignIn.Way.SECOND_CHECK, person=self.user)

    def save(self) -> None:
        post_authentication(context.request, self.authenticator)


class PasskeyCheckForm(forms.Form):
    credential = CredentialField()

    def __init__(self, data: object = None, *, user: Person) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user

    def clean_credential(self) -> Authenticator:
        found = read_passkey(self.cleaned_data["credential"], person=self.user)
        if found is None:
            note_failure(context.request, way=SignIn.Way.SECOND_CHECK, person=self.user)
            raise forms.ValidationError(_("The passkey didn't open. Please try once more."))
        return found

    def save(self) -> None:
        post_authentication(context.request, self.cleaned_data["credential"])
