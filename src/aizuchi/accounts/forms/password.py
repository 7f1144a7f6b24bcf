from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.operations.passwords import ask_for_new_password
from aizuchi.accounts.throttling import CHANGES, MAILS_TO_ONE, may_ask_for_mail, say_too_many
from aizuchi.kernel.canonical import AddressFormField
from aizuchi.kernel.limits import count, give_back, time_left
from aizuchi.people.models import Person


def new_password_field() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more. A few words in a row are easy to keep in mind."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class FirstPasswordForm(forms.Form):
    password = new_password_field()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressFormField(label=_("Mail address"), widget=forms.TextInput)
        self.fields["email"].widget.attrs = {"autocomplete": "email", "inputmode": "email", "autofocus": True}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Says the same whether or not a mail goes out; of many mails in an hour the first ones are good as well."""
        email: str = self.cleaned_data["email"]
        now = timezone.now()
        if may_ask_for_mail(request, now=now) and count(MAILS_TO_ONE, email, now=now):
            ask_for_new_password(email=email, now=now)
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """Once is enough: whoever mistypes it asks for another mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _name_new_password(self.fields["password1"])


class ChangedPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget.attrs = {"autocomplete": "current-password"}
        _name_new_password(self.fields["password1"])

    def clean_oldpassword(self) -> str:
        """Whoever found a signed-in screen cannot guess on; its owner is asked on other devices as ever."""
        key, now = (self.user.pk.hex, self._session_key()), timezone.now()
        if not count(CHANGES, *key, now=now):
            raise forms.ValidationError(say_too_many(time_left(CHANGES, *key, now=now)))
        typed: str = super().clean_oldpassword()
        give_back(CHANGES, *key)
        return typed

    def _session_key(self) -> str:
        request: Any = context.request
        return request.session.session_key or ""


def _name_new_password(field: forms.Field) -> None:
    field.label = _("New password")
    field.help_text = _("Ten characters or more. A few words in a row are easy to keep in mind.")
    field.widget.attrs = {"autocomplete": "new-password"}
