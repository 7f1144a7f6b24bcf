"""Whoever has a copy of the whole database after a survey closed: everything that is kept of it, each question, each
unit and all texts, and two surveys beside each other."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from aizuchi.anonymous_answers.tests.attacks.result import Result, best_guess
from aizuchi.surveys.adding_up import add_up
from aizuchi.surveys.results.keeping import GroupPeople, Kept, keep_tellable
from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.texts import FEWEST_TEXTS
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.given import read_answers
from aizuchi.surveys.tests.attacks.guessing import K, Told, derive
from aizuchi.surveys.tests.attacks.worlds import Company, Employee, band_of, guess_band
from aizuchi.surveys.tests.definitions import question, survey

ASKED = survey(question("all"), question("some"), question("word", Kind.LONG_TEXT))
"""What everybody answers, what four of ten pass over, and what one of three writes."""


def close(company: Company, *, only: str = "") -> Kept[str]:
    """As it is closed by the product, of the units of which the code begins so."""
    people = [one for one in company.people if one.section.startswith(only)]
    answered = [(one.section, read_answers(ASKED, _answer(one, company.rng))) for one in people if one.answer]
    asked, given = Counter(one.section for one in people), Counter(section for section, _ in answered)
    within = {unit: [*_list_above(unit)] for unit in sorted({up for one in asked for up in _list_above(one)}, key=len)}
    counts = {unit: GroupPeople(asked[unit], given[unit]) for unit in asked}
    return keep_tellable(ASKED, add_up(ASKED, answered), counts, within, K)


def _answer(one: Employee, rng: random.Random) -> dict[str, str]:
    passes_over = rng.random() < (0.55 if one.answer in "12" else 0.3)
    return {
        "all": one.answer,
        **({} if passes_over else {"some": one.answer}),
        **({"word": one.answer} if rng.random() < 0.33 else {}),
    }


def _list_above(unit: str) -> Iterator[str]:
    """Itself and what holds it."""
    while unit:
        yield unit
        unit = unit.rpartition(".")[0]
    yield ""


def read_sums(kept: Kept[str], company: Company, code: str) -> Told:
    """By the sections that a sum is of."""
    sections = {one.section for one in company.people}
    return {
        frozenset(one for one in sections if unit in _list_above(one)): Tally(
            sums[code].answered, sums[code].counts, sums[code].totals.get("")
        )
        for unit, sums in kept.sums.items()
        if code in sums
    }


def find_few_kept(companies: Iterable[Company], code: str) -> Result:
    """How many sums of that question that come out are of fewer than ten, and of some."""
    counts = [
        tally.people
        for company in companies
        for tally in derive(read_sums(close(company), company, code)).values()
        if tally.people
    ]
    return Result(f"sums of few: {code}", sum(count < K for count in counts), len(counts), 0.0)


def find_few_texts(companies: Iterable[Company]) -> Result:
    """How many places where texts lie are of fewer than five: in a unit, and apart from those below it."""
    counts = [count for company in companies for count in Counter(one.group for one in close(company).texts).values()]
    return Result("texts of few", sum(count < FEWEST_TEXTS for count in counts), len(counts), 0.0)


def guess(companies: Iterable[Company], code: str, *, overlapping: bool = False, few: int = K - 1) -> Result:
    """What somebody of a small unit answered: what is most frequent in the smallest sum with them in it.

    `overlapping`: a second survey asked the same of one division alone, who all said the same again.
    """
    hits, truths = 0, []
    for company in companies:
        told = read_sums(close(company), company, code)
        if overlapping:
            told |= read_sums(close(company, only="0"), _take_division(company), code)
        derived = derive(told)
        sizes = Counter(one.section for one in company.people if one.answer)
        for one in company.people:
            if one.answer and sizes[one.section] <= few:
                truths.append(band_of(one.answer))
                hits += truths[-1] == _guess_from(derived, one)
    return Result(f"{code}{', two surveys' if overlapping else ''}", hits, len(truths), best_guess(truths))


def _guess_from(derived: Mapping[frozenset[str], Tally], one: Employee) -> str:
    around = min(
        (tally for parts, tally in derived.items() if one.section in parts and tally.people),
        key=lambda tally: tally.people,
        default=Tally(),
    )
    return guess_band(around)


def _take_division(company: Company) -> Company:
    part = Company(company.rng, company.answering)
    part.people = [one for one in company.people if one.section.startswith("0")]
    return part
