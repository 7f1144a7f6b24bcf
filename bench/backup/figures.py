"""What a run of writers beside a backup says."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.notes.figures import percentile


@dataclass(frozen=True)
class Save:
    """As writers.py tells it."""

    person: str
    turn: int
    began: float
    ended: float
    error: str = ""


def read_saves(said: str) -> list[Save]:
    return [Save(**one) for one in json.loads(said)]


def find_lost(saves: Sequence[Save], held: dict[str, int], *, before: float) -> list[Save]:
    """Acknowledged before that moment, and not among what the backup holds: the latest turn of each person."""
    return [one for one in saves if not one.error and one.ended < before and one.turn > held.get(one.person, 0)]


def newest_held(saves: Sequence[Save], held: dict[str, int]) -> float:
    """When the newest write that the backup holds was acknowledged."""
    return max((one.ended for one in saves if not one.error and one.turn <= held.get(one.person, 0)), default=0.0)


def show_saves(saves: Sequence[Save]) -> str:
    waits = [1000 * (one.ended - one.began) for one in saves]
    p50, p99, longest = (percentile(waits, share) for share in (0.5, 0.99, 1.0))
    errors = dict(Counter(one.error for one in saves if one.error)) or "none"
    return f"{len(saves)} saves: p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {longest:.0f} ms, errors: {errors}"
