"""What a provider of SAML says about itself, and what we say about us."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.web_addresses import NotAWebAddress
from aizuchi.single_sign_on.addresses import read_provider_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.refusals import ProviderOdd
from aizuchi.single_sign_on.saml.certificates import NoCertificate, read_certificates
from aizuchi.single_sign_on.saml.documents import D, Element, M, read_document, text_of

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


@dataclass(frozen=True, kw_only=True)
class SamlDescription:
    issuer: str
    sign_in_url: str
    certificates: tuple[str, ...]


def read_metadata(raw: bytes) -> SamlDescription:
    """Of exactly one provider. Raises ProviderOdd."""
    root = read_document(raw)
    roles = list(root.iter(f"{M}IDPSSODescriptor"))
    if len(roles) != 1:
        raise ProviderOdd("no provider" if not roles else "which provider")
    role, entity = roles[0], roles[0].getparent()
    issuer = entity.get("entityID", "") if entity is not None else ""
    if not 0 < len(issuer) <= 500:
        raise ProviderOdd("entityID")
    return SamlDescription(issuer=issuer, sign_in_url=_find_address(role), certificates=_find_certificates(role))


def _find_address(role: Element) -> str:
    for service in role.findall(f"{M}SingleSignOnService"):
        if service.get("Binding") == REDIRECT:
            try:
                return str(read_provider_address(service.get("Location", "")))
            except NotAWebAddress as error:
                raise ProviderOdd("address") from error
    raise ProviderOdd("no address for a redirect")


def _find_certificates(role: Element) -> tuple[str, ...]:
    signing = [key for key in role.findall(f"{M}KeyDescriptor") if key.get("use", "signing") == "signing"]
    told = [text_of(found) for key in signing for found in key.iter(f"{D}X509Certificate")]
    try:
        certificates = tuple(dict.fromkeys(pem for text in told[:10] for pem in read_certificates(text)))
    except NoCertificate as error:
        raise ProviderOdd("certificate") from error
    if not certificates:
        raise ProviderOdd("no certificate")
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
