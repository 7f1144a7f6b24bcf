"""A provider of SAML that signs whatever a test asks for."""

import base64
import datetime
import uuid
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree

NS = {
    "p": "urn:oasis:names:tc:SAML:2.0:protocol",
    "a": "urn:oasis:names:tc:SAML:2.0:assertion",
    "d": "http://www.w3.org/2000/09/xmldsig#",
}
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class KeyPair:
    key: bytes
    certificate: bytes
    """PEM, both."""


def make_pair(*, begins: datetime.timedelta = -DAY, ends: datetime.timedelta = 365 * DAY) -> KeyPair:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now + begins).not_valid_after(now + ends)
    certificate = builder.sign(key, hashes.SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(pem, certificate.public_bytes(Encoding.PEM))


PAIR, SECOND, STRANGER = make_pair(), make_pair(), make_pair()


def stamp(seconds: float = 0) -> str:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Saml:
    """What the next assertion says; a test changes what it likes."""

    recipient: str
    audience: str
    issuer: str = "https://idp.example/saml"
    asked_as: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)
    name_id: str = "pairwise-1"
    name_id_format: str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    made: float = 0
    begins: float = -10
    ends: float = 300
    proved: float = -5
    assertion_id: str = ""
    destination: str | None = None
    issuer_of_response: str | None = None
    confirmation_asked_as: str | None = None
    status: str = "urn:oasis:names:tc:SAML:2.0:status:Success"

    def assertion(self) -> etree._Element:
        attributes = "".join(
            f'<a:Attribute Name="{name}">{"".join(map("<a:AttributeValue>{}</a:AttributeValue>".format, values))}'
            "</a:Attribute>"
            for name, values in self.attributes.items()
        )
        asked_as = self.asked_as if self.confirmation_asked_as is None else self.confirmation_asked_as
        answers = f' InResponseTo="{asked_as}"' if asked_as else ""
        text = f"""<a:Assertion xmlns:a="{NS["a"]}" ID="{self.assertion_id or "_" + uuid.uuid4().hex}" Version="2.0"
          IssueInstant="{stamp(self.made)}"><a:Issuer>{self.issuer}</a:Issuer>
          <a:Subject><a:NameID Format="{self.name_id_format}">{self.name_id}</a:NameID>
            <a:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
              <a:SubjectConfirmationData NotOnOrAfter="{stamp(self.ends)}" Recipient="{self.recipient}"{answers}/>
            </a:SubjectConfirmation></a:Subject>
          <a:Conditions NotBefore="{stamp(self.begins)}" NotOnOrAfter="{stamp(self.ends)}"><a:AudienceRestriction>
            <a:Audience>{self.audience}</a:Audience></a:AudienceRestriction></a:Conditions>
          <a:AuthnStatement AuthnInstant="{stamp(self.proved)}" SessionIndex="session-1"><a:AuthnContext>
            <a:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</a:AuthnContextClassRef>
          </a:AuthnContext></a:AuthnStatement>
          <a:AttributeStatement>{attributes}</a:AttributeStatement></a:Assertion>"""
        return etree.fromstring(text)

    def wrap(self, *inside: etree._Element) -> etree._Element:
        answers = f' InResponseTo="{self.asked_as}"' if self.asked_as else ""
        destination = self.recipient if self.destination is None else self.destination
        response = etree.fromstring(
            f'<p:Response xmlns:p="{NS["p"]}" xmlns:a="{NS["a"]}" ID="_{uuid.uuid4().hex}" Version="2.0"'
            f' IssueInstant="{stamp(self.made)}" Destination="{destination}"{answers}>'
            f"<a:Issuer>{self.issuer if self.issuer_of_response is None else self.issuer_of_response}</a:Issuer>"
            f'<p:Status><p:StatusCode Value="{self.status}"/></p:Status></p:Response>'
        )
        response.extend(inside)
        return response

    def answer(self, pair: KeyPair = PAIR) -> etree._Element:
        return self.wrap(sign(self.assertion(), pair))


def sign(
    element: etree._Element,
    pair: KeyPair = PAIR,
    *,
    method: Any = xmlsec.constants.TransformRsaSha256,
    digest: Any = xmlsec.constants.TransformSha256,
) -> etree._Element:
    signature = xmlsec.template.create(element, xmlsec.constants.TransformExclC14N, method, ns="ds")
    reference = xmlsec.template.add_reference(signature, digest, uri=f"#{element.get('ID')}")
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    element.insert(1, signature)  # after the issuer
    xmlsec.tree.add_ids(element, ["ID"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pair.key, xmlsec.constants.KeyDataFormatPem)
    context.key.load_cert_from_memory(pair.certificate, xmlsec.constants.KeyDataFormatPem)
    context.sign(signature)
    return element


def pack(response: etree._Element | bytes | str) -> str:
    raw = response.encode() if isinstance(response, str) else response
    return base64.b64encode(raw if isinstance(raw, bytes) else etree.tostring(raw)).decode()


def read_request(location: str) -> etree._Element:
    asked = parse_qs(urlsplit(location).query)
    return etree.fromstring(zlib.decompress(base64.b64decode(asked["SAMLRequest"][0]), -15))


def metadata(pair: KeyPair, *more: KeyPair, issuer: str = "https://idp.example/saml") -> str:
    def body(of: KeyPair) -> str:
        return "".join(of.certificate.decode().splitlines()[1:-1])

    keys = "".join(
        '<m:KeyDescriptor use="signing"><d:KeyInfo xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:X509Data>'
        f"<d:X509Certificate>{body(each)}</d:X509Certificate></d:X509Data></d:KeyInfo></m:KeyDescriptor>"
        for each in (pair, *more)
    )
    return (
        f'<m:EntityDescriptor xmlns:m="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}">'
        f'<m:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}'
        '<m:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
        ' Location="https://idp.example/sso"/></m:IDPSSODescriptor></m:EntityDescriptor>'
    )
