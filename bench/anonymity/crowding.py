"""More boxes than rights: what becomes of them, and what somebody with two tokens makes of that.

A quarter of one mentor. Every right holds one cell: a response, and a topic that only this person brings, which is the
best case for a mentee who helps the mentor. A box is of a window and names a cell; it fits every right of the window
with that cell. Sums are those of responses.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench.anonymity.attacks import Found
from bench.anonymity.grouping import fewest_people
from bench.anonymity.product import list_told_responses

TOKENS, WINDOWS_A_QUARTER, K = 2, 6, 5
HELPER = 0


@dataclass(frozen=True)
class Right:
    person: int
    window: int
    response: int

    @property
    def cell(self) -> tuple[int, int]:
        return self.response, self.person


@dataclass(frozen=True)
class Box:
    window: int
    cell: tuple[int, int]
    sender: int
    is_second: bool = False
    """What its browser says: that it is not the first of this person."""

    @property
    def response(self) -> int:
        return self.cell[0]


Where = tuple[int, tuple[int, int]]
"""Window and cell."""


@dataclass(frozen=True)
class Kept:
    """What counts in sums, and how many of each window and cell count as people."""

    boxes: list[Box]
    proven: Counter[Where]


Keep = Callable[[np.random.Generator, Sequence[Box], Sequence[Right]], Kept]


def keep_no_crowded(rng: np.random.Generator, boxes: Sequence[Box], rights: Sequence[Right]) -> Kept:
    """All boxes of a window and cell go where there are more than rights: as it was."""
    room, sent = _count(rights), _count(boxes)
    kept = [box for box in boxes if sent[_where(box)] <= room[_where(box)]]
    return Kept(kept, _count(kept))


def keep_as_many_as_rights(rng: np.random.Generator, boxes: Sequence[Box], rights: Sequence[Right]) -> Kept:
    """Second devices go first, then at random."""
    room, kept = _count(rights), []
    for number in sorted(rng.permutation(len(boxes)), key=lambda number: boxes[number].is_second):
        box = boxes[number]
        if room[_where(box)]:
            room[_where(box)] -= 1
            kept.append(box)
    return Kept(kept, _count(kept))


def keep_and_count_excess_against(rng: np.random.Generator, boxes: Sequence[Box], rights: Sequence[Right]) -> Kept:
    """The same; but each box too many that does not say it is a second one proves a person less."""
    kept = keep_as_many_as_rights(rng, boxes, rights)
    excess = _count([box for box in boxes if not box.is_second])
    excess.subtract(_count(rights))
    return Kept(kept.boxes, Counter({where: n - max(0, excess[where]) for where, n in kept.proven.items()}))


def keep_all(rng: np.random.Generator, boxes: Sequence[Box], rights: Sequence[Right]) -> Kept:
    """Every box that fits a right stays in the sums; people are counted by as many boxes as there are rights."""
    room = _count(rights)
    kept = [box for box in boxes if room[_where(box)]]
    return Kept(kept, _count(kept) & room)


def keep_all_and_say_second(rng: np.random.Generator, boxes: Sequence[Box], rights: Sequence[Right]) -> Kept:
    """As in the product: the same, and what says that it is a second one proves nobody."""
    kept = keep_all(rng, boxes, rights).boxes
    return Kept(kept, _count([box for box in kept if not box.is_second]) & _count(rights))


KEEPS: dict[str, Keep] = {
    "(a) all crowded ones go": keep_no_crowded,
    "(b) second devices go first, then at random": keep_as_many_as_rights,
    "(c) as (b), and what is too much counts against people": keep_and_count_excess_against,
    "(d) all stay, people are counted by rights": keep_all,
    "(e) as (d), and second devices prove nobody": keep_all_and_say_second,
}


def _where(one: Box | Right) -> Where:
    return one.window, one.cell


def _count(found: Sequence[Box] | Sequence[Right]) -> Counter[Where]:
    return Counter(map(_where, found))


@dataclass(frozen=True, kw_only=True)
class Team:
    people: int
    responses: int
    answering: float
    windows: int = WINDOWS_A_QUARTER


def bring_rights(rng: np.random.Generator, team: Team) -> list[Right]:
    popular = rng.dirichlet(np.full(team.responses, 1.5))
    return [
        Right(person, window, int(rng.choice(team.responses, p=popular)))
        for person in range(team.people)
        for window in range(team.windows)
    ]


def answer_honestly(rng: np.random.Generator, team: Team, rights: Sequence[Right]) -> list[Box]:
    return [
        Box(right.window, right.cell, right.person)
        for right in rights
        if right.person != HELPER and rng.random() < team.answering
    ]


# A helper who lies about second devices


def isolate(
    keep: Keep, *, team: Team, teams: int, seed: int, tokens: int = TOKENS, expected: int = 0
) -> tuple[Found, Found]:
    """Of the sums that the helper aimed at and that were told: in which one person stands alone? And of all teams.

    `expected`: a sum is told only if two others remain when so many boxes of each fortnight are taken for a helper's.
    """
    told = alone = 0
    for number in range(teams):
        rng = np.random.default_rng([seed, number])
        rights = bring_rights(rng, team)
        aim = choose_aim(rights, tokens)
        if aim is None:
            continue
        response, helping = aim
        kept = keep(rng, answer_honestly(rng, team, rights) + helping, rights)
        inside = [box for box in kept.boxes if box.response == response]
        if _count_people(kept, rights, response) < K or not _leaves_two(kept, rights, response, expected):
            continue
        told += 1
        alone += len({box.sender for box in inside} - {HELPER}) == 1
    return (
        Found("one person alone, of sums told", alone, 0, told),
        Found("one person alone, of all teams", alone, 0, teams),
    )


def choose_aim(rights: Sequence[Right], tokens: int) -> tuple[int, list[Box]] | None:
    """The response in which most others can be passed for, so that all but one person's rights are covered; the victim
    is who has most rights in it."""
    best: tuple[int, int] | None = None
    aim: tuple[int, list[Box]] | None = None
    for response in sorted({right.response for right in rights}):
        others = [right for right in rights if right.response == response and right.person != HELPER]
        counts = Counter(right.person for right in others)
        if len(counts) < K - 1:
            continue
        victim = counts.most_common(1)[0][0]
        wanted = [right for right in others if right.person != victim]
        wanted += [right for right in rights if right.response == response and right.person == HELPER]
        helping = _spend_tokens(wanted, tokens)
        uncovered = len(wanted) - len(helping)
        if best is None or (uncovered, len(wanted)) < best:
            best, aim = (uncovered, len(wanted)), (response, helping)
    return aim


def _spend_tokens(wanted: Sequence[Right], tokens: int) -> list[Box]:
    spent: Counter[int] = Counter()
    helping = []
    for right in wanted:
        if spent[right.window] < tokens:
            spent[right.window] += 1
            helping.append(Box(right.window, right.cell, HELPER))
    return helping


def _count_people(kept: Kept, rights: Sequence[Right], response: int) -> int:
    """By the rights of each cell in the fortnights from which boxes about it came."""
    came = {_where(box) for box in kept.boxes if box.response == response}
    counts = Counter(right.person for right in rights if _where(right) in came)
    return fewest_people(np.array(list(counts.values()) or [0]), sum(kept.proven[where] for where in came))


def _leaves_two(kept: Kept, rights: Sequence[Right], response: int, expected: int) -> bool:
    proven: Counter[int] = Counter()
    for (window, (of, _)), n in kept.proven.items():
        proven[window] += n if of == response else 0
    counts = Counter(right.person for right in rights if right.response == response and proven[right.window])
    others = sum(n - min(n, expected) for n in proven.values())
    return not expected or others > max(counts.values(), default=0)


def isolate_in_product(team: Team, *, teams: int, seed: int) -> Found:
    """The same helpers, boxes and rights, put together by the product. Of all teams."""
    alone = 0
    for number in range(teams):
        rng = np.random.default_rng([seed, number])
        rights = bring_rights(rng, team)
        aim = choose_aim(rights, TOKENS)
        if aim is None:
            continue
        honest = answer_honestly(rng, team, rights)
        if aim[0] in list_told_responses([*honest, *aim[1]], rights):
            alone += len({box.sender for box in honest if box.response == aim[0]}) == 1
    return Found("one person alone, of all teams", alone, 0, teams)


# Whether somebody answered


def ask_whether_answered(keep: Keep, *, team: Team, teams: int, seed: int, says_second: bool) -> Found:
    """The helper sends one box as the victim could have. What the mentor then sees of the response (the helper's mark
    or not, how often anything else of the rights there were, or that nothing is told) is learned from half of the teams
    and tried on the others."""
    cases = []
    for number in range(teams):
        rng = np.random.default_rng([seed, number, 7])
        rights = bring_rights(rng, team)
        victim = next(right for right in rights if right.person == 1)
        honest = answer_honestly(rng, team, rights)
        probe = Box(victim.window, victim.cell, HELPER, is_second=says_second)
        kept = keep(rng, [*honest, probe], rights)
        inside = [box for box in kept.boxes if box.response == victim.response]
        possible = sum(right.response == victim.response for right in rights)
        is_told = _count_people(kept, rights, victim.response) >= K
        more = round(3 * (len(inside) - (probe in inside)) / possible)
        answered = any(box.sender == 1 and _where(box) == _where(victim) for box in honest)
        cases.append(((is_told, is_told and probe in inside, is_told and more), answered))
    return max(_learn([(seen[:2], truth) for seen, truth in cases]), _learn(cases), key=lambda found: found.hits)


def _learn(cases: Sequence[tuple[tuple[int, ...], bool]]) -> Found:
    learnt, tried = cases[::2], cases[1::2]
    usual = Counter(answered for _, answered in learnt).most_common(1)[0][0]
    table: dict[tuple[int, ...], Counter[bool]] = {}
    for seen, answered in learnt:
        table.setdefault(seen, Counter())[answered] += 1
    hits = sum(answered == (table[seen].most_common(1)[0][0] if seen in table else usual) for seen, answered in tried)
    return Found("whether somebody answered", hits, sum(answered == usual for _, answered in tried), len(tried))


# Honest second devices


@dataclass(frozen=True)
class Lost:
    answers: float
    twice: float
    """Answers that count twice."""


def lose_answers(keep: Keep, *, team: Team, teams: int, seed: int, with_two: float) -> Lost:
    """Whoever has two devices sends from both, and the second says so."""
    honest = lost = twice = 0
    for number in range(teams):
        rng = np.random.default_rng([seed, number, 11])
        rights = bring_rights(rng, team)
        first = answer_honestly(rng, team, rights)
        doubled = rng.random(team.people) < with_two
        second = [replace(box, is_second=True) for box in first if doubled[box.sender]]
        kept = Counter((box.sender, box.window) for box in keep(rng, first + second, rights).boxes)
        honest += len(first)
        lost += sum(not kept[box.sender, box.window] for box in first)
        twice += sum(kept[box.sender, box.window] > 1 for box in first)
    return Lost(lost / honest, twice / honest)


def print_crowding(*, teams: int, seed: int) -> None:
    small, large = Team(people=8, responses=12, answering=0.45), Team(people=8, responses=12, answering=0.7)
    year = replace(small, windows=26, responses=40)
    print(
        "| what becomes of boxes beyond the rights | one alone, 45 % answer | 70 % | a year waiting, 45 % "
        "| whether answered, lying | the same, said to be a second | lost, 3 % with two devices | 10 % | twice, 10 % |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, keep in KEEPS.items():
        alone = [isolate(keep, team=team, teams=teams, seed=seed) for team in (small, large, year)]
        asked = [
            ask_whether_answered(keep, team=replace(large, responses=3), teams=teams, seed=seed, says_second=says)
            for says in (False, True)
        ]
        lost = [lose_answers(keep, team=large, teams=teams // 4, seed=seed, with_two=share) for share in (0.03, 0.1)]
        shown = [
            *(f"{one.success:.1%} of {one.n}, {of_all.success:.2%} of teams" for one, of_all in alone),
            *(f"{one.success:.1%} ({one.blindly:.1%})" for one in asked),
            *(f"{one.answers:.2%}" for one in lost),
            f"{lost[1].twice:.1%}",
        ]
        print(f"| {name} | {' | '.join(shown)} |", flush=True)
    by_product = [isolate_in_product(team, teams=teams, seed=seed) for team in (small, large)]
    print(f"\nthe product's own sums, one alone: {by_product[0]}; {by_product[1]}")
