from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import AddressFormField


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["login"] = AddressFormField(label=_("Mail address"), widget=forms.TextInput)
        self.order_fields(["login", "password", "remember"])
        address.widget.attrs = {"autocomplete": "username webauthn", "inputmode": "email", "autofocus": True}
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")
