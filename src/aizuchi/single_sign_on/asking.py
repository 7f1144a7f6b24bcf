"""What is asked of a provider at the moment when somebody enters it, so that a slip shows while it can be mended."""

import contextlib
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import ask_provider, read_provider_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.oidc.discovery import Description, fetch_description, read_description
from aizuchi.single_sign_on.refusals import NotLetIn, NotSetUp, SamlMissing
from aizuchi.single_sign_on.saml import is_installed
from aizuchi.single_sign_on.saml.certificates import MOST, latest_end
from aizuchi.single_sign_on.saml.metadata import SamlDescription, read_metadata
from aizuchi.single_sign_on.sealed_settings import SettingsLost, open_settings

MOST_ABOVE = 4


class NoMetadata(Refusal):
    field = "metadata_url"
    sentence = _("Please enter the address of the metadata, or paste them below.")


def complete_settings(kind: str, typed: dict[str, Any], before: IdentityProvider | None) -> dict[str, Any]:
    """With what the provider says of itself. Raises the kinds of NotLetIn, and NoMetadata."""
    if kind == IdentityProvider.Kind.OIDC:
        description = _describe(typed["issuer"])
        return typed | {"issuer": description.issuer, "sign_in_url": description.authorization_endpoint}
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


def _describe(typed: str) -> Description:
    """Too long an address is named with the one that was meant. Raises the kinds of NotLetIn."""
    try:
        said = fetch_description(typed)
    except NotSetUp as fault:
        if above := _find_above(typed):
            raise NotSetUp("description_above", found=above) from fault
        raise
    own = _own_name(said)
    is_meant = _plain(own) == _plain(typed)  # a slash at the end, capitals and the usual port are no other provider
    return read_description(said, issuer=own if is_meant else typed)


def _find_above(issuer: str) -> str:
    address = read_provider_address(issuer)
    steps = [step for step in urlsplit(address.rest).path.split("/") if step]
    for many in range(len(steps) - 1, max(-1, len(steps) - 1 - MOST_ABOVE), -1):
        above = "/".join([address.origin, *steps[:many]])
        with contextlib.suppress(NotLetIn):
            if _plain(own := _own_name(fetch_description(above))) == _plain(above):
                return own
    return ""


def _own_name(said: dict[str, Any]) -> str:
    return str(said.get("issuer", ""))


def _plain(issuer: str) -> str:
    try:
        return str(read_provider_address(issuer)).rstrip("/")
    except NotAWebAddress:
        return issuer


def _read_metadata(typed: dict[str, Any]) -> SamlDescription | None:
    if typed["metadata"]:
        return read_metadata(typed["metadata"].encode(), now=timezone.now())
    if typed["metadata_url"]:
        return read_metadata(ask_provider("GET", typed["metadata_url"]).content, now=timezone.now())
    return None


def _certificates_of(provider: IdentityProvider | None) -> tuple[str, ...]:
    try:
        return open_settings(provider).certificates if provider else ()
    except SettingsLost:
        return ()
