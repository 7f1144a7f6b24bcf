from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.people.operations.password import ask_for_new_password


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["login"]
        address.label = _("Mail address")
        address.widget.attrs = {"autocomplete": "username", "inputmode": "email", "autofocus": True}
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mail address")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "inputmode": "email", "autofocus": True}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        ask_for_new_password(email=email, now=timezone.now())
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """Once is enough: whoever mistypes it asks for another mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _name_new_password(self.fields["password1"])


class NewPasswordInsteadForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].widget.attrs = {"autocomplete": "current-password"}
        _name_new_password(self.fields["password1"])


def _name_new_password(field: forms.Field) -> None:
    field.label = _("New password")
    field.help_text = _("Ten characters or more. A few words in a row are easy to keep in mind.")
    field.widget.attrs = {"autocomplete": "new-password"}
