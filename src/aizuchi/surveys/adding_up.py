"""From what single people answered to how often each answer was given, by group. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from aizuchi.surveys.structure import Definition, Kind
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE, Answer
from aizuchi.surveys.structure.definition import OTHER
from aizuchi.surveys.structure.given import ReadAnswers

G = TypeVar("G")

TEXTS = {Kind.SHORT_TEXT, Kind.LONG_TEXT}
NEVER_COUNTED = {*TEXTS, Kind.NUMBER, Kind.DATE}
"""A salary or a birthday in a sum of its own is somebody."""


@dataclass
class QuestionTotal:
    answered: int = 0
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class GroupTotal:
    answered: int = 0
    questions: defaultdict[str, QuestionTotal] = field(default_factory=lambda: defaultdict(QuestionTotal))


class WrittenText(NamedTuple, Generic[G]):
    group: G
    code: str
    """Of the question."""
    text: str
    thread: str = ""
    """Keys with which its author can be answered, as their browser sent them."""


@dataclass
class Totals(Generic[G]):
    by_group: defaultdict[G, GroupTotal] = field(default_factory=lambda: defaultdict(GroupTotal))
    texts: list[WrittenText[G]] = field(default_factory=list)


def add_up(definition: Definition, answers: Iterable[tuple[G, ReadAnswers]]) -> Totals[G]:
    """In the group of each."""
    kinds = {question.code: question.kind for question in definition.list_questions()}
    totals: Totals[G] = Totals()
    for group, read in answers:
        of_group = totals.by_group[group]
        of_group.answered += 1
        for code, answer in read.answers.items():
            total, kind = of_group.questions[code], kinds[code]
            total.answered += 1
            if kind in TEXTS and answer != NOT_APPLICABLE:
                totals.texts.append(WrittenText(group, code, str(answer), read.threads.get(code, "")))
            elif kind not in NEVER_COUNTED:
                for counted in (answer,) if isinstance(answer, str) else _list_counted(answer):
                    total.counts[counted] += 1
        others = {f"{code}.{OTHER}": words for code, words in read.others.items()}
        totals.texts += [WrittenText(group, code, words, read.threads.get(code, "")) for code, words in others.items()]
    return totals


def _list_counted(answer: Answer) -> Iterator[str]:
    match answer:
        case frozenset():
            yield from answer
        case tuple():
            yield from (f"{choice}:{rank}" for rank, choice in enumerate(answer, 1))
        case _:
            yield str(answer)
