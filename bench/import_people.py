"""How long an import of many people takes: `python -m bench.import_people [people]`, in a new SQLite database."""

import os
import resource
import sys
import tempfile
import time
from typing import Any

os.environ["AIZUCHI_HOME"] = tempfile.mkdtemp(prefix="aizuchi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.people.importing import run_import  # noqa: E402
from aizuchi.people.operations import create_organization  # noqa: E402
from bench.people_file import make_file  # noqa: E402


class Counter:
    """Counts statements without keeping them, which would cost more than running them."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.statements += 1
        return execute(*args)


def measure(label: str, content: bytes) -> None:
    counter = Counter()
    began, began_cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counter):
        summary = run_import(content, organization=organization, actor=None, now=timezone.now())
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label}: {seconds:.1f} s ({cpu:.1f} s of CPU), {counter.statements} statements, peak {megabytes:.0f} MB")
    print(f"    {summary}")


people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
call_command("migrate", verbosity=0)
organization = create_organization(name="計測", actor=None, now=timezone.now())
file = make_file(people)
print(f"{people} people, {len(file) / 1e6:.1f} MB")
measure("first import", file)
measure("the same file again", file)
measure("everybody under another title", file.decode("cp932").replace("主任", "係長").encode("cp932"))
