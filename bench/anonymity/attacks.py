"""What can be found out from all that is told in a year, beside guessing blindly. n is the number of guesses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.anonymity.grouping import Group, Year
from bench.anonymity.posterior import BANDS, Seen, conclude, look
from bench.anonymity.world import NOISE, QUARTERS, Ints, World

PROMISED = 5
ENOUGH = 3
"""Whoever answered so often can be the least satisfied."""


@dataclass(frozen=True)
class Found:
    attack: str
    hits: float
    blind: float
    """Both are numbers of right guesses."""
    n: int

    def __str__(self) -> str:
        return f"{self.attack:<58} {_share(self.hits, self.n)}   blind {_share(self.blind, self.n)}   n {self.n:,}"

    @property
    def success(self) -> float:
        return self.hits / self.n if self.n else float("nan")

    @property
    def blindly(self) -> float:
        return self.blind / self.n if self.n else float("nan")


def _share(part: float, whole: int) -> str:
    return f"{part / whole:6.1%}" if whole else "     —"


@dataclass(frozen=True)
class Case:
    """One mentor's year, and what was told of it."""

    year: Year
    groups: list[Group]


def guess_answers(
    world: World,
    cases: Sequence[Case],
    *,
    colluders: int = 0,
    of: Callable[[Case, Group], np.ndarray] | None = None,
    name: str = "one answer",
) -> Found:
    """Low, middle or high: what is most frequent in the sum it went into, leaned towards what is concluded about the
    person from the whole year; or the plain majority, whichever does better. `of` chooses whose answers count."""
    majority = leaning = 0
    truths: list[Ints] = []
    for case in cases:
        helpers = _choose_helpers(case.year, colluders)
        seen = look(case.year, case.groups, helpers)
        means, _ = _conclude(world, case, seen)
        for number, group in enumerate(case.groups):
            person = _person_of(case.year, group.rows)
            counted = ~np.isin(person, helpers)
            if of is not None:
                counted &= of(case, group)
            if not counted.any():
                continue
            truth = BANDS[world.asked.met[group.rows[counted]] - 1]
            counts = seen.counts[number, 0]
            lean = means - seen.shares[number] @ means
            weights = counts * np.exp(np.outer(lean, np.arange(1, 6)) / NOISE**2)
            guesses = _add_bands(weights).argmax(axis=1)
            majority += int((truth == _add_bands(counts[None]).argmax()).sum())
            leaning += int((truth == guesses[person[counted]]).sum())
            truths.append(truth)
    every = np.concatenate(truths) if truths else np.zeros(0, dtype=int)
    return Found(name, max(majority, leaning), int(np.bincount(every, minlength=3).max()), len(every))


def name_least_satisfied(world: World, cases: Sequence[Case], *, colluders: int = 0) -> Found:
    """Of everybody who answered at least three times: whose answers were lowest over the year?"""
    hits = blind = 0.0
    n = 0
    for case in cases:
        helpers = _choose_helpers(case.year, colluders)
        told = case.year.rows[world.asked.is_given[case.year.rows]]
        person = _person_of(case.year, told)
        counts = np.bincount(person, minlength=len(case.year.persons))
        own = np.bincount(person, world.asked.met[told] + world.asked.moved[told], len(case.year.persons))
        possible = np.setdiff1d(np.nonzero(counts >= ENOUGH)[0], helpers)
        if len(possible) < 2 or not case.groups:
            continue
        means, _ = _conclude(world, case, look(case.year, case.groups, helpers))
        truth = possible[np.argmin(own[possible] / counts[possible])]
        hits += truth == possible[np.argmin(means[possible])]
        blind += 1 / len(possible)
        n += 1
    return Found("the least satisfied of a year", hits, blind, n)


def tell_who_answered(world: World, cases: Sequence[Case]) -> tuple[Found, Found, Found]:
    """Whether somebody answered when they could: guessed right by right; and of whom it is certain, quarter by quarter,
    where the number of answers is seen, and where only the sum is (just five could answer, so all did)."""
    hits = given = rights = quarters = 0
    certain, by_page = set[tuple[int, int, int]](), set[tuple[int, int, int]]()
    for number, case in enumerate(cases):
        for group in case.groups:
            possible = group.all_rights
            answers, total = group.answers, int(possible.sum())
            hits += max(answers, total - answers)
            given, rights = given + answers, rights + total
            for person in np.nonzero(possible)[0]:
                who = (number, int(person), group.piles[0].quarter)
                if answers > total - possible[person]:
                    certain.add(who)
                if np.count_nonzero(possible) <= PROMISED:
                    by_page.add(who)
        quarters += len(np.unique(case.year.person * 10 + world.asked.quarter[case.year.rows]))
    return (
        Found("whether somebody answered", hits, max(given, rights - given), rights),
        Found("certain that they did, in a quarter, if answers are counted", len(certain), 0, quarters),
        Found("certain that they did, in a quarter, by what pages show", len(by_page), 0, quarters),
    )


