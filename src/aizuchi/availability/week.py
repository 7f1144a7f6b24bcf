"""A week of likings as one state per five minutes, so that painting over something is all there is to changing it."""

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from aizuchi.availability.finding import Stretch

STEP = 5
STEPS = 24 * 60 // STEP
OFF, PLAIN = "off", "plain"
# Later ones lie over earlier ones where stored stretches overlap.
LAYERS = ("work", "good", "avoid", "lunch", "never")
PAINTS = (OFF, PLAIN, "good", "avoid", "never", "lunch")

States = list[list[str]]


@dataclass(frozen=True)
class Hours:
    """Part of one weekday; 1440 is midnight."""

    weekday: int
    starts_minute: int
    ends_minute: int


def read_states(week: Iterable[Stretch]) -> States:
    """Seven days of 288 states: off, plain (working and all the same), good, avoid, lunch or never."""
    states = [[OFF] * STEPS for _ in range(7)]
    for stretch in sorted(week, key=lambda stretch: LAYERS.index(stretch.kind)):
        _fill(states, Hours(stretch.weekday, stretch.starts_minute, stretch.ends_minute), _state_of(stretch.kind))
    return states


def paint(states: States, hours: Iterable[Hours], state: str) -> None:
    for part in hours:
        _fill(states, part, state)


def write_stretches(states: States) -> list[Stretch]:
    """As few as say it all: working hours in one piece, and what is special within them."""
    found = []
    for weekday, day in enumerate(states):
        found += [Stretch(weekday, start, end, "work") for start, end in _runs(day, set(day) - {OFF})]
        for kind in LAYERS[1:]:
            found += [Stretch(weekday, start, end, kind) for start, end in _runs(day, {kind})]
    return found


def state_between(states: States, hours: Hours) -> str:
    """One state, or mixed."""
    within = set(states[hours.weekday][hours.starts_minute // STEP : -(-hours.ends_minute // STEP)])
    return within.pop() if len(within) == 1 else "mixed"


def _state_of(kind: str) -> str:
    return PLAIN if kind == "work" else kind


def _fill(states: States, hours: Hours, state: str) -> None:
    first, last = hours.starts_minute // STEP, -(-hours.ends_minute // STEP)
    states[hours.weekday][first:last] = [state] * (last - first)


def _runs(day: Sequence[str], wanted: Collection[str]) -> Iterable[tuple[int, int]]:
    place = 0
    for is_wanted, run in itertools.groupby(day, key=lambda state: state in wanted):
        length = sum(1 for _ in run)
        if is_wanted:
            yield place * STEP, (place + length) * STEP
        place += length
