"""What is asked of a provider at the moment when somebody enters it, so that a slip shows while it can be mended."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.single_sign_on.addresses import ask_provider
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import fetch_description, read_description
from aizuchi.single_sign_on.refusals import SamlMissing
from aizuchi.single_sign_on.saml import is_installed
from aizuchi.single_sign_on.saml.certificates import MOST, latest_end
from aizuchi.single_sign_on.saml.metadata import SamlDescription, read_metadata
from aizuchi.single_sign_on.sealed_settings import SettingsLost, open_settings


class NoMetadata(Refusal):
    field = "metadata_url"
    sentence = _("Please enter the address of the metadata, or paste them below.")


def complete_settings(kind: str, typed: dict[str, Any], before: IdentityProvider | None) -> dict[str, Any]:
    """With what the provider says of itself. Raises the kinds of NotLetIn, and NoMetadata."""
    if kind == IdentityProvider.Kind.OIDC:
        issuer = typed["issuer"]
        description = read_description(fetch_description(issuer), issuer=issuer)
        return typed | {"sign_in_url": description.authorization_endpoint}
    if not is_installed():
        raise SamlMissing
    said, kept = _read_metadata(typed), _certificates_of(before)
    if said is None and before is None:
        raise NoMetadata
    found = said.certificates if said else kept
    certificates = tuple(dict.fromkeys((*found, *typed["next_certificate"])))[-MOST:]
    more: dict[str, Any] = {"issuer": said.issuer, "sign_in_url": said.sign_in_url} if said else {}
    more |= {"certificates": certificates, "certificates_until": latest_end(certificates)}
    return typed | more


def _read_metadata(typed: dict[str, Any]) -> SamlDescription | None:
    if typed["metadata"]:
        return read_metadata(typed["metadata"].encode())
    if typed["metadata_url"]:
        return read_metadata(ask_provider("GET", typed["metadata_url"]).content)
    return None


def _certificates_of(provider: IdentityProvider | None) -> tuple[str, ...]:
    try:
        return open_settings(provider).certificates if provider else ()
    except SettingsLost:
        return ()
