"""Somebody who saw when people were here, and watches the mailbox."""

import random
from dataclasses import dataclass

from aizuchi.anonymous_answers.tests.attacks.result import Result

SHORTEST, LONGEST = 0.5, 10.0  # minutes, as in islands/sealed_answer/post.ts
DAY = 8 * 60.0


@dataclass(frozen=True)
class Sent:
    person: int
    left_at: float
    arrived_at: float


def make_day(rng: random.Random, *, people: int) -> list[Sent]:
    """Each comes once in a working day, answers, and the sealed box follows after a random while."""
    came = [rng.uniform(0, DAY) for _ in range(people)]
    return [Sent(person, at, at + rng.uniform(SHORTEST, LONGEST)) for person, at in enumerate(came)]


def watch_arrivals(*, days: int, people: int, seed: int) -> Result:
    """Root on the running server, who notes the very moment at which each box comes, and knows all visits.

    The sender is one of those who were here within ten minutes. What is learnt is that somebody answered, not what.
    """
    hits = trials = 0
    for day in range(days):
        sent = make_day(random.Random(f"{seed}-{day}"), people=people)
        for sheet in sent:
            could = [other for other in sent if SHORTEST <= sheet.arrived_at - other.left_at <= LONGEST]
            hits += could[0].person == sheet.person if len(could) == 1 else random.Random(day).choice(could) is sheet
            trials += 1
    return Result("watching each arrival live: who answered (not what)", hits, trials, 1 / people)


def read_hourly(*, days: int, people: int, seed: int) -> Result:
    """The same with what lies on disk: which boxes came within one hour, in no order."""
    hits = trials = 0
    for day in range(days):
        rng = random.Random(f"{seed}-{day}")
        sent = make_day(rng, people=people)
        for sheet in sent:
            hour = sheet.arrived_at // 60
            could = [other for other in sent if (other.left_at + LONGEST) // 60 >= hour >= other.left_at // 60]
            hits += rng.choice(could).person == sheet.person
            trials += 1
    return Result("reading the mailbox every hour: whose box (its content sealed)", hits, trials, 1 / people)


def read_weekly(*, weeks: int, people: int, seed: int) -> Result:
    """After a tick: every box of a window lies there in no order."""
    rng = random.Random(seed)
    hits = sum(rng.randrange(people) == person for _ in range(weeks) for person in range(people))
    return Result("reading the mailbox after a tick: whose box", hits, weeks * people, 1 / people)


MINUTES, WORKING_DAYS = 10.0, 10
COMES = 0.7
"""The share of working days on which somebody opens home."""


def watch_threads(*, rounds: int, people: int, seed: int) -> list[Result]:
    """Somebody replied to words that one of these people wrote, and wants to know whose: they know all visits,
    to the minute, and when an answer shows. As a chat shows it, after a tick a day, and after a round of two weeks."""
    rng = random.Random(seed)
    hits = [0, 0, 0]
    for _ in range(rounds):
        visits = [_draw_visits(rng) for _ in range(people)]
        author = rng.choice([person for person, days in enumerate(visits) if days])
        day, minute = rng.choice(sorted(visits[author].items()))
        could = (
            [who for who, days in enumerate(visits) if abs(days.get(day, -DAY) - minute) <= MINUTES],
            [who for who, days in enumerate(visits) if day in days],
            [who for who, days in enumerate(visits) if days],
        )
        for number, of in enumerate(could):
            hits[number] += rng.choice(of) == author
    names = ("at once, as a chat does", "after a tick each day", "after a round of two weeks")
    return [Result(f"whose answer it is, shown {name}", hits[n], rounds, 1 / people) for n, name in enumerate(names)]


def _draw_visits(rng: random.Random) -> dict[int, float]:
    """By working day, the minute."""
    return {day: rng.uniform(0, DAY) for day in range(WORKING_DAYS) if rng.random() < COMES}
