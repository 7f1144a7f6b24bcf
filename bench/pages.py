"""Server time and query count of the main pages, in a small and in a large company, beside a bare view.

    python -m bench.pages --small SMALL [--large LARGE] [--rounds 80] [--beside-jobs]

A folder without a company gets its demo first. Times are whole requests over HTTP on one kept connection, medians, the
pages in turn. Beside the time on the clock stands the processor time of the server (Linux), which others on the machine
stretch far less. The last rows are parts of pages, as they are asked for when something changed (`LIVE`).

With --beside-jobs the last company's pages once more without any jobs, and while all that the schedule knows is done
again and again.
"""

import argparse
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 80
CPU_CLOCK = 2  # the kind of clock that Linux keeps of each process: see clock_getcpuclockid(3)
BARE = "bare view, signed in"
WARM_UP = 8
PAGES = ("home", "board", "pair", "prepare", "brief", "session", "wrapup", "people:directory", "actions:list")
LIVE = ("home_now", "pair_talks", "prepare_agenda", "brief_agenda", "session_talk", "session_actions")

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
pair, talk = {"pair_id": planned.pair_id}, {"meeting_id": held.pk}
on = {"pair": pair, "pair_talks": pair, "session": talk, "session_talk": talk, "session_actions": talk, "wrapup": talk}
plain = {"home", "home_now", "board", "people:directory", "actions:list"}
names = json.loads(%r)
print(json.dumps({
    "cookie": session.session_key,
    "people": Person.objects.count(),
    "pages": {
        name: reverse(name, kwargs={} if name in plain else on.get(name, {"meeting_id": planned.pk})) for name in names
    },
}))
"""


@dataclass
class Measured:
    """Milliseconds of each request."""

    queries: int = 0
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=Path, required=True)
    parser.add_argument("--large", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--beside-jobs", action="store_true")
    args = parser.parse_args()
    print_table("120 people", measure(args.small, people=120, rounds=args.rounds))
    if args.large:
        print_table("10,000 people", measure(args.large, people=10_000, rounds=args.rounds))
    if args.beside_jobs:
        home, people = (args.large, 10_000) if args.large else (args.small, 120)
        alone = measure(home, people=people, rounds=args.rounds, AIZUCHI_JOB_THREADS="0")
        with busy_jobs(home):
            print_comparison(alone, measure(home, people=people, rounds=args.rounds))


JOBS_AGAIN = """
import time, django; django.setup()
from django.utils import timezone
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.schedule import enqueue_due_periods
done = 0
while True:
    done += Job.objects.filter(period__isnull=False, finished_at__isnull=False).delete()[0]
    enqueue_due_periods(now=timezone.now())
    print(done, flush=True)
    time.sleep(0.2)
"""


@contextlib.contextmanager
def busy_jobs(home: Path) -> Iterator[None]:
    """What the schedule knows is due again as soon as it is done; the process of the server does it."""
    environment = {**os.environ, "AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}
    command = [sys.executable, "-c", JOBS_AGAIN]
    feeder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield
    finally:
        feeder.terminate()
        told, _ = feeder.communicate()
        print(f"{told.split()[-1] if told.split() else 0} jobs done meanwhile", file=sys.stderr)


def print_comparison(alone: dict[str, Measured], beside: dict[str, Measured]) -> None:
    print(
        "\n| page | ms on the clock, no jobs | beside jobs | times | ms of processor, no jobs | beside jobs | times |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, found in alone.items():
        ways = ((found.clock, beside[name].clock), (found.processor, beside[name].processor))
        pairs = [(statistics.median(one), statistics.median(other)) for one, other in ways]
        print(f"| {name} | " + " | ".join(f"{a:.1f} | {b:.1f} | {b / a:.2f}" for a, b in pairs) + " |")


def measure(home: Path, *, people: int, rounds: int = ROUNDS, **settings: str) -> dict[str, Measured]:
    """By page."""
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
        env={**environment, **settings, "PORT": str(port), "AIZUCHI_DEMO": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_server(port)
        cookie = {"Cookie": f"sessionid={facts['cookie']}"}
        pages = {"bare view": ("/_hello", {}), BARE: ("/_hello", cookie)}
        pages |= {name: (path, cookie) for name, path in facts["pages"].items()}
        result = {name: Measured() for name in pages}
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for number in range(WARM_UP + rounds):
            for name, (path, headers) in pages.items():
                ask(connection, server.pid, path, headers, result[name] if number >= WARM_UP else Measured())
        print(f"{facts['people']} people measured", file=sys.stderr)
        return result
    finally:
        server.terminate()
        server.wait()


def find_facts(environment: dict[str, str]) -> dict:
    """A session of the demo's manager, and the addresses of the pages."""
    command = [sys.executable, "-c", FIND % json.dumps(PAGES + LIVE)]
    found = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def ask(
    connection: http.client.HTTPConnection, server: int, path: str, headers: dict[str, str], into: Measured
) -> None:
    begun, worked = time.perf_counter(), processor_time_of(server)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    into.clock.append((time.perf_counter() - begun) * 1000)
    into.processor.append((processor_time_of(server) - worked) * 1000)
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}")
    into.queries = int(response.headers["X-Queries"])


def processor_time_of(process: int) -> float:
    """Seconds, of all its threads."""
    return time.clock_gettime(~process << 3 | CPU_CLOCK)


def print_table(title: str, pages: dict[str, Measured]) -> None:
    clock, processor = (statistics.median(each) for each in (pages[BARE].clock, pages[BARE].processor))
    print(f"\n{title}\n")
    print("| page | queries | ms of processor | times the bare view | ms on the clock | times the bare view |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, found in pages.items():
        worked, took = statistics.median(found.processor), statistics.median(found.clock)
        ratios = worked / processor, took / clock
        print(f"| {name} | {found.queries} | {worked:.1f} | {ratios[0]:.1f} | {took:.1f} | {ratios[1]:.1f} |")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_server(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
