"""Every rule of grouping, what mentors get by it beside what can be found out: the table of
docs/decisions/grouping-answers.md."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from bench.anonymity import attacks
from bench.anonymity.attacks import Case, Found
from bench.anonymity.grouping import RULES, Design, as_product, design, read_year
from bench.anonymity.usefulness import Usefulness, measure
from bench.anonymity.world import World

HEAD = (
    "rule",
    *("any number", "after a quarter", "rows", "cells", "answers told", "strong or weak"),
    *("error", "right", "wrong way", "of mentor"),
    *("one answer", "one colluder", "two", "least satisfied", "two colluders", "certain", "over half", "alike"),
)


def print_frontier(worlds: Iterable[World], *, only: str = "") -> None:
    """`only`: the first words of the rules wanted, divided by commas."""
    useful: dict[str, list[Usefulness]] = defaultdict(list)
    found: dict[str, list[list[Found]]] = defaultdict(list)
    for world in worlds:
        years = [read_year(world.asked, rows) for rows in world.teams]
        for name, group in choose_designs(only):
            cases = [Case(year, group(year)) for year in years]
            useful[name].append(measure(world, [case.groups for case in cases]))
            found[name].append(_attack(world, cases))
    first = next(iter(useful.values()))
    print(f"everybody is average: error {np.mean([one.error_of_average for one in first]):.3f}\n")
    print(f"| {' | '.join(HEAD)} |\n| --- {'| ---: ' * (len(HEAD) - 1)}|")
    for name, measured in useful.items():
        print(f"| {name} | {' | '.join(_show_use(measured))} | {' | '.join(_show_found(found[name]))} |", flush=True)


def choose_designs(only: str) -> list[tuple[str, Design]]:
    every = [("the product", as_product), *((rule.name, design(rule)) for rule in RULES)]
    wanted = tuple(word.strip() for word in only.split(",") if word.strip())
    return [(name, group) for name, group in every if not wanted or name.split()[0] in wanted]


def _attack(world: World, cases: list[Case]) -> list[Found]:
    return [
        *(attacks.guess_answers(world, cases, colluders=count) for count in (0, 1, 2)),
        *(attacks.name_least_satisfied(world, cases, colluders=count) for count in (0, 2)),
        attacks.tell_who_answered(world, cases)[1],
        attacks.find_dominated(world, cases)[0],
        attacks.find_unanimous(world, cases),
    ]


def _show_use(measured: list[Usefulness]) -> list[str]:
    def mean(name: str) -> float:
        return float(np.mean([getattr(one, name) for one in measured]))

    shares = [
        f"{mean(name):.1%}" for name in ("any_number", "any_at_once", "rows_own", "cells_own", "answers_told", "said")
    ]
    return [
        *shares,
        f"{mean('error'):.3f}",
        f"{mean('right'):.1%}",
        f"{mean('wrong'):.1%}",
        f"{mean('wrong_of_mentor'):.1%}",
    ]


def _show_found(found: list[list[Found]]) -> list[str]:
    shown = []
    for column in zip(*found, strict=True):
        n = sum(one.n for one in column) or 1
        hits, blind = (sum(getattr(one, name) for one in column) / n for name in ("hits", "blind"))
        shown.append(f"{hits:.1%} ({blind:.1%})" if blind else f"{hits:.1%}")
    return shown
