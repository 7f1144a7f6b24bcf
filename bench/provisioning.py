"""What it costs to bring people in one by one, as directories do: `python -m bench.provisioning [people]`.

The same people by SCIM and by CSV, each in a new SQLite database; then both say the same again (SCIM of one of twenty
only: each costs alike), then one of twenty leaves. SCIM goes through the product's own door by Django's client: there
is no network and no server between. Times are processor time, so that others on the machine count for little.
"""

import csv
import datetime
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

os.environ["AIZUCHI_HOME"] = tempfile.mkdtemp(prefix="aizuchi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"

import django

django.setup()

import logging  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.gateway.models import Connector  # noqa: E402
from aizuchi.gateway.scim import answering  # noqa: E402
from aizuchi.gateway.tokens import make_token  # noqa: E402
from aizuchi.kernel.limits import Limit  # noqa: E402
from aizuchi.people.importing import run_import  # noqa: E402
from aizuchi.people.models import Organization, Person  # noqa: E402
from aizuchi.people.operations import add_unit, create_organization  # noqa: E402

WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
LEAVES = 20
"""One of so many."""

BLOCK = 2500
"""So many are measured together, to see whether the later ones take longer."""

WAYS = ("scim", "csv")
FIRST, AGAIN, LEAVING = "new", "the same again", "one of twenty leaves"


@contextmanager
def measured(label: str, people: int) -> Iterator[None]:
    """One line of figures, for `main` to read."""
    statements = savepoints = 0

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal statements, savepoints
        statements += 1
        savepoints += "SAVEPOINT" in sql
        return execute(sql, *rest)

    began, began_cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        yield
    figures = {
        "label": label,
        "people": people,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - began_cpu,
        "statements": statements,
        "savepoints": savepoints,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(figures), flush=True)


class Directory:
    def __init__(self, organization: Organization) -> None:
        self.connector = Connector.objects.create(
            organization=organization, name="名簿", mode="acts", most_leaving=100, created_at=timezone.now()
        )
        self.token = make_token(self.connector, actor=None, now=timezone.now())
        self.client = Client(SERVER_NAME="localhost")
        self.ids: dict[int, str] = {}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.client.generic(
            method,
            f"/scim/v2/{path}",
            json.dumps(body) if body else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code < 300, answer.content
        return json.loads(answer.content)

    def bring(self, number: int) -> None:
        self.ids[number] = self.ask("POST", "Users", self.say(number))["id"]

    def repeat(self, number: int, *, active: bool = True) -> None:
        found = self.ask("GET", f'Users?filter=userName eq "person{number}@example.jp"')["Resources"][0]["id"]
        self.ask("PUT", f"Users/{found}", self.say(number, active=active))

    def say(self, number: int, *, active: bool = True) -> dict[str, Any]:
        work = {"employeeNumber": f"E{number:06}", "department": f"部{number // 10}"}
        manager = {"manager": {"value": self.ids[number // 10]}} if number else {}
        return {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", WORK],
            "userName": f"person{number}@example.jp",
            "externalId": f"x{number}",
            "name": {"familyName": "佐藤", "givenName": f"花子{number}"},
            "title": "主任",
            "active": active,
            WORK: work | manager,
        }


def bring_by_scim(organization: Organization, people: int) -> None:
    root = make_unit(organization, "本社", None)
    for number in range((people + 9) // 10):
        make_unit(organization, f"部{number}", root)
    answering.REQUESTS = Limit(name="bench", most=people * 10, per=answering.MINUTE)
    directory = Directory(organization)
    for first in range(0, people, BLOCK):
        block = range(first, min(first + BLOCK, people))
        with measured(FIRST, len(block)):
            for number in block:
                directory.bring(number)
    leaving = range(LEAVES - 1, people, LEAVES)
    with measured(AGAIN, len(leaving)):
        for number in leaving:
            directory.repeat(number)
    with measured(LEAVING, len(leaving)):
        for number in leaving:
            directory.repeat(number, active=False)


def make_unit(organization: Organization, name: str, parent_id: Any) -> Any:
    now = timezone.now()
    first = organization.today(now)
    return add_unit(
        organization_id=organization.pk, name=name, parent_id=parent_id, starts_on=first, actor=None, now=now
    ).pk


def bring_by_csv(organization: Organization, people: int) -> None:
    yesterday = organization.today(timezone.now()) - datetime.timedelta(days=1)
    leaving = range(LEAVES - 1, people, LEAVES)
    for label, count, gone in ((FIRST, people, ""), (AGAIN, people, ""), (LEAVING, len(leaving), f"{yesterday}")):
        content = make_file(people, gone)
        with measured(label, count):
            run_import(content, organization=organization, actor=None, now=timezone.now())


def make_file(people: int, gone: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["社員番号", "姓", "名", "メール", "部署", "役職", "上司", "退職日"])
    for number in range(people):
        name = ["佐藤", f"花子{number}", f"person{number}@example.jp"]
        supervisor = f"E{number // 10:06}" if number and not (gone and leaves(number // 10)) else ""
        left = gone if leaves(number) else ""
        writer.writerow([f"E{number:06}", *name, f"本社/部{number // 10}", "主任", supervisor, left])
    return out.getvalue().encode()


def leaves(number: int) -> bool:
    return number % LEAVES == LEAVES - 1


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if len(sys.argv) > 2:
        bring(people, sys.argv[2])
        return
    found = {way: list(run(people, way)) for way in WAYS}
    for label in (FIRST, AGAIN, LEAVING):
        scim_cpu, csv_cpu = (cpu_of_each(found[way], label) for way in WAYS)
        print(f"{label}: one by SCIM takes {scim_cpu / csv_cpu:.0f} times as long as one by CSV")


def cpu_of_each(found: list[dict[str, Any]], label: str) -> float:
    blocks = [figures for figures in found if figures["label"] == label]
    cpu: float = sum(figures["cpu"] for figures in blocks)
    people: int = sum(figures["people"] for figures in blocks)
    return cpu / people


def run(people: int, way: str) -> Iterator[dict[str, Any]]:
    """In a process of its own, for a database of its own."""
    command = [sys.executable, "-m", "bench.provisioning", str(people), way]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            figures = json.loads(line)
            print(f"{way}, {show(figures)}", flush=True)
            yield figures
    if child.returncode:
        raise SystemExit(child.returncode)


def show(figures: dict[str, Any]) -> str:
    people, cpu = figures["people"], figures["cpu"]
    statements, savepoints = figures["statements"] / people, figures["savepoints"] / people
    each = f"{1000 * cpu / people:.1f} ms and {statements:.1f} statements each, {savepoints:.1f} of them savepoints"
    took = f"{cpu:.1f} s of CPU, {figures['seconds']:.1f} s on the clock"
    return f"{figures['label']}: {took}; {each}; load {figures['load']:.1f}"


def bring(people: int, way: str) -> None:
    logging.disable(logging.ERROR)
    call_command("migrate", verbosity=0)
    organization = create_organization(name="計測", actor=None, now=timezone.now())
    {"scim": bring_by_scim, "csv": bring_by_csv}[way](organization, people)
    here = Person.objects.present_on(organization.today(timezone.now())).count()
    assert here == people - people // LEAVES


if __name__ == "__main__":
    main()
