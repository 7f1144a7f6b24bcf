"""There: the request that a browser carries to the provider."""

import base64
import datetime
import uuid
import zlib
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from aizuchi.single_sign_on.addresses import with_query
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.pending import Begun
from aizuchi.single_sign_on.refusals import SamlMissing
from aizuchi.single_sign_on.saml import is_installed
from aizuchi.single_sign_on.saml.metadata import POST, answer_address_of, entity_id_of


def request_id_of(begun: Begun) -> str:
    return f"_{begun.pending.pk.hex}"


def read_request_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text[1:]) if len(text) == 33 and text.startswith("_") else None
    except ValueError:
        return None


def where_to_send(provider: IdentityProvider, begun: Begun) -> str:
    """Raises SamlMissing."""
    if not is_installed():
        raise SamlMissing
    now = timezone.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    request = (
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
        ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0"'
        f" ID={quoteattr(request_id_of(begun))} IssueInstant={quoteattr(now)}"
        f" Destination={quoteattr(provider.sign_in_url)} ProtocolBinding={quoteattr(POST)}"
        f" AssertionConsumerServiceURL={quoteattr(answer_address_of(provider))}"
        f"{' ForceAuthn=' + quoteattr('true') if begun.asks_anew else ''}>"
        f"<saml:Issuer>{escape(entity_id_of(provider))}</saml:Issuer></samlp:AuthnRequest>"
    )
    packer = zlib.compressobj(wbits=-15)
    packed = base64.b64encode(packer.compress(request.encode()) + packer.flush()).decode()
    return with_query(provider.sign_in_url, {"SAMLRequest": packed, "RelayState": begun.pending.pk.hex})
