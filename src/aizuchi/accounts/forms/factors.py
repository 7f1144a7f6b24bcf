"""New passkeys and authenticator apps."""

from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.accounts.forms.credential import CredentialField
from aizuchi.accounts.handed_over import hand_over, take_over
from aizuchi.accounts.kept_forms import keep_form, name_of_session, read_kept_form
from aizuchi.accounts.mfa_adapter import MFAAdapter
from aizuchi.accounts.operations.factors import LONGEST_NAME
from aizuchi.accounts.passkeys import read_new_passkey
from aizuchi.accounts.qr import draw_qr
from aizuchi.accounts.queries.sessions import name_device
from aizuchi.kernel.canonical import LineFormField
from aizuchi.people.models import Person


class NameForm(forms.Form):
    name = LineFormField(label=gettext_lazy("Name of the passkey"), max_length=LONGEST_NAME)


class PasskeyForm(NameForm):
    credential = CredentialField()

    def __init__(self, request: HttpRequest) -> None:
        device = name_device(request.META.get("HTTP_USER_AGENT", ""))
        sent = request.POST if "credential" in request.POST else None
        super().__init__(sent, initial={"name": device[:LONGEST_NAME]})

    def clean_credential(self) -> dict[str, Any]:
        made = read_new_passkey(self.cleaned_data["credential"])
        if made is None:
            raise forms.ValidationError(_("The passkey didn't come about. Please try once more."))
        return made


class AppForm(forms.Form):
    """The secret waits in the page, sealed: nothing is kept of an app that is never set up."""

    code = forms.CharField(
        label=gettext_lazy("Code of your authenticator app"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, request: HttpRequest, *, person: Person) -> None:
        super().__init__(request.POST if "kept" in request.POST else None)
        self.place = {"session": name_of_session(request), "path": f"app of {person.pk.hex}"}
        kept = read_kept_form(request.POST.get("kept", ""), **self.place)
        self.is_known = kept is not None
        self.request, self.waits = request, f"new_app_{person.pk.hex}"
        self.secret = kept or take_over(request, name=self.waits) or generate_totp_secret()
        self.address = MFAAdapter().build_totp_url(person, self.secret)

    @property
    def kept(self) -> str:
        return keep_form(self.secret, **self.place)

    @property
    def picture(self) -> str:
        return draw_qr(self.address, label=_("QR code for your authenticator app"))

    @property
    def typed(self) -> str:
        """The secret in groups, for whoever types it."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))

    def show_again(self, response: HttpResponse) -> HttpResponse:
        """The same picture, when the page is loaded anew before the app is set up."""
        hand_over(self.request, response, name=self.waits, told=self.secret, path=self.request.path)
        return response

    def forget(self, response: HttpResponse) -> HttpResponse:
        response.delete_cookie(self.waits, path=self.request.path)
        return response

    def clean_code(self) -> str:
        if not self.is_known:
            raise forms.ValidationError(_("This page was open for too long. Please read the new picture once more."))
        code: str = self.cleaned_data["code"]
        return code
