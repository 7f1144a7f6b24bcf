"""The best times of two people whose calendars are very full.

    python -m bench.calendars.slots --busy 10000

Told: the search alone, and with reading both calendars from an SQLite file; medians of twenty-five. First with all
appointments in the weeks that are looked at, which is worse than life, then spread over ten years.
"""

import argparse
import datetime
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

os.environ["AIZUCHI_HOME"] = tempfile.mkdtemp(prefix="aizuchi-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from aizuchi.availability.finding import Side, find_slots, window_of  # noqa: E402
from aizuchi.availability.models import BusyTime  # noqa: E402
from aizuchi.availability.queries.sides import load_sides  # noqa: E402
from aizuchi.kernel.timeline import spans_of  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC)
WEEKS = 8


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--busy", type=int, default=10_000)
    busy = asked.parse_args().busy
    window = window_of(NOW, NOW + datetime.timedelta(weeks=WEEKS))
    chance = random.Random(5)
    calendars = [[_appointment(chance) for _ in range(busy)] for _ in range(2)]
    zone = ZoneInfo("Asia/Tokyo")
    sides = (Side(zone=zone, busy=spans_of(calendars[0])), Side(zone=zone, busy=spans_of(calendars[1])))
    found = find_slots(sides=sides, minutes=30, window=window, due_at=NOW)
    print(f"{busy} appointments each, {WEEKS} weeks, {len(found)} slots found")
    print(f"search alone: {_median(lambda: find_slots(sides=sides, minutes=30, window=window, due_at=NOW)):.1f} ms")

    people = _fill_database(calendars)
    print(f"reading both calendars and the search: {_median(lambda: _search(people, window)):.1f} ms")
    _spread_over_years()
    print(f"the same, appointments over ten years: {_median(lambda: _search(people, window)):.1f} ms")


def _appointment(chance: random.Random) -> tuple[datetime.datetime, datetime.datetime]:
    """At any hour of the day and night, so that some time is left in spite of their number."""
    start = NOW + datetime.timedelta(days=chance.randrange(WEEKS * 7), minutes=5 * chance.choice(range(288)))
    hour = (start + datetime.timedelta(hours=9)).hour
    length = 5 if 9 <= hour < 18 and chance.random() < 0.985 else 30
    if length == 5:
        start = start.replace(hour=20)
    return start, start + datetime.timedelta(minutes=length)


def _fill_database(calendars: list[list[tuple[datetime.datetime, datetime.datetime]]]) -> list[object]:
    call_command("migrate", verbosity=0)
    from tests.factories import OrganizationFactory, PersonFactory

    organization = OrganizationFactory()
    people = [PersonFactory(organization=organization) for _ in calendars]
    for person, rows in zip(people, calendars, strict=True):
        BusyTime.objects.bulk_create(
            [BusyTime(person=person, starts_at=starts, ends_at=ends) for starts, ends in rows], batch_size=1000
        )
    return people


def _spread_over_years() -> None:
    chance = random.Random(6)
    rows = list(BusyTime.objects.all())
    for row in rows:
        years = datetime.timedelta(weeks=52 * chance.randrange(-9, 1))
        row.starts_at, row.ends_at = row.starts_at + years, row.ends_at + years
    BusyTime.objects.bulk_update(rows, ["starts_at", "ends_at"], batch_size=300)


def _search(people: list[object], window: object) -> object:
    one, other = load_sides(people, window=window)  # type: ignore[arg-type]
    return find_slots(sides=(one, other), minutes=30, window=window, due_at=NOW)  # type: ignore[arg-type]


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(25):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
