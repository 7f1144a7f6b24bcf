"""Where providers lie, and how they are asked."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from django.conf import settings

from aizuchi.kernel import network, outgoing
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.kernel.web_addresses import NotAWebAddress, WebAddress, read_web_address
from aizuchi.single_sign_on.refusals import ProviderForbidden, ProviderOdd, ProviderSilent

LARGEST = 512 * 1024
LIMITS = Limits(size=LARGEST, depth=12, values=20_000)
SECONDS = 10.0
_ONESELF = {"localhost", "127.0.0.1", "::1"}


def read_provider_address(text: str) -> WebAddress:
    """Encrypted; on this very machine it need not be, where the installation lets providers be so near.

    Raises NotAWebAddress.
    """
    address = read_web_address(text, schemes=("https", "http"))
    if address.scheme == "http" and not (settings.SIGN_IN_PRIVATE_ADDRESSES and address.host in _ONESELF):
        raise NotAWebAddress
    return address


def with_query(address: str, asked: Mapping[str, str]) -> str:
    """Behind whatever query the provider's address has already."""
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def ask_provider(method: str, url: str, *, fine: Collection[int] = (200,), **about: Any) -> httpx2.Response:
    """Raises ProviderSilent, ProviderOdd or ProviderForbidden."""
    bounds = outgoing.Bounds(size=LARGEST, seconds=SECONDS, public_only=not settings.SIGN_IN_PRIVATE_ADDRESSES)
    try:
        return outgoing.ask(method, str(read_provider_address(url)), bounds=bounds, fine=fine, **about)
    except outgoing.NotTrusted as error:
        raise ProviderSilent("not_trusted") from error
    except network.HostUnknown as error:
        raise ProviderSilent("unknown_host", found=url) from error
    except outgoing.NoAnswer as error:
        raise ProviderSilent("no_answer", found=url) from error
    except network.AddressForbidden as error:
        raise ProviderForbidden from error
    except outgoing.TooLong as error:
        raise ProviderOdd("too_long") from error
    except outgoing.OddStatus as error:
        raise ProviderOdd("status", found=f"{url} → {error.status}") from error
    except (outgoing.OddAnswer, NotAWebAddress) as error:
        raise ProviderOdd("address") from error


def read_object(raw: bytes | str) -> dict[str, Any]:
    """Raises ProviderOdd."""
    try:
        said = read_json(raw, LIMITS)
    except (TooMuch, NotReadable) as error:
        raise ProviderOdd("no JSON") from error
    if not isinstance(said, dict):
        raise ProviderOdd("no object")
    return said
