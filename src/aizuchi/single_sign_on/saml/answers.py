"""And back: whether an assertion is this provider's, for us, just now, and about whom.

Two readers have to agree. First ours looks at the shape: one assertion, in its place, signed as a whole by a signature
of its own; so no signature can vouch for something else than what is read. Then python3-saml checks schema and
signatures. What it leaves to choice (recipient, audience, times, what was asked) ours insists on afterwards, and reads
only the assertion that was looked at.
"""

import base64
import binascii
import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import QName

from aizuchi.kernel.canonical import canonical_address
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.proofs import LONGEST_UID, Proof, read_groups
from aizuchi.single_sign_on.refusals import (
    Cancelled,
    CertificateEnded,
    ClocksApart,
    Encrypted,
    NotSetUp,
    ProofBroken,
    ProviderOdd,
    SamlMissing,
)
from aizuchi.single_sign_on.saml import is_installed
from aizuchi.single_sign_on.saml.certificates import holds_at
from aizuchi.single_sign_on.saml.documents import A, D, Element, P, exact_text_of, read_document, read_time, text_of
from aizuchi.single_sign_on.saml.metadata import PERSISTENT, answer_address_of, entity_id_of
from aizuchi.single_sign_on.sealed_settings import SettingsLost, open_settings

SKEW = datetime.timedelta(seconds=60)
LONGEST = datetime.timedelta(hours=1)
"""However long an assertion claims to be good, it is not taken later than this after it was made."""
NAME_ID = "NameID"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
MAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
SIGNATURES = {
    f"http://www.w3.org/2001/04/xmldsig-more#{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)
}
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
}
TRANSFORMS = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
}


@dataclass(frozen=True, kw_only=True)
class SamlAnswer:
    proof: Proof
    asked_as: str
    """What it answers; empty where nobody asked."""
    assertion_id: str
    until: datetime.datetime
    proved_at: datetime.datetime


def read_answer(provider: IdentityProvider, packed: str, *, now: datetime.datetime) -> SamlAnswer:
    """Raises the kinds of NotLetIn."""
    if not is_installed():
        raise SamlMissing
    try:
        raw = base64.b64decode("".join(packed.split()), validate=True)
    except (ValueError, binascii.Error) as error:
        raise ProviderOdd("base64") from error
    response = read_document(raw)
    assertion = _find_assertion(response)
    _check_signature(provider, packed, now=now)
    _check_addresses(provider, response, assertion)
    confirmation = _find_confirmation(provider, response, assertion)
    until = _check_times(assertion, confirmation, now=now)
    return SamlAnswer(
        proof=_read_proof(provider, assertion),
        asked_as=response.get("InResponseTo", ""),
        assertion_id=assertion.get("ID", ""),
        until=until,
        proved_at=_check_sign_in(assertion, now=now),
    )


# --- the shape ---


def _find_assertion(response: Element) -> Element:
    if response.tag != f"{P}Response":
        raise ProofBroken("no response")
    status = response.find(f"{P}Status/{P}StatusCode")
    if status is None or status.get("Value") != SUCCESS:
        raise Cancelled("status")
    if response.find(f"{A}EncryptedAssertion") is not None:
        raise Encrypted
    assertions = list(response.iter(f"{A}Assertion"))
    if len(assertions) != 1 or assertions[0].getparent() is not response:
        raise ProofBroken("not one assertion in its place")
    _check_ids(response)
    signatures = list(response.iter(f"{D}Signature"))
    if not any(signature.getparent() is assertions[0] for signature in signatures):
        raise ProofBroken("unsigned assertion")
    for signature in signatures:
        _check_reach(signature, allowed=(response, assertions[0]))
    return assertions[0]


def _check_ids(response: Element) -> None:
    named = [(QName(name).localname.lower(), said) for one in response.iter() for name, said in one.attrib.items()]
    ids = [said for name, said in named if name == "id"]  # xml:id as well
    if len(ids) != len(set(ids)):
        raise ProofBroken("the same id twice")


