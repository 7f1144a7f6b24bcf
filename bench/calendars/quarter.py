"""A manager lays a quarter for twelve members: proposing it, changing it, making it stand, and taking it back.

    python -m bench.calendars.quarter --members 12

Everybody has 60 appointments in that time. On an SQLite file; the median of seven proposals and of seven changes, and
laying and taking back once.
"""

import argparse
import datetime
import os
import random
import statistics
import tempfile
import time
from dataclasses import replace

os.environ["AIZUCHI_HOME"] = tempfile.mkdtemp(prefix="aizuchi-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from aizuchi.availability.finding.quarter import Stint  # noqa: E402
from aizuchi.availability.models import BusyTime  # noqa: E402
from aizuchi.meetings.operations import schedule_quarter, take_back_quarter  # noqa: E402
from aizuchi.meetings.queries.quarter import judge_quarter, lay_out, list_pairs_to_plan, propose_quarter  # noqa: E402
from aizuchi.meetings.views.quarter import plans_of  # noqa: E402

HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2026, 6, 10, 1, tzinfo=datetime.UTC)
MORNINGS = (
    Stint(weekday=1, starts_minute=540, ends_minute=720),
    Stint(weekday=3, starts_minute=540, ends_minute=720),
)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--members", type=int, default=12)
    members = asked.parse_args().members
    call_command("migrate", verbosity=0)
    from tests.factories import OrganizationFactory, PairFactory, PersonFactory

    chance = random.Random(3)
    manager = PersonFactory(organization=OrganizationFactory())
    for _ in range(members):
        mentee = PersonFactory(organization=manager.organization)
        PairFactory(mentee=mentee, mentor=manager, cadence=chance.choice(["weekly", "every_2_weeks", "monthly"]))
        _fill(mentee, chance)
    _fill(manager, chance)

    wish = {"stints": MORNINGS, "first": datetime.date(2026, 6, 15), "weeks": 13, "shift": "next_day", "now": NOW}
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        pairs = list_pairs_to_plan(viewer=manager, on=NOW.date())
        found = propose_quarter(viewer=manager, pairs=pairs, **wish)
        times.append(time.perf_counter() - begun)
    taken = sum(one.state == "taken" for one in found)
    print(f"{members} members, {len(found)} dates, {taken} collide")
    print(f"proposing: {statistics.median(times) * 1000:.0f} ms")
    span = {"first": wish["first"], "weeks": wish["weeks"], "now": NOW}
    one = next(one for one in found if one.starts_at)
    changed = [replace(each, starts_at=each.starts_at + HOUR) if each is one else each for each in found]
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        judged = judge_quarter(viewer=manager, pairs=pairs, occurrences=changed, **span)
        lay_out(viewer=manager, pairs=pairs, occurrences=judged, **span)
        times.append(time.perf_counter() - begun)
    print(f"changing one and looking again: {statistics.median(times) * 1000:.0f} ms")
    plans = plans_of([one for one in found if one.state != "taken"], "next_day")
    begun = time.perf_counter()
    scheduled_quarter = schedule_quarter(actor=manager, plans=plans, now=NOW)
    print(f"laying {scheduled_quarter.meetings.count()} dates: {(time.perf_counter() - begun) * 1000:.0f} ms")
    begun = time.perf_counter()
    count = take_back_quarter(actor=manager, quarter_id=scheduled_quarter.pk, now=NOW)
    print(f"taking {count} back: {(time.perf_counter() - begun) * 1000:.0f} ms")


def _fill(person: object, chance: random.Random) -> None:
    rows = []
    for _ in range(60):
        start = NOW + datetime.timedelta(days=chance.randrange(100), minutes=30 * chance.randrange(18))
        rows.append(BusyTime(person=person, starts_at=start, ends_at=start + datetime.timedelta(minutes=30)))  # type: ignore[misc]
    BusyTime.objects.bulk_create(rows)


if __name__ == "__main__":
    main()
