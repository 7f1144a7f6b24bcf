"""XML from providers: measured before anything is built of it, and without all that only attackers need."""

import datetime
from typing import Any

from lxml import etree

from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, check_xml
from aizuchi.single_sign_on.refusals import ProviderOdd

LIMITS = Limits(size=512 * 1024, depth=40, values=20_000)
P, A = "{urn:oasis:names:tc:SAML:2.0:protocol}", "{urn:oasis:names:tc:SAML:2.0:assertion}"
D, M = "{http://www.w3.org/2000/09/xmldsig#}", "{urn:oasis:names:tc:SAML:2.0:metadata}"
Element = Any  # lxml comes without types


def read_document(raw: bytes, *, drops_comments: bool = False) -> Element:
    """No document type, so no entities; no comment, which one reader cuts a name at and another reads over.

    They are dropped where nothing is signed and nobody else reads. Raises ProviderOdd.
    """
    try:
        check_xml(raw, LIMITS)
        reader = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=drops_comments
        )
        root = etree.fromstring(raw, reader)
    except (TooMuch, NotReadable, etree.XMLSyntaxError, ValueError) as error:
        raise ProviderOdd("xml") from error
    around = [*root.itersiblings(preceding=True), *root.itersiblings()]
    if around or any(not isinstance(node.tag, str) for node in root.iter()):
        raise ProviderOdd("a comment or an instruction")
    return root


def read_time(text: str) -> datetime.datetime:
    """Raises ValueError."""
    read = datetime.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)


def text_of(element: Element) -> str:
    """Empty for what is not there, or holds more than words."""
    return exact_text_of(element).strip()


def exact_text_of(element: Element | None) -> str:
    """With what is before and after the words."""
    return str(element.text or "") if element is not None and len(element) == 0 else ""
