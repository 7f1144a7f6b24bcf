"""What the owner of a domain lets everybody read about it."""

import dns.exception
import dns.resolver
from django.conf import settings

SECONDS_EACH, SECONDS = 2.0, 4.0


class NobodyCouldSay(Exception):
    """No answer, or none that says whether there is such a record."""


def list_txt(name: str) -> frozenset[str]:
    """Raises NobodyCouldSay."""
    try:
        found = _resolver().resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return frozenset()
    except (dns.exception.DNSException, OSError) as error:
        raise NobodyCouldSay(type(error).__name__) from error
    return frozenset(b"".join(record.strings).decode("ascii", "replace") for record in found)


def _resolver() -> dns.resolver.Resolver:
    """Ours if there is one in the settings: address, or address:port."""
    host, _colon, port = str(settings.SIGN_IN_RESOLVER).partition(":")
    resolver = dns.resolver.Resolver(configure=not host)
    if host:
        resolver.nameservers, resolver.port = [host], int(port or 53)
    resolver.timeout, resolver.lifetime = SECONDS_EACH, SECONDS
    return resolver
