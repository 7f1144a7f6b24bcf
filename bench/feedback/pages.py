"""The brief, the strengths page and HR's page over a million answers in blocks, beside a small organization.

    python -m bench.feedback.pages --home FOLDER

FOLDER gets the demo company if it has none. The same people ask before and after 2,000 mentors with a year of blocks, a
million answers in all, have joined; whole requests through Django's own client, without the network.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROUNDS, WARM_UP = 60, 6
MENTORS, QUARTERS, ANSWERS = 2_000, 4, 1_000_000
BLOCKS_EACH = 13
PER_BLOCK = ANSWERS // (MENTORS * QUARTERS * BLOCKS_EACH)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    home = parser.parse_args().home
    environment = {**os.environ, "AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}
    if not (home / "aizuchi.sqlite3").exists():
        subprocess.run([sys.executable, "-m", "aizuchi.config.cli", "demo"], env=environment, check=True)
    os.environ.update(environment)
    measure()


def measure() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    few = ask_all()
    blocks, answers, took = fill()
    many = ask_all()
    print(f"{answers:,} answers in {blocks:,} blocks; adding them all up took {took:.1f} s\n")
    print("| page | queries | ms, small | ms, a million answers | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    for name, (queries, ms) in few.items():
        later, slower = many[name]
        counts = str(queries) if queries == later else f"{queries} → {later}"
        print(f"| {name} | {counts} | {ms:.1f} | {slower:.1f} | {slower / ms:.2f} |")


def ask_all() -> dict[str, tuple[int, float]]:
    from django.test import Client

    from aizuchi.meetings.models import Meeting
    from aizuchi.people.models import Person

    manager = Person.objects.get(employee_number__gt="", family_romaji="Morikawa", given_romaji="Takumi")
    hr = Person.objects.get(employee_number__gt="", family_romaji="Fujishiro")
    meeting = Meeting.objects.filter(pair__mentor=manager, pair__mentee__given_romaji="Aoi", state="planned").get()
    asked = {"brief": (manager, f"/meetings/{meeting.pk}/brief/"), "strengths": (manager, "/strengths/")}
    asked["voices (HR)"] = (hr, "/unit-feedback/")
    found = {}
    for name, (person, path) in asked.items():
        client = Client(headers={"host": "localhost"})
        client.force_login(person)
        found[name] = ask(client, path)
    return found


def ask(client: Any, path: str) -> tuple[int, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for number in range(WARM_UP + ROUNDS):
        begun = time.perf_counter()
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        if number >= WARM_UP:
            times.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries), statistics.median(times)


def fill() -> tuple[int, int, float]:
    """The newcomers' blocks lie in the four quarters that the demo company has behind it."""
    from django.db.models import Sum
    from django.utils import timezone
    from tests.factories import PersonFactory

    from aizuchi.anonymous_answers.periods import QUARTER
    from aizuchi.catalogue.models import ExpectedResponse, Topic
    from aizuchi.feedback.models import Block
    from aizuchi.feedback.operations.strengths import sum_up_strengths
    from aizuchi.people.models import Organization, Person

    rng = random.Random(4)
    organization = Organization.objects.get()
    latest = Block.objects.order_by("-quarter_on").values_list("quarter_on", flat=True)[0]
    topics = list(Topic.objects.filter(organization=organization, pair_kind=""))
    responses = list(ExpectedResponse.objects.filter(organization=organization))
    cells = [(topic, response) for topic in topics for response in responses]
    people = [
        PersonFactory.build(organization=organization, email=f"m{number}@bench.example", employee_number=f"B{number}")
        for number in range(MENTORS)
    ]
    Person.objects.bulk_create(people, batch_size=500)
    blocks = []
    for person in people:
        for quarter in range(QUARTERS):
            about = (
                rng.sample(cells, BLOCKS_EACH - len(responses) - 1) + [(None, r) for r in responses] + [(None, None)]
            )
            blocks += [make_block(person, latest - quarter * QUARTER, *cell, rng) for cell in about]
    Block.objects.bulk_create(blocks, batch_size=2000)
    begun = time.perf_counter()
    sum_up_strengths(organization=organization, now=timezone.now())
    took = time.perf_counter() - begun
    return Block.objects.count(), Block.objects.aggregate(total=Sum("answers"))["total"], took


def make_block(person: Any, quarter_on: Any, topic: Any, response: Any, rng: random.Random) -> Any:
    from aizuchi.feedback.models import Block

    counts = [0] * 5
    for _ in range(PER_BLOCK + 1):
        counts[min(max(round(rng.gauss(3.7, 0.9)), 1), 5) - 1] += 1
    level = Block.Level.CELL if topic else Block.Level.RESPONSE if response else Block.Level.OVERALL
    told = {f"{question}_{value}": counts[value - 1] for question in ("met", "moved") for value in range(1, 6)}
    return Block(
        organization=person.organization,
        mentor=person,
        quarter_on=quarter_on,
        level=level,
        topic=topic,
        response=response,
        answers=sum(counts),
        people=5,
        **told,
    )


if __name__ == "__main__":
    main()
