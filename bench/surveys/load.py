"""Requests that come at a rate, whether or not those before them are answered: what waits counts as well."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

LONGEST = 120


@dataclass
class Load:
    took: list[float] = field(default_factory=list)
    """Milliseconds of each, from when it was due."""
    statuses: Counter[str] = field(default_factory=Counter)

    def part(self, share: float) -> float:
        return sorted(self.took)[int(len(self.took) * share)]


def put_on(port: int, requests: Sequence[bytes], rate: float) -> Load:
    return asyncio.run(_put_on(port, requests, rate))


async def _put_on(port: int, requests: Sequence[bytes], rate: float) -> Load:
    load, begin = Load(), asyncio.get_running_loop().time() + 0.2
    await asyncio.gather(*(_ask(port, one, begin + number / rate, load) for number, one in enumerate(requests)))
    return load


async def _ask(port: int, request: bytes, due: float, load: Load) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(max(0, due - loop.time()))
    async with asyncio.timeout(LONGEST):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
    load.took.append((loop.time() - due) * 1000)
    load.statuses[answer[9:12].decode()] += 1


def write_get(path: str, cookies: str) -> bytes:
    return _write("GET", path, cookies, "", b"")


def write_post(path: str, cookies: str, body: bytes) -> bytes:
    return _write("POST", path, cookies, "Content-Type: application/x-www-form-urlencoded\r\n", body)


def _write(method: str, path: str, cookies: str, more: str, body: bytes) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookies}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
