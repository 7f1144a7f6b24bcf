"""Invented companies, whose answers we know, so that a guess can be checked."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import TOGETHER, Tally
from aizuchi.surveys.results.telling import GroupAnswers
from aizuchi.surveys.tests.definitions import question

QUESTION = "q"
LINE = ResultLine(question(QUESTION))
STEPS = 5
LOW, MIDDLE, HIGH = "low", "middle", "high"
TENURES = ("new", "settled", "long")


def band_of(answer: str) -> str:
    return LOW if answer in "12" else MIDDLE if answer == "3" else HIGH


@dataclass(frozen=True)
class Employee:
    section: str
    tenure: str
    answer: str
    """Empty: none."""

    @property
    def smallest(self) -> str:
        return f"{self.section}/{self.tenure}"


@dataclass
class Company:
    """Divisions "0", their departments "0.1", and sections "0.1.2", most of them small."""

    rng: random.Random
    answering: float = 0.75
    scale: int = 1
    """How many times as large its sections are."""
    people: list[Employee] = field(default_factory=list)

    def __post_init__(self) -> None:
        for division in range(2):
            for department in range(3):
                for section in range(self.rng.randint(2, 4)):
                    mood = self.rng.gauss(3.4, 0.5)
                    for _ in range(self.scale * self.rng.choice([2, 4, 7, 10, 14, 19])):
                        self.hire(f"{division}.{department}.{section}", mood)

    def hire(self, section: str, mood: float = 3.4) -> None:
        answer = str(min(5, max(1, round(self.rng.gauss(mood, 1.1)))))
        given = answer if self.rng.random() < self.answering else ""
        self.people.append(Employee(section, self.rng.choice(TENURES), given))

    def ask_again(self, stays: float) -> "Company":
        """The same people; with that probability each says the same once more."""
        again = Company(self.rng, self.answering, self.scale)
        again.people.clear()
        again.people = [
            one if not one.answer or self.rng.random() < stays else replace(one, answer=self.rng.choice("12345"))
            for one in self.people
        ]
        return again

    @property
    def smallest(self) -> dict[str, GroupAnswers]:
        answers: dict[str, Counter[str]] = defaultdict(Counter)
        asked = Counter(one.smallest for one in self.people)
        for one in self.people:
            if one.answer:
                answers[one.smallest][one.answer] += 1
        return {
            group: GroupAnswers(
                asked=asked[group], answered=found.total(), tallies={QUESTION: Tally(found.total(), found)}
            )
            for group, found in answers.items()
        }

    @property
    def units(self) -> dict[str, Collection[str]]:
        """Everybody, and each unit with what lies below it."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.people:
            steps = one.section.split(".")
            for depth in range(len(steps) + 1):
                found[".".join(steps[:depth])].add(one.smallest)
        return dict(found)

    @property
    def units_by_tenure(self) -> dict[str, Collection[str]]:
        """Units, and in each smallest one those who have been there for equally long: as our surveys tell of them."""
        return self.units | {one: [one] for one in sorted({one.smallest for one in self.people})}

    @property
    def units_and_tenures(self) -> Mapping[str, Collection[str]]:
        """And the same of those who have been there for equally long."""
        found: dict[str, Collection[str]] = dict(self.units)
        for unit, groups in self.units.items():
            for tenure in TENURES:
                found[f"{unit}/{tenure}/all"] = {group for group in groups if group.endswith(f"/{tenure}")}
        return found


def make_companies(count: int, *, seed: int, scale: int = 1) -> Iterator[Company]:
    for number in range(count):
        yield Company(random.Random(f"{seed}-{number}"), scale=scale)


def guess_band(tally: Tally) -> str:
    """What is most frequent, of answers that are told together each as often; the mean where nothing else is told."""
    bands: Counter[str] = Counter()
    for joined, count in tally.counts.items():
        codes = joined.split(TOGETHER)
        if len(codes) == STEPS and tally.total is not None:
            return band_of(str(round(tally.total / tally.people)))
        for code in codes if len(codes) < STEPS else ():
            bands[band_of(code)] += count * 60 // len(codes)
    return bands.most_common(1)[0][0] if bands else HIGH


def combine(first: Tally, second: Tally, sign: int) -> Tally:
    """One more or less another, as finely as both are told."""
    parts = first.counts.keys() | second.counts.keys()
    if any(TOGETHER in part for part in parts) and first.counts.keys() != second.counts.keys():
        parts = _find_common(parts)
    counts = {part: _count(first, part) + sign * _count(second, part) for part in parts}
    is_added = first.total is not None and second.total is not None
    total = first.total + sign * second.total if is_added else None  # type: ignore[operator]
    return Tally(first.people + sign * second.people, {part: count for part, count in counts.items() if count}, total)


def _find_common(parts: Iterable[str]) -> set[str]:
    together = {code: {code} for code in "12345"}
    for joined in parts:
        whole = set().union(*(together[code] for code in joined.split(TOGETHER)))
        together |= dict.fromkeys(whole, whole)
    return {TOGETHER.join(sorted(codes)) for codes in together.values()}


def _count(tally: Tally, part: str) -> int:
    if part in tally.counts or TOGETHER not in part:
        return tally.counts.get(part, 0)
    return sum(count for joined, count in tally.counts.items() if joined.split(TOGETHER)[0] in part.split(TOGETHER))
