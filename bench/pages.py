"""Server time and query count of the main pages, in a small and in a large company, beside a bare view.

    python -m bench.pages --small SMALL --large LARGE

A folder without a company gets its demo first. Times are whole requests over HTTP on one kept connection.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 80
WARM_UP = 8
PAGES = ("home", "board", "pair", "prepare", "brief", "session", "wrapup", "people:directory", "actions:list")

FIND = """
import json, django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from aizuchi.accounts.session_store import SessionStore
from django.urls import reverse
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
manager = Person.objects.get(employee_number__gt="", family_romaji="Morikawa", given_romaji="Takumi")
session = SessionStore()
session[SESSION_KEY] = str(manager.pk)
session[BACKEND_SESSION_KEY] = "aizuchi.accounts.backends.PersonBackend"
session[HASH_SESSION_KEY] = manager.get_session_auth_hash()
session.create()
planned = Meeting.objects.filter(pair__mentor=manager, pair__mentee__given_romaji="Aoi", state="planned").get()
held = Meeting.objects.filter(pair=planned.pair, state="closed").latest("started_at")
on = {"pair": {"pair_id": planned.pair_id}, "session": {"meeting_id": held.pk}, "wrapup": {"meeting_id": held.pk}}
plain = {"home", "board", "people:directory", "todos:list"}
names = json.loads(%r)
print(json.dumps({
    "cookie": session.session_key,
    "people": Person.objects.count(),
    "pages": {
        name: reverse(name, kwargs={} if name in plain else on.get(name, {"meeting_id": planned.pk})) for name in names
    },
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=Path, required=True)
    parser.add_argument("--large", type=Path, required=True)
    args = parser.parse_args()
    rows = [measure(args.small, people=120), measure(args.large, people=10_000)]
    print_table(*rows)


def measure(home: Path, *, people: int) -> dict[str, tuple[float, int]]:
    """Milliseconds (median) and queries by page."""
    environment = {**os.environ, "AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    if not (home / "aizuchi.sqlite3").exists():
        command = [sys.executable, "-m", "aizuchi.config.cli", "demo", "--people", str(people)]
        subprocess.run(command, env={**environment, "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}, check=True)
    facts = find_facts(environment)
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "aizuchi.config.asgi:application",
            "--port",
            str(port),
            "--log-level",
            "error",
        ],
        env={**environment, "PORT": str(port), "AIZUCHI_DEMO": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        await_server(port)
        cookie = {"Cookie": f"sessionid={facts['cookie']}"}
        result = {"bare view": ask(port, "/_hello", {}), "bare view, signed in": ask(port, "/_hello", cookie)}
        for name, path in facts["pages"].items():
            result[name] = ask(port, path, cookie)
        print(f"{facts['people']} people measured", file=sys.stderr)
        return result
    finally:
        server.terminate()
        server.wait()


def find_facts(environment: dict[str, str]) -> dict:
    """A session of the demo's manager, and the addresses of the pages."""
    command = [sys.executable, "-c", FIND % json.dumps(PAGES)]
    found = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[float, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times, queries = [], 0
    for number in range(WARM_UP + ROUNDS):
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        took = (time.perf_counter() - begun) * 1000
        if response.status != 200:
            raise SystemExit(f"{path} answered {response.status}")
        queries = int(response.headers["X-Queries"])
        if number >= WARM_UP:
            times.append(took)
    return statistics.median(times), queries


def print_table(small: dict[str, tuple[float, int]], large: dict[str, tuple[float, int]]) -> None:
    print("| page | queries | ms at 120 | ms at 10,000 | 10,000 / 120 | times the bare view |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, (took, queries) in small.items():
        later, more = large[name]
        counts = str(queries) if queries == more else f"{queries} → {more}"
        bare = later / large["bare view, signed in"][0]
        print(f"| {name} | {counts} | {took:.1f} | {later:.1f} | {later / took:.2f} | {bare:.1f} |")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_server(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
