"""Many save audited changes while a list of people is taken over: how long does each wait?

    python -m bench.audit_writers [people] [--writers 50]                 (SQLite, in a new folder)
    python scripts/services.py python -m bench.audit_writers [people]     (PostgreSQL)

Each writer is a thread with a connection of its own, in two processes beside that of the import. They save their
profile, which records one change, and think for about a second. The chain is sealed meanwhile, every five seconds.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

os.environ.setdefault("AIZUCHI_HOME", tempfile.mkdtemp(prefix="aizuchi-bench-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.people.importing import run_import  # noqa: E402
from aizuchi.people.models import Organization, Person  # noqa: E402
from aizuchi.people.operations import create_organization  # noqa: E402
from aizuchi.people.operations.profile import ProfileWords, edit_profile  # noqa: E402
from bench.people_file import make_file  # noqa: E402

try:
    from aizuchi.audit.sealing import seal_waiting_entries
except ImportError:  # a state in which every writer chained its own entry
    seal_waiting_entries = None  # type: ignore[assignment]

PROCESSES = 2
THINKS_SECONDS = 1.0
QUIET_SECONDS = 15
Told = tuple[list[float], list[str]]
own = multiprocessing.get_context("spawn")


def write_until(stop: Any, first: int, writers: int, told: Any) -> None:
    """What one process does; a thread for each of its writers."""
    seconds: list[float] = []
    errors: list[str] = []
    numbers = range(first, first + writers)
    threads = [threading.Thread(target=_write, args=(stop, number, seconds, errors)) for number in numbers]
    if first == 0 and seal_waiting_entries is not None:
        threads.append(threading.Thread(target=_seal, args=(stop,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put((seconds, errors))


def _write(stop: Any, number: int, seconds: list[float], errors: list[str]) -> None:
    chance, person = random.Random(number), Person.objects.get(employee_number=f"W{number:03}")
    turn = 0
    while not stop.wait(chance.uniform(0, 2 * THINKS_SECONDS)):
        turn += 1
        began = time.perf_counter()
        try:
            _save(person, f"{number} {turn}")
        except Exception as error:
            errors.append(type(error).__name__)
        seconds.append(time.perf_counter() - began)
    connections.close_all()


def _save(person: Person, introduction: str) -> None:
    words = ProfileWords(
        pronoun="",
        introduction=introduction,
        interests="",
        career="",
        spoken_languages="",
        preferred_times="",
        time_zone="Asia/Tokyo",
    )
    person.refresh_from_db(fields=["version"])
    edit_profile(actor=person, words=words, version=person.version, now=timezone.now())


def _seal(stop: Any) -> None:
    organization_id = Organization.objects.get().pk
    while not stop.wait(5):
        try:
            seal_waiting_entries(organization_id=organization_id)
        except Exception as error:
            print(f"    sealing: {type(error).__name__}")
    connections.close_all()


def take_over(content: bytes) -> None:
    began = time.perf_counter()
    run_import(content, organization=Organization.objects.get(), actor=None, now=timezone.now())
    print(f"    the import took {time.perf_counter() - began:.1f} s", flush=True)


def measure(label: str, content: bytes | None, *, writers: int) -> None:
    """Beside the import, or for a while by themselves."""
    connections.close_all()
    stop, told = own.Event(), own.Queue()
    share = writers // PROCESSES
    processes = [own.Process(target=write_until, args=(stop, share * place, share, told)) for place in range(PROCESSES)]
    for process in processes:
        process.start()
    time.sleep(8)  # until they have loaded everything
    print(label, flush=True)
    if content:
        take_over(content)
    else:
        time.sleep(QUIET_SECONDS)
    stop.set()
    show([told.get() for _process in processes])
    for process in processes:
        process.join()


def show(found: Sequence[Told]) -> None:
    seconds = sorted(second for each, _errors in found for second in each)
    errors = Counter(error for _seconds, each in found for error in each)
    marks = statistics.quantiles(seconds, n=100)
    milliseconds = [1000 * value for value in (marks[49], marks[98], seconds[-1])]
    print("    {} saves: p50 {:.0f} ms, p99 {:.0f} ms, longest {:.0f} ms".format(len(seconds), *milliseconds), end="")
    print(f", errors: {dict(errors) or 'none'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, nargs="?", default=10_000)
    parser.add_argument("--writers", type=int, default=50)
    told = parser.parse_args()
    people, writers = told.people, told.writers
    call_command("migrate", verbosity=0)
    create_organization(name="計測", actor=None, now=timezone.now())
    take_over(make_file(10, apart=writers))
    print(f"{connection.vendor}, {writers} writers in {PROCESSES} processes, {people} people")
    measure("by themselves", None, writers=writers)
    measure("beside the import", make_file(people, apart=writers), writers=writers)


if __name__ == "__main__":
    main()
