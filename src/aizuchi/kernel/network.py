"""Which machines the server may be sent to by people: those out in the open, not those beside it."""

import ipaddress
import socket

_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
# Out in the open by their number, but what they carry is an address of another network.
_TUNNELS_6 = [ipaddress.IPv6Network(net) for net in ("2001::/23", "2002::/16", "3fff::/20")]
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # how a network that has IPv6 only names all others (RFC 6052)


class AddressForbidden(Exception):
    """It lies in this network, or in none."""


class HostUnknown(Exception):
    """There is no such host, or nobody to ask."""


def find_public_address(host: str, port: int) -> str:
    """An address to connect to at once: asked again a moment later, the name may stand for another.

    Raises AddressForbidden where any of its addresses is not out in the open; HostUnknown.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnknown from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(map(is_public, addresses)):
        raise AddressForbidden
    return addresses[0]


def is_public(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _carried_by(ip)
        if inner is None:
            return ip.is_global and ip in _GLOBAL_6 and not any(ip in net for net in _TUNNELS_6)
        ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried_by(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None if ip.scope_id else ip.ipv4_mapped
