"""Invented companies, whose answers we know, so that a guess can be checked."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.telling import GroupAnswers

QUESTION = "q"
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
    people: list[Employee] = field(default_factory=list)

    def __post_init__(self) -> None:
        for division in range(2):
            for department in range(3):
                for section in range(self.rng.randint(2, 4)):
                    mood = self.rng.gauss(3.4, 0.5)
                    for _ in range(self.rng.choice([2, 4, 7, 10, 14, 19])):
                        self.hire(f"{division}.{department}.{section}", mood)

    def hire(self, section: str, mood: float = 3.4) -> None:
        answer = str(min(5, max(1, round(self.rng.gauss(mood, 1.1)))))
        given = answer if self.rng.random() < self.answering else ""
        self.people.append(Employee(section, self.rng.choice(TENURES), given))

    def ask_again(self, stays: float) -> "Company":
        """The same people; with that probability each says the same once more."""
        again = Company(self.rng, self.answering, [])
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
    def units_and_tenures(self) -> Mapping[str, Collection[str]]:
        """And the same of those who have been there for equally long."""
        found: dict[str, Collection[str]] = dict(self.units)
        for unit, groups in self.units.items():
            for tenure in TENURES:
                found[f"{unit}/{tenure}/all"] = {group for group in groups if group.endswith(f"/{tenure}")}
        return found


def make_companies(count: int, *, seed: int) -> Iterator[Company]:
    for number in range(count):
        yield Company(random.Random(f"{seed}-{number}"))
