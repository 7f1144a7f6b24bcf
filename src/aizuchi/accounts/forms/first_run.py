from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.forms.password import new_password_field
from aizuchi.accounts.operations.installation import NewAdministrator
from aizuchi.accounts.setup_token import is_setup_token
from aizuchi.kernel.canonical import AddressFormField, LineFormField
from aizuchi.people.models import Person
from aizuchi.people.time_zones import list_time_zones


class FirstRunForm(forms.Form):
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    organization_name = LineFormField(label=_("Name of your organization"), max_length=120)
    language = forms.ChoiceField(label=_("Language for new people"), choices=[("ja", "日本語"), ("en", "English")])
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=list_time_zones, initial=settings.TIME_ZONE)
    family_name = LineFormField(
        label=_("Family name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    given_name = LineFormField(
        label=_("Given name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    email = AddressFormField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = new_password_field()

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        if not is_setup_token(token):
            raise forms.ValidationError(_("Please use the address that the server printed when it started."))
        return token

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = Person(email=self.cleaned_data.get("email"), family_name=self.cleaned_data.get("family_name", ""))
        validate_password(password, person)
        return password

    def read_administrator(self) -> NewAdministrator:
        return NewAdministrator(**self._pick("family_name", "given_name", "email", "password"))

    def read_organization(self) -> dict[str, str]:
        return self._pick("organization_name", "language", "time_zone")

    def _pick(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}
