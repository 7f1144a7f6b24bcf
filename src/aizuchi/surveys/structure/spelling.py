"""A spelling mistake in a survey that is out: a few letters of a sentence are put right, and nothing else changes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from aizuchi.surveys.structure.definition import Choice, Definition, Section, SurveyQuestion, Words
from aizuchi.surveys.structure.insertions import split_words

FEW, MOST_LETTERS = 5, 6
LETTERS_FOR_ONE = 8
_KEPT = re.compile(
    r"\d+|ない|なか|なく|なけ|ません|n['\N{RIGHT SINGLE QUOTATION MARK}]t\b|\b(?:not|no|never|without)\b", re.I
)
"""Numbers and what turns a sentence round: with another of them it asks something else."""


@dataclass(frozen=True, slots=True)
class WordsPlace:
    code: str
    """Of the question or section; empty for the whole."""
    name: str
    """Which words of it, such as `explanation`."""
    choice: str = ""
    """Code of the choice or row whose words they are."""


def is_spelling(before: str, after: str) -> bool:
    """Whether it is the same sentence but for some letters."""
    if not (before and after) or _KEPT.findall(before) != _KEPT.findall(after):
        return False
    if [part.code for part in split_words(before) if part.code] != [
        part.code for part in split_words(after) if part.code
    ]:
        return False
    most = 1 if len(before) < FEW else max(2, min(MOST_LETTERS, len(before) // LETTERS_FOR_ONE))
    return is_within(before, after, most)


def is_within(before: str, after: str, most: int) -> bool:
    """Whether at most so many letters have to be put in, taken out or exchanged. Looks no further than that."""
    if abs(len(before) - len(after)) > most:
        return False
    far = most + 1
    above = {place: place for place in range(most + 1)}
    for row, letter in enumerate(before, 1):
        here: dict[int, int] = {}
        for place in range(max(0, row - most), min(len(after), row + most) + 1):
            steps = above.get(place, far) + 1
            if place:
                same = letter == after[place - 1]
                steps = min(steps, here.get(place - 1, far) + 1, above.get(place - 1, far) + (not same))
            here[place] = steps
        above = here
    return above.get(len(after), far) <= most


def list_words(definition: Definition) -> list[tuple[WordsPlace, Words]]:
    """All that is not empty, in the order of the survey."""
    found: list[tuple[WordsPlace, Words]] = []

    def look(place: WordsPlace, words: Words) -> Words:
        if words != Words():
            found.append((place, words))
        return words

    map_words(definition, look)
    return found


def map_words(definition: Definition, change: Callable[[WordsPlace, Words], Words]) -> Definition:
    """With other words at some of its places."""
    return replace(
        definition,
        title=change(WordsPlace("", "title"), definition.title),
        opening=change(WordsPlace("", "opening"), definition.opening),
        sections=tuple(_map_section(section, change) for section in definition.sections),
        closing=change(WordsPlace("", "closing"), definition.closing),
    )


def _map_section(section: Section, change: Callable[[WordsPlace, Words], Words]) -> Section:
    return replace(
        section,
        title=change(WordsPlace(section.code, "title"), section.title),
        questions=tuple(_map_question(question, change) for question in section.questions),
    )


def _map_question(question: SurveyQuestion, change: Callable[[WordsPlace, Words], Words]) -> SurveyQuestion:
    def put(name: str, choices: tuple[Choice, ...]) -> Iterator[Choice]:
        for one in choices:
            yield replace(one, words=change(WordsPlace(question.code, name, one.code), one.words))

    return replace(
        question,
        words=change(WordsPlace(question.code, "words"), question.words),
        explanation=change(WordsPlace(question.code, "explanation"), question.explanation),
        choices=tuple(put("choices", question.choices)),
        rows=tuple(put("rows", question.rows)),
        low=change(WordsPlace(question.code, "low"), question.low),
        high=change(WordsPlace(question.code, "high"), question.high),
    )