def _check_reach(signature: Element, *, allowed: tuple[Element, Element]) -> None:
    """It signs the very element it stands in, as a whole, and carries nothing along."""
    parent = signature.getparent()
    references = signature.findall(f"{D}SignedInfo/{D}Reference")
    is_in_place = parent is not None and any(parent is one for one in allowed)
    if not is_in_place or len(parent.findall(f"{D}Signature")) != 1:
        raise ProofBroken("a signature out of its place")
    if len(references) != 1 or not parent.get("ID") or references[0].get("URI") != f"#{parent.get('ID')}":
        raise ProofBroken("a signature of something else")
    if next(signature.iter(f"{D}Object", f"{D}Manifest"), None) is not None:
        raise ProofBroken("a signature that carries something")
    transforms = [each.get("Algorithm") for each in references[0].iter(f"{D}Transform")]
    methods = [each.get("Algorithm") for each in signature.iter(f"{D}SignatureMethod")]
    digests = [each.get("Algorithm") for each in signature.iter(f"{D}DigestMethod")]
    is_known = set(transforms) <= TRANSFORMS and set(methods) <= SIGNATURES and set(digests) <= DIGESTS
    if not is_known or len(methods) != 1 or len(digests) != 1:
        raise ProofBroken("algorithm")


# --- the signature ---


def _check_signature(provider: IdentityProvider, packed: str, *, now: datetime.datetime) -> None:
    from onelogin.saml2.errors import OneLogin_Saml2_ValidationError as Invalid
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    try:
        entered = open_settings(provider).certificates
    except SettingsLost as error:
        raise NotSetUp("settings_lost") from error
    holding = [certificate for certificate in entered if holds_at(certificate, now)]
    if not holding:
        raise CertificateEnded
    told = OneLogin_Saml2_Settings(_settings(provider, holding))
    here = urlsplit(answer_address_of(provider))
    request = {"https": "on" if here.scheme == "https" else "off", "http_host": here.netloc, "script_name": here.path}
    try:
        OneLogin_Saml2_Response(told, packed).is_valid(request, raise_exceptions=True)
    except Invalid as refusal:
        too_late = {Invalid.ASSERTION_EXPIRED, Invalid.ASSERTION_TOO_EARLY, Invalid.SESSION_EXPIRED}
        kind = ClocksApart if refusal.code in too_late else ProofBroken
        raise kind("signature" if refusal.code == Invalid.INVALID_SIGNATURE else f"saml {refusal.code}") from None
    except Exception as error:  # it raises whatever its parsers do
        raise ProofBroken(type(error).__name__) from None


def _settings(provider: IdentityProvider, certificates: list[str]) -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": entity_id_of(provider),
            "assertionConsumerService": {"url": answer_address_of(provider)},
        },
        "idp": {
            "entityId": provider.issuer,
            "singleSignOnService": {"url": provider.sign_in_url},
            "x509certMulti": {"signing": certificates},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": False,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
        },
    }


# --- for whom, and when ---


def _check_addresses(provider: IdentityProvider, response: Element, assertion: Element) -> None:
    issuers = [text_of(assertion.find(f"{A}Issuer"))]
    if (of_response := response.find(f"{A}Issuer")) is not None:
        issuers.append(text_of(of_response))
    if any(issuer != provider.issuer for issuer in issuers):
        raise ProofBroken("issuer")
    if response.get("Destination", answer_address_of(provider)) != answer_address_of(provider):
        raise ProofBroken("destination")
    restrictions = assertion.findall(f"{A}Conditions/{A}AudienceRestriction")
    if not restrictions:
        raise ProofBroken("no audience")
    for restriction in restrictions:
        if entity_id_of(provider) not in [text_of(audience) for audience in restriction.findall(f"{A}Audience")]:
            raise ProofBroken("audience")


