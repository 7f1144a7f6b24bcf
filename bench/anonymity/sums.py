"""Attacks on sums over mentors: what mentors are compared with, and what HR sees of units.

A colleague who subtracts their own answers, and a reader who takes what is shown from the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from bench.anonymity.attacks import Found
from bench.anonymity.grouping import Group
from bench.anonymity.world import QUARTERS, RESPONSES, World

MOST_OF_ONE, CLOSE = 0.7, 0.15
Answers = Mapping[int, tuple[int, float]]
"""By mentor: how many, and their total."""
Told = Sequence[Sequence[Group]]
Step = Callable[[Sequence[Answers]], list[Answers]]
"""Which portions of a level count, quarter by quarter."""


def is_of_several(answers: Answers) -> bool:
    counts = [n for n, _ in answers.values() if n]
    return len(counts) >= 2 and max(counts) <= MOST_OF_ONE * sum(counts)


def may_be_compared(answers: Answers) -> bool:
    """Whoever takes their own away still has several left."""
    return bool(answers) and all(is_of_several(_without(answers, [mentor])) for mentor in answers)


def _without(answers: Answers, mentors: Iterable[int]) -> Answers:
    gone = set(mentors)
    return {mentor: found for mentor, found in answers.items() if mentor not in gone}


def together(portions: Iterable[Answers]) -> Answers:
    total: dict[int, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for portion in portions:
        for mentor, (n, of) in portion.items():
            total[mentor] = total[mentor][0] + n, total[mentor][1] + of
    return dict(total)


def count_by_year(quarters: Sequence[Answers]) -> list[Answers]:
    """Only the whole year so far is looked at: how it was."""
    counted: list[Answers] = []
    waiting: list[Answers] = []
    for portion in quarters:
        waiting.append(portion)
        if may_be_compared(together([*counted, *waiting])):
            counted.append(together(waiting))
            waiting = []
    return counted


def count_by_quarter(quarters: Sequence[Answers]) -> list[Answers]:
    """What a step brings must be of several itself; else it waits."""
    counted: list[Answers] = []
    waiting: list[Answers] = []
    for portion in quarters:
        waiting.append(portion)
        step = together(waiting)
        if may_be_compared(step):
            counted.append(step)
            waiting = []
    return counted


def level_of(world: World, told: Told, response: int | None) -> list[Answers]:
    """By quarter, what was told of a response (or of everything)."""
    quarters: list[dict[int, tuple[int, float]]] = [{} for _ in range(QUARTERS)]
    for mentor, groups in enumerate(told):
        for group in groups:
            if response is not None and group.path[:1] != (response,):
                continue
            n, total = quarters[group.told_in].get(mentor, (0, 0.0))
            met = float(world.asked.met[group.rows].sum())
            quarters[group.told_in][mentor] = n + group.answers, total + met
    return list(quarters)


def read_colleagues(world: World, told: Told, step: Step) -> Found:
    """Steps of a response's mean of which, after one's own is taken away, one colleague has more than 70 %; read is
    that colleague's mean of the step, to 0.15 levels, beside the organization's mean as a guess."""
    hits = blind = 0
    steps = 0
    usual = float(world.asked.met[world.asked.is_given].mean())
    for response in range(RESPONSES):
        for portion in step(level_of(world, told, response)):
            for reader in [*portion, -1]:
                left = _without(portion, [reader])
                n = sum(count for count, _ in left.values())
                if not n:
                    continue
                steps += 1
                most = max(left, key=lambda mentor: left[mentor][0])
                if left[most][0] <= MOST_OF_ONE * n:
                    continue
                mean = sum(total for _, total in left.values()) / n
                own = left[most][1] / left[most][0]
                hits += abs(own - mean) <= CLOSE
                blind += abs(own - usual) <= CLOSE
    return Found("a colleague's mean from a step of the organization's", hits, blind, steps)


def read_between_levels(world: World, told: Told, *, mends: bool) -> Found:
    """What mentors are compared with stands on three levels. The mean of one less those below it, a year's sums: once
    some colleague's own are taken away, is what remains of one?"""
    year = _year_by_cell(world, told)
    gives_away = levels = 0
    for level in [(), *((response,) for response in range(RESPONSES))]:
        below = {path: answers for path, answers in year.items() if path[: len(level)] == level}
        own = below.pop(level, {})
        parts: dict[int, Answers] = {
            step: together(answers for path, answers in below.items() if path[len(level)] == step)
            for step in {path[len(level)] for path in below}
        }
        whole = together([own, *parts.values()])
        if not may_be_compared(whole):
            continue
        shown = {step for step, answers in parts.items() if may_be_compared(answers)}
        if mends:
            shown = hide_until_safe({**parts, None: own}, shown, is_fine=may_be_compared)
        rest = together([own, *(answers for step, answers in parts.items() if step not in shown)])
        levels += 1
        gives_away += bool(shown and rest and not may_be_compared(rest))
    return Found("a mean less those below it is one colleague's", gives_away, 0, levels)


def _year_by_cell(world: World, told: Told) -> dict[tuple[int, ...], Answers]:
    found: dict[tuple[int, ...], dict[int, tuple[int, float]]] = defaultdict(dict)
    for mentor, groups in enumerate(told):
        for group in groups:
            n, total = found[group.path].get(mentor, (0, 0.0))
            found[group.path][mentor] = n + group.answers, total + float(world.asked.met[group.rows].sum())
    return dict(found)


# Units


def subtract_shown_responses(world: World, told: Told, *, mends: bool, of_unit: int = 4) -> Found:
    """HR sees a unit's whole, and each response that passes by itself. What remains of the whole when some of the
    shown responses are taken away: is it one mentor's?"""
    gives_away = units = 0
    order = np.arange(world.mentors)
    for mentors in np.array_split(order, max(1, world.mentors // of_unit)):
        for quarter in range(QUARTERS):
            by_response = _unit(world, told, mentors, quarter)
            whole = together(by_response.values())
            if not is_of_several(whole):
                continue
            shown = {key for key, answers in by_response.items() if key is not None and is_of_several(answers)}
            if mends:
                shown = hide_until_safe(by_response, shown)
            rest = together(answers for key, answers in by_response.items() if key not in shown)
            units += 1
            gives_away += bool(shown and rest and not is_of_several(rest))
    return Found("a unit's whole less its responses is one mentor's", gives_away, 0, units)


def hide_until_safe(
    by_response: Mapping[int | None, Answers],
    shown: Iterable[int],
    *,
    is_fine: Callable[[Answers], bool] = is_of_several,
) -> set[int]:
    """The smallest response is hidden as well until what remains is nothing or of several."""
    left = set(shown)
    while left:
        rest = together(answers for key, answers in by_response.items() if key not in left)
        if not rest or is_fine(rest):
            break
        left.discard(min(left, key=lambda key: (sum(n for n, _ in by_response[key].values()), key)))
    return left


def _unit(world: World, told: Told, mentors: Iterable[int], quarter: int) -> dict[int | None, Answers]:
    found: dict[int | None, dict[int, tuple[int, float]]] = defaultdict(dict)
    for mentor in mentors:
        sums: Counter[int | None] = Counter()
        for group in told[mentor]:
            if group.told_in == quarter:
                sums[group.path[0] if group.path else None] += group.answers
        for key, n in sums.items():
            found[key][int(mentor)] = (n, 0.0)
    return dict(found)
