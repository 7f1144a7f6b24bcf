"""Which changes are told, and how sure they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from aizuchi.surveys.reading.intervals import Interval

MOST_OF_IT = 0.8
"""So much of an interval lies on one side of zero where a change is probable."""

Key = TypeVar("Key")


class Sureness(StrEnum):
    QUITE_SURE = "quite_sure"
    PROBABLY = "probably"
    CANNOT_TELL = "cannot_tell"


def judge(change: Interval, earlier: Sequence[float] = ()) -> Sureness:
    """`earlier` are the changes of the rounds before: one that went the other way makes it no more than probable."""
    if change.excludes_zero and all(one * change.value >= 0 for one in earlier):
        return Sureness.QUITE_SURE
    if change.excludes_zero or _one_sided(change) >= MOST_OF_IT:
        return Sureness.PROBABLY
    return Sureness.CANNOT_TELL


def _one_sided(change: Interval) -> float:
    length = change.high - change.low
    return max(change.high, -change.low) / length if length else 0.0


@dataclass(frozen=True, slots=True)
class JudgedChange(Generic[Key]):
    key: Key
    change: Interval
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class Told(Generic[Key]):
    changes: list[JudgedChange[Key]]
    looked_at: int
    """Among so many they are the largest: of twenty, one excludes zero by chance alone."""


def choose_told(changes: Iterable[JudgedChange[Key]], *, most: int = 3) -> Told[Key]:
    """The largest by their lower bound; those of which nothing can be said are never among them."""
    looked_at = list(changes)
    tellable = [one for one in looked_at if one.sureness != Sureness.CANNOT_TELL]
    in_order = sorted(tellable, key=lambda one: (-one.change.surely, -abs(one.change.value)))
    return Told(in_order[:most], len(looked_at))
