"""How long an import of many people takes: `python bench/import_people.py [people]`, in a new SQLite database."""

import csv
import io
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

HEADER = "社員番号 姓 名 姓かな 名かな 姓ローマ字 名ローマ字 メール 部署 部門長 役職 等級 勤務地 雇用区分 上司"


def make_file(people: int) -> bytes:
    """Ten people to a unit, ten units to the one above; everybody's supervisor is a tenth of the way to the top."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*HEADER.split(), "入社日", "言語"])
    for number in range(people):
        path, size = ["本社"], people
        while size > 10:
            size //= 10
            path.append(f"部{number // size}")
        name = ["佐藤", f"花子{number}", "さとう", "はなこ", "Sato", "Hanako", f"person{number}@example.jp"]
        supervisor = f"E{number // 10:06}" if number else ""
        work = ["/".join(path), "○" if number % 10 == 0 else "", "主任", "G3", "東京", "正社員", supervisor]
        writer.writerow([f"E{number:06}", *name, *work, "2020-04-01", "ja"])
    return out.getvalue().encode("cp932")


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
