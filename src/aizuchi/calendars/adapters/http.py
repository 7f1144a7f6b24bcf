"""Talking to other servers: bounded in time and size, to public addresses only, one answer per kind of failure."""

import datetime
import time
from collections.abc import Collection
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
from django.utils import timezone

from aizuchi.calendars.adapters import (
    AddressForbidden,
    CalendarGone,
    NotUnderstood,
    ServerBroken,
    Throttled,
    Unreachable,
)
from aizuchi.kernel import network, outgoing
from aizuchi.kernel.measure import read_number

TIMEOUT = httpx2.Timeout(20.0, connect=8.0)
LARGEST = 64 * 1024 * 1024
MOST_REDIRECTS = 5
MOST_SECONDS = 150.0  # a job has five minutes; a claim three
MOST_CLOCK_SKEW = datetime.timedelta(minutes=5)
REDIRECTS = {301, 302, 303, 307, 308}


class PublicNetwork(outgoing.PublicNetwork):
    def find_address(self, host: str, port: int) -> str:
        try:
            return super().find_address(host, port)
        except network.HostUnknown as error:
            raise Unreachable from error
        except network.AddressForbidden as error:
            raise AddressForbidden from error


class Caller:
    """An HTTP client that speaks for one connection."""

    def __init__(self, *, public_only: bool, auth: httpx2.Auth | None = None, seconds: float = MOST_SECONDS) -> None:
        transport = PublicNetwork() if public_only else None  # None: as usual, by the company's proxy if it has one
        self._auth = auth
        self._client = httpx2.Client(transport=transport, timeout=TIMEOUT)
        self._give_up_at = time.monotonic() + seconds
        self.requests = 0
        self.clock_skew = datetime.timedelta()

    def close(self) -> None:
        self._client.close()

    def send(self, method: str, url: str, *, fine: Collection[int] = (), **kwargs: Any) -> httpx2.Response:
        """The whole answer, if its status is below 400 or one of `fine`. Redirects are followed, without the password
        to where it does not belong."""
        first = url
        for _ in range(MOST_REDIRECTS):
            auth = self._auth if are_related(first, url) else None
            response = self._send_once(method, url, auth=auth, **kwargs)
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return self._judge(response, fine)
            url = _follow(response)
        raise NotUnderstood

    def _send_once(self, method: str, url: str, **kwargs: Any) -> httpx2.Response:
        if time.monotonic() > self._give_up_at:
            raise Unreachable
        self.requests += 1
        try:
            with self._client.stream(method, url, **kwargs) as response:
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LARGEST:
                        raise NotUnderstood
                    if time.monotonic() > self._give_up_at:  # one that drips
                        raise Unreachable
                headers = {k: v for k, v in response.headers.items() if k not in {"content-encoding", "content-length"}}
                whole = httpx2.Response(
                    response.status_code, headers=headers, content=bytes(body), request=response.request
                )
        except (httpx2.TransportError, httpx2.DecodingError, OSError) as error:
            raise Unreachable from error
        except (httpx2.InvalidURL, ValueError) as error:
            raise NotUnderstood from error
        self._read_clock(whole)
        whole.extensions["asked"] = url
        return whole

    def _judge(self, response: httpx2.Response, fine: Collection[int]) -> httpx2.Response:
        status = response.status_code
        if status < 400 or status in fine:
            return response
        if status == 429:
            raise Throttled(retry_after_of(response))
        if status >= 500:
            raise ServerBroken(retry_after_of(response))
        if status in (404, 410):
            raise CalendarGone
        raise NotUnderstood

    def _read_clock(self, response: httpx2.Response) -> None:
        try:
            there = parsedate_to_datetime(response.headers.get("date", ""))
            self.clock_skew = abs(there - timezone.now())
        except (TypeError, ValueError):
            return

    @property
    def clocks_are_apart(self) -> bool:
        return self.clock_skew > MOST_CLOCK_SKEW


def are_related(one: str, other: str) -> bool:
    """The same server, or another of the same house: p42-caldav.example.com beside caldav.example.com."""
    hosts = [httpx2.URL(url).host.lower().split(".") for url in (one, other)]
    return hosts[0] == hosts[1] or (min(map(len, hosts)) > 2 and hosts[0][-2:] == hosts[1][-2:] and _is_house(hosts[0]))


def _is_house(labels: list[str]) -> bool:
    """Whether the last two labels are somebody's: example.com, but not co.jp."""
    return len(labels[-2]) > 3


def retry_after_of(response: httpx2.Response) -> float | None:
    """Seconds, however the server put it: a number, or a date."""
    said = response.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(read_number(said, most=86_400) or (86_400 if said.strip("0") else 0))
    try:
        return max(0.0, min(86_400.0, (parsedate_to_datetime(said) - timezone.now()).total_seconds()))
    except (TypeError, ValueError):
        return None


def _follow(response: httpx2.Response) -> str:
    """Never from an encrypted address to one that is not."""
    asked = httpx2.URL(str(response.extensions["asked"]))
    try:
        target = asked.join(response.headers["location"])
    except httpx2.InvalidURL as error:
        raise NotUnderstood from error
    if target.scheme not in ("http", "https") or (asked.scheme == "https" and target.scheme == "http"):
        raise AddressForbidden
    return str(target)
