"""Whoever reads all that is told, and knows who works where and who answered: what did somebody say?"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from heapq import heapify, heappop, heappush

from aizuchi.anonymous_answers.tests.attacks.result import Result, best_guess
from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.telling import GroupAnswers, tell_groups, tell_lines
from aizuchi.surveys.tests.attacks.worlds import LINE, QUESTION, Company, Employee, band_of, combine, guess_band

K = 10
MOST_SETS = 400
Groups = Mapping[str, Collection[str]]
Told = dict[frozenset[str], Tally]
"""By the smallest groups that a sum is made of."""
Publish = Callable[[Mapping[str, GroupAnswers], Groups], Told]


def tell_as_we_do(smallest: Mapping[str, GroupAnswers], groups: Groups) -> Told:
    told = tell_lines([LINE], smallest, groups, tell_groups(smallest, groups, k=K), k=K)
    return {
        frozenset(groups[name]): answers.tallies[QUESTION]
        for name, answers in told.items()
        if QUESTION in answers.tallies
    }


def tell_sums_as_we_do(smallest: Mapping[str, GroupAnswers], groups: Groups) -> Told:
    """With every answer by itself, as it was until answers of few were told together; groups may overlap."""
    told = tell_groups(smallest, groups, k=K)
    return {
        frozenset(groups[name]): answers.tallies[QUESTION]
        for name, answers in told.items()
        if QUESTION in answers.tallies
    }


def tell_all(smallest: Mapping[str, GroupAnswers], groups: Groups) -> Told:
    """Without any rule."""
    return {frozenset(parts): _add_up(smallest, parts) for parts in groups.values()}


def tell_from_ten_on(smallest: Mapping[str, GroupAnswers], groups: Groups) -> Told:
    """What most tools do: each sum by itself."""
    return {parts: tally for parts, tally in tell_all(smallest, groups).items() if tally.people >= K}


def subtract(
    companies: Iterable[Company],
    publish: Publish,
    *,
    by_tenure: bool = False,
    colluders: int = 0,
    few: int = K - 1,
    within: bool = False,
) -> Result:
    """Of each who answered in a unit of at most `few`: what is most frequent in the smallest sum with them in it that
    comes out, apart from what colluding colleagues of the same unit say of themselves. `within`: units are told apart
    by one more attribute, as our surveys do it; `by_tenure`: whatever overlaps is."""
    hits, truths = 0, []
    for company in companies:
        groups = _choose_groups(company, by_tenure, within)
        derived = derive(publish(company.smallest, groups))
        for one in _list_of_small_units(company, few):
            around = min(
                (tally for parts, tally in derived.items() if one.smallest in parts),
                key=lambda tally: tally.people,
                default=Tally(),
            )
            truths.append(band_of(one.answer))
            hits += truths[-1] == _most_frequent(around, _take_colluders(company, one, colluders))
    name = (
        f"{publish.__name__}{', by tenure too' if by_tenure else ''}{f', {colluders} colluders' if colluders else ''}"
    )
    return Result(name, hits, len(truths), best_guess(truths))


def _choose_groups(company: Company, by_tenure: bool, within: bool) -> Groups:
    if within:
        return company.units_by_tenure
    return company.units_and_tenures if by_tenure else company.units


def derive(told: Told) -> Told:
    """What comes out by taking a sum from one around it and adding sums that lie beside each other, the smallest first:
    as many as somebody with a computer tries."""
    found = dict(told)
    waiting = [(tally.people, number, parts) for number, (parts, tally) in enumerate(told.items())]
    heapify(waiting)
    while waiting and len(found) < MOST_SETS:
        _, _, first = heappop(waiting)
        for second in list(found):
            new = _combine(first, second)
            if new and new not in found:
                are_apart = first.isdisjoint(second)
                large, small = (first, second) if len(first) > len(second) else (second, first)
                found[new] = combine(found[large], found[small], 1 if are_apart else -1)
                heappush(waiting, (found[new].people, len(found), new))
    return found


def _combine(first: frozenset[str], second: frozenset[str]) -> frozenset[str] | None:
    if first.isdisjoint(second):
        return first | second
    return first ^ second if first < second or second < first else None


def find_few(companies: Iterable[Company], publish: Publish, *, by_tenure: bool = False) -> Result:
    """How many of all sums that come out are of fewer than ten people, and of some."""
    counts = [
        tally.people
        for company in companies
        for tally in derive(
            publish(company.smallest, company.units_and_tenures if by_tenure else company.units)
        ).values()
        if tally.people
    ]
    return Result(f"sums of few: {publish.__name__}", sum(count < K for count in counts), len(counts), 0.0)


def watch_a_newcomer(
    companies: Iterable[Company], *, stays: float, seed: int, publish: Publish = tell_as_we_do
) -> Result:
    """Two surveys that ask the same of the same people, and in the second of one more: what the second has more of.

    Tried by the difference of counts and by the majority of the second; the better of both counts.
    """
    rng = random.Random(seed)
    by_difference = by_majority = 0
    truths = []
    for before in companies:
        after = before.ask_again(stays)
        after.answering = 1
        after.hire(rng.choice(before.people).section)
        one = after.people[-1]
        first, second = (derive(publish(company.smallest, company.units)) for company in (before, after))
        both = {_sections(parts): tally for parts, tally in first.items()}
        around = [parts for parts in second if one.smallest in parts and _sections(parts) in both]
        if not around:
            continue
        now = min(around, key=lambda parts: second[parts].people)
        more = combine(second[now], both[_sections(now)], -1)
        truths.append(band_of(one.answer))
        by_difference += truths[-1] == guess_band(more)
        by_majority += truths[-1] == guess_band(second[now])
    name = f"a newcomer, where {stays:.0%} say the same again"
    return Result(name, max(by_difference, by_majority), len(truths), best_guess(truths) if truths else 0.0)


def _add_up(smallest: Mapping[str, GroupAnswers], parts: Collection[str]) -> Tally:
    total = Tally()
    for part in parts:
        if part in smallest:
            total = total.plus(smallest[part].tallies[QUESTION])
    return total


def _list_of_small_units(company: Company, few: int) -> list[Employee]:
    answered = Counter(one.section for one in company.people if one.answer)
    return [one for one in company.people if one.answer and answered[one.section] <= few]


def _take_colluders(company: Company, victim: Employee, colluders: int) -> list[str]:
    others = [one for one in company.people if one.section == victim.section and one.answer and one is not victim]
    return [one.answer for one in others[:colluders]]


def _most_frequent(tally: Tally, without: Collection[str]) -> str:
    """Colluders take away what they said themselves, wherever it is told."""
    left = tally
    for answer in without:
        left = combine(left, Tally(1, {answer: 1}, int(answer)), -1)
    return guess_band(left)


def _sections(parts: Collection[str]) -> frozenset[str]:
    """Known by who works there, however they are made up."""
    return frozenset(part.split("/")[0] for part in parts)
