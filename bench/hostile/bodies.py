"""Random bodies to every address that takes one, from somebody who may send there: is the server up, did a page break,
and was somebody else served meanwhile?

python -m bench.hostile.bodies [--bodies 10000]
"""

import argparse
import http.client
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.odd_values import JSON, ODD, all_of, mix

from aizuchi.notes.tests.server import ROOT, Server

TOKEN = "hostile" * 4 + "body"  # of the shape of Django's CSRF tokens: what counts is that cookie and header agree
LEAST = 50
BOUNDARY = "----hostile"
Body = tuple[str, bytes]
"""Content type and content."""


@dataclass
class Seen:
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    """By kind of body."""
    taken: set[str] = field(default_factory=set)
    """Addresses that did with a body what they are for, or told the sender what is wrong with it."""
    signed_out: int = 0
    """Bodies that met the entrance, as one before had ended the session; what was there is then put back."""
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0, "")
    served: list[float] = field(default_factory=list)
    """Milliseconds that somebody else waited for a page."""
    not_served: int = 0
    is_up: bool = False

    @property
    def count(self) -> int:
        return sum(sum(statuses.values()) for statuses in self.statuses.values())


def measure(home: Path, bodies: int, *, only: Callable[[str], bool] = lambda _key: True, least: int = LEAST) -> Seen:
    server, seen = Server(home), Seen()
    home.mkdir(parents=True, exist_ok=True)
    stage = set_stage(server)
    targets = [target for target in stage["targets"] if only(target["key"])]
    each = max(least, -(-bodies // len(targets)))
    server.start()
    try:
        with kept_as_it_is(home / "aizuchi.sqlite3") as put_back, _somebody_else(server, stage, seen):
            for target in targets:
                put_back()
                _send_to(server, target, stage["sessions"], each, seen, put_back)
        seen.is_up = server.process is not None and server.process.poll() is None
    finally:
        server.stop()
    return seen


def set_stage(server: Server) -> Any:
    command = [sys.executable, "-m", "bench.hostile.stage"]
    made = subprocess.run(command, cwd=ROOT, env=server.environment(), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(made.stdout.splitlines()[-1])


@contextmanager
def kept_as_it_is(path: Path) -> Iterator[Callable[[], None]]:
    """What a body changed is put back, or the second of them would find nothing to do, and nobody signed in."""
    with closing(sqlite3.connect(path, timeout=20)) as live, closing(sqlite3.connect(":memory:")) as kept:
        live.backup(kept)
        yield lambda: kept.backup(live)


def _send_to(
    server: Server, target: Any, sessions: dict[str, str], count: int, seen: Seen, put_back: Callable[[], None]
) -> None:
    dice = random.Random(target["key"])
    cookies = f"csrftoken={TOKEN}; sessionid={sessions[target['who']]}"
    told: Counter[int] = Counter()
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        content_type, body = kind(dice, target["names"], target["data"])
        begun = time.perf_counter()
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": content_type}
        status, location, ends_session = post(server, target["url"], headers, body)
        seen.slowest = max(seen.slowest, (time.perf_counter() - begun, f"{target['key']} ({kind.__name__})"))
        seen.statuses.setdefault(kind.__name__, Counter())[status] += 1
        is_entrance = "/sign-in/?next=" in location
        seen.signed_out += is_entrance
        told[0 if is_entrance else status] += 1
        if status >= 500 or not status:
            seen.broken.append(f"{target['key']} {kind.__name__}: {status}")
        if ends_session or is_entrance:
            put_back()
    if {200, 201, 204, 302, 303, 400, 404, 409, 422} & set(told):
        seen.taken.add(target["key"])
    if set(told) <= {403}:
        seen.refused.append(target["key"])


def post(server: Server, url: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bool]:
    """0 where no answer came."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("POST", url, body, headers)
        answer = connection.getresponse()
        answer.read()
        ends_session = any("sessionid=" in cookie for cookie in answer.headers.get_all("Set-Cookie", ()))
        return answer.status, answer.headers.get("Location", ""), ends_session
    except (OSError, http.client.HTTPException):
        return 0, "", False
    finally:
        connection.close()


@contextmanager
def _somebody_else(server: Server, stage: Any, seen: Seen) -> Iterator[None]:
    """Of another organization, so that nothing that is sent is about them."""
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.5):
            begun = time.perf_counter()
            status = get(server, "/people/", stage["sessions"]["stranger"])
            seen.served.append((time.perf_counter() - begun) * 1000)
            seen.not_served += status != 200

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        is_over.set()
        looking.join()


def get(server: Server, url: str, session: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", url, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


# Kinds of bodies


def form(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    return "application/x-www-form-urlencoded", urlencode(mix(dice, names) | data).encode()


def all_one_odd_value(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    return "application/x-www-form-urlencoded", urlencode(all_of(dice.choice([*ODD.values()]), names) | data).encode()


def multipart(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    """With a file for every name that takes one."""
    parts = [(f'name="{name}"', value.encode()) for name, value in (mix(dice, names) | data).items()]
    parts += [
        (f'name="{name}"; filename="{dice.choice(FILES)}"', dice.randbytes(dice.randrange(3000)))
        for name in ("file", "photo")
    ]
    lines = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"
        for head, value in parts
    ]
    return f"multipart/form-data; boundary={BOUNDARY}", b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def broken_multipart(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    content_type, whole = multipart(dice, names, data)
    damaged = bytearray(whole)
    for _ in range(dice.randint(1, 40)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return dice.choice([content_type, "multipart/form-data", content_type + "x"]), bytes(
        damaged[: dice.randrange(len(damaged))]
    )


def random_json(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    return "application/json", dice.choice(
        [json.dumps(_anything(dice, names, 4)), *JSON.values(), "{", '"' + "あ" * 9000]
    ).encode()


def _anything(dice: random.Random, names: list[str], depth: int) -> Any:
    if depth and dice.random() < 0.7:
        inner = [_anything(dice, names, depth - 1) for _ in range(dice.randrange(5))]
        known = [*names, "value", "window", "blinded", "box", "endpoint", "keys", "p256dh", "auth"]
        return {dice.choice(known): thing for thing in inner} if dice.random() < 0.7 else inner
    return dice.choice([None, True, -1, 2**70, 1e308, float("nan"), "", *ODD.values()])


def wrong_type(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    made = dice.choice([form, multipart, random_json])(dice, names, data)[1]
    return dice.choice(TYPES), made


def noise(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    return dice.choice(
        ["application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"]
    ), dice.randbytes(dice.randrange(4000))


def huge(dice: random.Random, names: list[str], data: dict[str, str]) -> Body:
    """One field of up to 1.5 MB, or more fields than Django takes."""
    if dice.random() < 0.3:
        return "application/x-www-form-urlencoded", urlencode([(dice.choice(names), "1")] * 1500).encode()
    values = mix(dice, names) | data | {dice.choice(names): "あ" * dice.randrange(150_000)}
    return "application/x-www-form-urlencoded", urlencode(values).encode()


KINDS = (form, all_one_odd_value, multipart, form, broken_multipart, random_json, form, wrong_type, noise, huge)
FILES = ("a.csv", "a.png", "../../a", "a\\..\\b", "名簿.xlsx", "a;b=c", "")
TYPES = (
    "",
    "text/plain",
    "text/xml",
    "application/octet-stream",
    "application/json; charset=nowhere",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/mixed; boundary=a",
    "/",
)


def show(seen: Seen) -> None:
    for kind, statuses in sorted(seen.statuses.items()):
        told = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
        print(f"{kind.replace('_', ' ')}: {told}")
    print(f"bodies: {seen.count:,}; broke: {len(seen.broken)} {seen.broken[:20]}; server up: {seen.is_up}")
    print(f"addresses reached: {len(seen.taken)}; that said nothing but 403: {seen.refused}")
    print(f"bodies from whom one before had signed out: {seen.signed_out}")
    print(f"slowest body: {seen.slowest[0]:.2f} s, {seen.slowest[1]}")
    parts = statistics.quantiles(seen.served, n=100)
    print(
        f"somebody else's page, {len(seen.served):,} times: p50 {parts[49]:.0f} ms, p99 {parts[98]:.0f} ms, "
        f"worst {max(seen.served):.0f} ms; not served {seen.not_served} times"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=10_000)
    with tempfile.TemporaryDirectory() as folder:
        show(measure(Path(folder) / "home", parser.parse_args().bodies))
