"""Writers who save their introduction, a counter, about once a second until standard input ends.

python -m bench.backup.writers FIRST COUNT

Each is a thread with a connection of its own. Prints as JSON what was acknowledged.
"""

import json
import random
import sys
import threading
import time
from dataclasses import asdict, dataclass

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.people.models import Person  # noqa: E402
from aizuchi.people.operations.profile import ProfileWords, edit_profile  # noqa: E402

THINKS_SECONDS = 1.0


@dataclass(frozen=True)
class Save:
    person: str
    turn: int
    began: float
    ended: float
    error: str = ""


def write(person: Person, stop: threading.Event, saves: list[Save]) -> None:
    chance, turn = random.Random(person.pk.int), 0
    while not stop.wait(chance.uniform(0, 2 * THINKS_SECONDS)):
        turn, error, began = turn + 1, "", time.time()
        try:
            save(person, str(turn))
        except Exception as told:
            error = type(told).__name__
        saves.append(Save(person.pk.hex, turn, began, time.time(), error))
    connections.close_all()


def save(person: Person, introduction: str) -> None:
    person.refresh_from_db()
    words = ProfileWords(
        pronoun=person.pronoun,
        introduction=introduction,
        interests=person.interests,
        career=person.career,
        spoken_languages=person.spoken_languages,
        preferred_times=person.preferred_times,
        time_zone=person.time_zone,
    )
    edit_profile(actor=person, words=words, version=person.version, now=timezone.now())


def main(first: int, count: int) -> None:
    people = list(Person.objects.order_by("pk")[first : first + count])
    assert len(people) == count, f"only {len(people)} people"
    connections.close_all()
    stop, saves = threading.Event(), list[Save]()
    threads = [threading.Thread(target=write, args=(person, stop, saves)) for person in people]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()
    json.dump([asdict(one) for one in saves], sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
