"""What a provider of SAML says about itself, and what we say about us."""

import datetime
from codecs import BOM_UTF8
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.urls import reverse
from lxml.etree import QName

from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import read_provider_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.refusals import NotSetUp, ProviderOdd
from aizuchi.single_sign_on.saml.certificates import NoCertificate, read_certificates
from aizuchi.single_sign_on.saml.documents import D, Element, M, read_document, read_time, text_of

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


@dataclass(frozen=True, kw_only=True)
class SamlDescription:
    issuer: str
    sign_in_url: str
    certificates: tuple[str, ...]


def read_metadata(raw: bytes, *, now: datetime.datetime) -> SamlDescription:
    """Of exactly one provider. Raises NotSetUp."""
    role = _find_role(_read(raw))
    entity = role.getparent()
    issuer = entity.get("entityID", "") if entity is not None else ""
    if not 0 < len(issuer) <= 500:
        raise NotSetUp("no_entity_id")
    _check_still_valid(role, now=now)
    return SamlDescription(issuer=issuer, sign_in_url=_find_address(role), certificates=_find_certificates(role))


def _read(raw: bytes) -> Element:
    try:
        return read_document(raw.removeprefix(BOM_UTF8).strip(), drops_comments=True)
    except ProviderOdd as odd:
        begins = raw[:2000].lower()
        is_page = b"<html" in begins or b"<!doctype html" in begins
        raise NotSetUp("metadata_page" if is_page else "metadata_odd") from odd


def _find_role(root: Element) -> Element:
    roles = list(root.iter(f"{M}IDPSSODescriptor"))
    if len(roles) == 1:
        return roles[0]
    if roles:
        entities = dict.fromkeys(role.getparent().get("entityID", "–") for role in roles)
        raise NotSetUp("several_providers", found=", ".join(entities))
    if QName(root).localname.lower() == "html":
        raise NotSetUp("metadata_page")
    is_service = next(root.iter(f"{M}SPSSODescriptor"), None) is not None
    raise NotSetUp("service_metadata" if is_service else "no_provider", found=QName(root).localname)


def _check_still_valid(role: Element, *, now: datetime.datetime) -> None:
    for element in (role, *role.iterancestors()):
        try:
            ends_at = read_time(element.get("validUntil", "9999-12-31"))
        except ValueError as error:
            raise NotSetUp("metadata_odd", found="validUntil") from error
        if ends_at <= now:
            raise NotSetUp("metadata_ended", found=element.get("validUntil"))


def _find_address(role: Element) -> str:
    for service in role.findall(f"{M}SingleSignOnService"):
        if service.get("Binding") == REDIRECT:
            try:
                return str(read_provider_address(service.get("Location", "")))
            except NotAWebAddress as error:
                raise NotSetUp("odd_sign_in_url", found=service.get("Location", "–")) from error
    raise NotSetUp("no_redirect")


def _find_certificates(role: Element) -> tuple[str, ...]:
    signing = [key for key in role.findall(f"{M}KeyDescriptor") if key.get("use", "signing") == "signing"]
    told = [text_of(found) for key in signing for found in key.iter(f"{D}X509Certificate")]
    try:
        certificates = tuple(dict.fromkeys(pem for text in told[:10] for pem in read_certificates(text)))
    except NoCertificate as error:
        raise NotSetUp("odd_certificate") from error
    if not certificates:
        raise NotSetUp("no_certificate")
    return certificates


def entity_id_of(provider: IdentityProvider) -> str:
    """What we call ourselves, for this provider alone: where our own metadata lie."""
    return absolute(reverse("single_sign_on:saml_metadata", args=[provider.pk]))


def answer_address_of(provider: IdentityProvider) -> str:
    return absolute(reverse("single_sign_on:saml_answer", args=[provider.pk]))


def write_metadata(provider: IdentityProvider) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
        f" entityID={quoteattr(entity_id_of(provider))}>\n"
        '  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true"'
        ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\n'
        f"    <md:NameIDFormat>{escape(PERSISTENT)}</md:NameIDFormat>\n"
        f"    <md:AssertionConsumerService Binding={quoteattr(POST)}"
        f' Location={quoteattr(answer_address_of(provider))} index="0" isDefault="true"/>\n'
        "  </md:SPSSODescriptor>\n"
        "</md:EntityDescriptor>\n"
    )