def find_dominated(world: World, cases: Sequence[Case]) -> tuple[Found, Found]:
    """Sums of which more than half came from one person; and how well a sum tells the own mean (within a third of a
    level) of the person with the most rights in it, beside saying what everybody says."""
    dominated = groups = near = blind = 0
    usual = world.asked.met[world.asked.is_given].mean()
    for case in cases:
        for group in case.groups:
            person = _person_of(case.year, group.rows)
            met = world.asked.met[group.rows]
            groups += 1
            dominated += int(np.bincount(person).max() > group.answers / 2)
            own = met[person == group.rights.argmax()]
            if len(own):
                near += int(abs(own.mean() - met.mean()) <= 1 / 3)
                blind += int(abs(own.mean() - usual) <= 1 / 3)
    return (
        Found("sums with more than half from one person", dominated, 0, groups),
        Found("own mean of who could answer most, to 1/3", near, blind, groups),
    )


def read_dominated(world: World, cases: Sequence[Case], *, share: float = 0.5) -> Found:
    """The same, only where one person could have given more than half of the answers."""
    near = blind = n = 0
    usual = world.asked.met[world.asked.is_given].mean()
    for case in cases:
        for group in case.groups:
            if group.rights.max() <= share * group.answers:
                continue
            person = _person_of(case.year, group.rows)
            met = world.asked.met[group.rows]
            own = met[person == group.rights.argmax()]
            if len(own):
                n += 1
                near += int(abs(own.mean() - met.mean()) <= 1 / 3)
                blind += int(abs(own.mean() - usual) <= 1 / 3)
    return Found("the same, where one person could be over half", near, blind, n)


def find_unanimous(world: World, cases: Sequence[Case]) -> Found:
    """Sums in which everybody said low, or middle, or high: nothing is left to guess."""
    alike = sum(len(np.unique(BANDS[world.asked.met[group.rows] - 1])) == 1 for case in cases for group in case.groups)
    return Found("sums in which everybody said the same", alike, 0, sum(len(case.groups) for case in cases))


def guess_answers_of_leavers(world: World, cases: Sequence[Case]) -> Found:
    """The quarters before and after somebody left or came are compared by the same posterior."""

    partly = {id(case.year): _is_there_partly(world, case.year) for case in cases}

    def changed(case: Case, group: Group) -> np.ndarray:
        return np.asarray(partly[id(case.year)][_person_of(case.year, group.rows)])

    return guess_answers(world, cases, of=changed, name="one answer of who left or came")


def _is_there_partly(world: World, year: Year) -> np.ndarray:
    """By person: there is a quarter in which they could not answer at all."""
    there = np.zeros((len(year.persons), QUARTERS), dtype=bool)
    there[year.person, world.asked.quarter[year.rows]] = True
    return np.asarray(~there.all(axis=1))


def guess_answers_that_waited(world: World, cases: Sequence[Case]) -> Found:
    def waited(case: Case, group: Group) -> np.ndarray:
        return np.asarray(world.asked.quarter[group.rows] < group.told_in)

    return guess_answers(world, cases, of=waited, name="one answer that had waited")


def _conclude(world: World, case: Case, seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    people = len(case.year.persons)
    if not case.groups:
        return np.zeros(people), np.zeros(people)
    return conclude(seen, level=world.setting.level, leniency=world.setting.leniency, people=people)


def _choose_helpers(year: Year, count: int) -> Ints:
    """Those who could answer most often, since they know most."""
    return np.argsort(-np.bincount(year.person), kind="stable")[:count]


def _person_of(year: Year, rows: Ints) -> Ints:
    return np.asarray(year.person[np.searchsorted(year.rows, rows)])


def _add_bands(weights: np.ndarray) -> np.ndarray:
    return np.stack([weights[:, np.equal(BANDS, band)].sum(axis=1) for band in range(3)], axis=1)