def _find_confirmation(provider: IdentityProvider, response: Element, assertion: Element) -> Element:
    """Whoever brings it may use it: here, and as the answer to what was asked."""
    for confirmation in assertion.findall(f"{A}Subject/{A}SubjectConfirmation"):
        data = confirmation.find(f"{A}SubjectConfirmationData")
        if confirmation.get("Method") != BEARER or data is None or data.get("NotBefore"):
            continue
        is_here = data.get("Recipient") == answer_address_of(provider)
        if is_here and data.get("InResponseTo", "") == response.get("InResponseTo", ""):
            return data
    raise ProofBroken("recipient")


def _check_times(assertion: Element, confirmation: Element, *, now: datetime.datetime) -> datetime.datetime:
    """Until when somebody might try it once more."""
    conditions = assertion.find(f"{A}Conditions")
    made_at = _read_time(assertion.get("IssueInstant"))
    ends = [_read_time(each.get("NotOnOrAfter")) for each in (confirmation, conditions) if each is not None]
    begins = _read_time(conditions.get("NotBefore")) if conditions is not None else None
    until = min((end for end in ends if end is not None), default=None)
    if made_at is None or until is None or ends[0] is None:
        raise ProofBroken("times")
    until = min(until, made_at + LONGEST)
    if until + SKEW <= now or made_at - SKEW > now or (begins is not None and begins - SKEW > now):
        raise ClocksApart
    return until + 2 * SKEW


def _check_sign_in(assertion: Element, *, now: datetime.datetime) -> datetime.datetime:
    statements = assertion.findall(f"{A}AuthnStatement")
    proved_at = _read_time(statements[0].get("AuthnInstant")) if len(statements) == 1 else None
    if proved_at is None:
        raise ProofBroken("AuthnInstant")
    if proved_at - SKEW > now:
        raise ClocksApart("AuthnInstant")
    return proved_at


def _read_time(text: str | None) -> datetime.datetime | None:
    if not text or len(text) > 40:
        return None
    try:
        return read_time(text)
    except ValueError as error:
        raise ProofBroken("a time") from error


# --- about whom ---


def _read_proof(provider: IdentityProvider, assertion: Element) -> Proof:
    uid = _read_one(assertion, provider.uid_name, formats=(PERSISTENT,))
    if not uid.strip() or len(uid) > LONGEST_UID:
        raise ProofBroken("uid")
    address = canonical_address(_read_one(assertion, provider.mail_name, formats=(MAIL_FORMAT,)))
    statement = assertion.find(f"{A}AuthnStatement")
    sid = statement.get("SessionIndex", "") if statement is not None else ""
    return Proof(
        uid=uid,
        address=address if "@" in address and len(address) <= 254 else "",
        is_address_proved=True,  # who runs it decides what stands there: see docs/decisions/company-sign-in.md
        groups=read_groups(_read_all(assertion, provider.groups_name)),
        sid=sid if len(sid) <= 255 else "",
    )


def _read_one(assertion: Element, name: str, *, formats: tuple[str, ...]) -> str:
    """An attribute with one value; the NameID only where that was entered, and only of a kind that does not change."""
    if name == NAME_ID:
        found = assertion.find(f"{A}Subject/{A}NameID")
        return exact_text_of(found) if found is not None and found.get("Format") in formats else ""
    said = _read_all(assertion, name) or []
    return said[0] if len(said) == 1 else ""


def _read_all(assertion: Element, name: str) -> list[str] | None:
    """To the letter: a space at the end makes another account, and another group."""
    attributes = [
        attribute
        for attribute in assertion.iterfind(f"{A}AttributeStatement/{A}Attribute")
        if attribute.get("Name") == name and name
    ]
    if not attributes:
        return None
    return [exact_text_of(value) for attribute in attributes for value in attribute.findall(f"{A}AttributeValue")]
