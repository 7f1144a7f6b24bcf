"""Where a request comes from, believed only as far as configured proxies told it."""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
NOWHERE = "0.0.0.0"  # noqa: S104 (says that nobody knows)


def read_networks(written: str) -> list[Network]:
    """10.0.0.0/8, 127.0.0.1. Raises ValueError."""
    return [ipaddress.ip_network(part.strip(), strict=False) for part in written.split(",") if part.strip()]


def find_client(meta: Mapping[str, Any], *, trusted: Iterable[Network]) -> str:
    """The nearest address that is none of our proxies: what stands further left anybody may have written."""
    proxies = list(trusted)
    told = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    address = _parse(str(meta.get("REMOTE_ADDR", "")))
    while address is not None and told and any(address in network for network in proxies):
        further = _parse(told.pop())
        if further is None:
            break
        address = further
    return str(address) if address else NOWHERE


def is_trusted(address: str, *, trusted: Iterable[Network]) -> bool:
    parsed = _parse(address)
    return parsed is not None and any(parsed in network for network in trusted)


def network_of(address: str) -> str:
    """Whom a limit is about: one address, or the 64 bits that one household or company has in IPv6."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed or NOWHERE)


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
