r"""Addresses that people or other servers hand us, read in the one way in which everybody reads them.

Where two readers disagree, one checks a host and the other calls another: `https://127.0.0.1\@push.example/` is a name
and a password to some and a path to others. So whatever is read in more than one way is no address here.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass

LONGEST = 2000
DEFAULT_PORTS = {"https": 443, "http": 80, "wss": 443, "ws": 80}

# Printable signs only, and no backslash anywhere: browsers take it for a slash, others for a letter of the name.
_PARTS = re.compile(r"([a-z]+)://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?((?:[/?#].*)?)", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# What browsers read as a number is one, however it is written: 2130706433, 0x7f.1, 0177.0.0.1
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class NotAWebAddress(ValueError):
    """Of another scheme, without a host, or to be read in two ways."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    scheme: str
    host: str
    """In small letters; an IPv6 address without its brackets."""
    port: int
    rest: str
    """Path, query and fragment, beginning with a slash."""

    @property
    def origin(self) -> str:
        """As browsers write it: no port where it goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    def __str__(self) -> str:
        """What to call: made of the parts that were checked, not of what was typed."""
        return self.origin + self.rest


def read_web_address(text: str, *, schemes: Collection[str] = ("https",), longest: int = LONGEST) -> WebAddress:
    """Raises NotAWebAddress. A name and a password in it are refused: they make one host look like another."""
    parts = _PARTS.fullmatch(text) if len(text) <= longest else None
    if parts is None or "\\" in text or not text.isprintable() or any(map(str.isspace, text)):
        raise NotAWebAddress
    scheme, host, port, rest = parts[1].lower(), parts[2].lower(), parts[3], parts[4]
    if scheme not in schemes or not _is_host(host):
        raise NotAWebAddress
    number = int(port) if port else DEFAULT_PORTS[scheme]
    if not 0 < number < 65536:
        raise NotAWebAddress
    return WebAddress(scheme, host.strip("[]"), number, rest if rest.startswith("/") else f"/{rest}")


def is_web_address(text: str, *, schemes: Collection[str] = ("https",), longest: int = LONGEST) -> bool:
    try:
        read_web_address(text, schemes=schemes, longest=longest)
    except NotAWebAddress:
        return False
    return True


def lies_at(address: WebAddress, hosts: Collection[str]) -> bool:
    """Whether it belongs to one of these hosts; ".example.com" stands for whatever lies below it."""
    host = address.host
    return any(host == known or (known.startswith(".") and host.endswith(known)) for known in hosts)


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ip(host.strip("[]"), ipaddress.IPv6Address)
    labels = host.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _is_ip(host, ipaddress.IPv4Address)
    return len(host) <= 253 and all(map(_LABEL.fullmatch, labels))


def _is_ip(text: str, kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True
