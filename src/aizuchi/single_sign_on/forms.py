"""What people type at the entrance, and administrators about a provider."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import AddressFormField, LineFormField, canonical_code
from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import read_provider_address
from aizuchi.single_sign_on.domains import MOST_DOMAINS, read_domains
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import WELL_KNOWN
from aizuchi.single_sign_on.saml.certificates import NoCertificate, read_certificates


class AddressForm(forms.Form):
    email = AddressFormField(label=_("Your mail address at work"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget = forms.TextInput(
            attrs={"autocomplete": "username", "inputmode": "email", "autofocus": True}
        )


class ProviderAddressField(forms.CharField):
    default_error_messages = {
        "not_an_address": _("Please enter the whole address, beginning with https:// and without a name or password.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, **kwargs)
        self.widget.attrs |= {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        text = self.read_plainly(canonical_code(str(super().clean(value))))
        if not text:
            return ""
        try:
            read_provider_address(text)
        except NotAWebAddress as error:
            raise forms.ValidationError(self.error_messages["not_an_address"], code="not_an_address") from error
        return text

    def read_plainly(self, text: str) -> str:
        return text


class IssuerField(ProviderAddressField):
    """However it was copied: without https://, or as the address of the provider's description."""

    def read_plainly(self, text: str) -> str:
        issuer = text.removesuffix(WELL_KNOWN)
        return f"https://{issuer}" if issuer and "://" not in issuer else issuer


class ProviderForm(forms.Form):
    name = LineFormField(
        label=_("What people call it"),
        help_text=_("Stands on the button: your company's name, say."),
        max_length=60,
    )
    domains = forms.CharField(
        label=_("Mail domains"),
        help_text=_("Whose addresses end in these may come in by it: example.co.jp. Several with spaces between."),
        max_length=2000,
    )
    groups_name = LineFormField(
        label=_("Name of the claim with groups"),
        help_text=_("For instance “groups”. Leave it empty, and roles are given here."),
        max_length=200,
        required=False,
    )
    is_strong = forms.BooleanField(
        label=_("It asks for a second factor itself, so we do not ask for another one"), required=False
    )

    def clean_domains(self) -> tuple[str, ...]:
        domains, odd = read_domains(self.cleaned_data["domains"])
        if odd:
            raise forms.ValidationError(_("“%(text)s” is no mail domain.") % {"text": odd[:60]})
        if len(domains) > MOST_DOMAINS:
            raise forms.ValidationError(_("At most %(most)s domains.") % {"most": MOST_DOMAINS})
        return domains

    @property
    def typed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OidcForm(ProviderForm):
    issuer = IssuerField(
        label=_("Address of the provider (issuer)"),
        help_text=_(
            "As it calls itself. The address that ends in “/.well-known/openid-configuration” will do as well."
        ),
    )
    client_id = LineFormField(label=_("Client ID"), max_length=255)
    client_secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("Kept sealed, and never shown again."),
        max_length=1000,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    trusts_addresses = forms.BooleanField(
        label=_("Its mail addresses are the company's own, so they count as proved without “email_verified”"),
        help_text=_("Entra ID needs this. Leave it off where people may write any address into their account there."),
        required=False,
    )
    field_order = [
        "name",
        "domains",
        "issuer",
        "client_id",
        "client_secret",
        "trusts_addresses",
        "groups_name",
        "is_strong",
    ]

    @classmethod
    def showing(cls, provider: IdentityProvider) -> dict[str, Any]:
        return _shown(provider, "issuer", "client_id", "trusts_addresses")


class SamlForm(ProviderForm):
    metadata_url = ProviderAddressField(
        label=_("Address of the metadata"),
        help_text=_("We read them now. Once they change there, read them again here."),
        required=False,
    )
    metadata = forms.CharField(
        label=_("Or the metadata themselves (XML)"),
        max_length=300_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    next_certificate = forms.CharField(
        label=_("The next certificate"),
        help_text=_("When one is about to end: both hold until then. It begins with -----BEGIN CERTIFICATE-----."),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    uid_name = LineFormField(
        label=_("Attribute that never changes for a person"),
        help_text=_("Such as the object identifier or an employee number; or NameID, where its format is persistent."),
        max_length=200,
    )
    mail_name = LineFormField(label=_("Attribute with the mail address"), max_length=200)
    accepts_unasked = forms.BooleanField(
        label=_("Sign-in may also begin at the provider, such as from a page of tiles"),
        help_text=_("Leave it off unless people need it: an answer that nobody asked for is easier to slip in."),
        required=False,
    )
    field_order = [
        *("name", "domains", "metadata_url", "metadata", "next_certificate"),
        *("uid_name", "mail_name", "groups_name", "accepts_unasked", "is_strong"),
    ]

    def clean_next_certificate(self) -> tuple[str, ...]:
        try:
            return read_certificates(self.cleaned_data["next_certificate"])
        except NoCertificate as error:
            raise forms.ValidationError(_("This is no certificate, or one with a key that is too short.")) from error

    @classmethod
    def showing(cls, provider: IdentityProvider) -> dict[str, Any]:
        return _shown(provider, "metadata_url", "uid_name", "mail_name", "accepts_unasked")


def _shown(provider: IdentityProvider, *names: str) -> dict[str, Any]:
    usual = ("name", "groups_name", "is_strong")
    shown = {name: getattr(provider, name) for name in (*usual, *names)}
    return shown | {"domains": " ".join(provider.domains.order_by("domain").values_list("domain", flat=True))}
