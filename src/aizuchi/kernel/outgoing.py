"""Asking other servers: bounded in time and size, and out in the open only where people say the address."""

import socket
import ssl
import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx2

from aizuchi.kernel import network


class NoAnswer(Exception):
    """Nobody there, or too slow."""


class NotTrusted(NoAnswer):
    """Whoever is there cannot show by a certificate that it is them."""


class OddAnswer(Exception):
    """Too long, of a status that was not asked for, or sent on to somewhere else."""


class TooLong(OddAnswer):
    pass


class OddStatus(OddAnswer):
    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class PublicNetwork(httpx2.HTTPTransport):
    """Looks a name up once and connects to that very address, so that it cannot be another one a moment later."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        address = self.find_address(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)  # the Host header was set before, to the name
        return super().handle_request(request)

    def find_address(self, host: str, port: int) -> str:
        return network.find_public_address(host, port)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    size: int
    """Bytes, after unpacking."""
    seconds: float
    """For all of it: an answer that drips is none."""
    public_only: bool = True


def ask(method: str, url: str, *, bounds: Bounds, fine: Collection[int] = (200,), **about: Any) -> httpx2.Response:
    """The whole answer, if its status is one of `fine`. Sent on to another place, it is asked nothing there.

    Raises NoAnswer, OddAnswer, network.AddressForbidden and network.HostUnknown.
    """
    give_up_at = time.monotonic() + bounds.seconds
    transport = PublicNetwork(verify=_trusted()) if bounds.public_only else None
    timeout = httpx2.Timeout(bounds.seconds, connect=min(5.0, bounds.seconds))
    try:
        with (
            httpx2.Client(transport=transport, verify=_trusted(), timeout=timeout) as client,
            client.stream(method, url, **about) as response,
        ):
            if response.status_code not in fine:
                raise OddStatus(response.status_code)
            body = _read(response, bounds.size, give_up_at)
            kept = {k: v for k, v in response.headers.items() if k not in {"content-encoding", "content-length"}}
            return httpx2.Response(response.status_code, headers=kept, content=body, request=response.request)
    except (httpx2.TransportError, OSError) as error:
        raise _name_silence(error) from error
    except (httpx2.DecodingError, httpx2.InvalidURL, ValueError) as error:
        raise OddAnswer from error


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to believe is read once a process: reading it takes longer than most questions."""
    return httpx2.create_ssl_context()


def _name_silence(error: BaseException) -> Exception:
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return NotTrusted()
    if any(isinstance(each, socket.gaierror) for each in causes):
        return network.HostUnknown()
    return NoAnswer()


def _read(response: httpx2.Response, size: int, give_up_at: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > size:
            raise TooLong("size")
        if time.monotonic() > give_up_at:
            raise NoAnswer("time")
    return bytes(body)
