"""Which sentences are missing in a language in which the survey is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from aizuchi.surveys.structure.definition import Definition, SurveyQuestion, Words


class SurveyPart(StrEnum):
    WHOLE = "whole"
    SECTION = "section"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class MissingWords:
    part: SurveyPart
    code: str
    """Of the question or section; empty for the whole."""
    name: str
    """Which words of it, such as `explanation`."""
    language: str


def list_missing(definition: Definition) -> list[MissingWords]:
    """In the order of the survey; of choices and of rows all together are one."""
    found: list[MissingWords] = []
    for part, code, name, words in _list_words(definition):
        for language in words.missing:
            missing = MissingWords(part, code, name, language)
            if language in definition.languages and missing not in found[-1:]:
                found.append(missing)
    return found


def _list_words(definition: Definition) -> Iterator[tuple[SurveyPart, str, str, Words]]:
    yield SurveyPart.WHOLE, "", "title", definition.title
    yield SurveyPart.WHOLE, "", "opening", definition.opening
    for section in definition.sections:
        yield SurveyPart.SECTION, section.code, "title", section.title
        for question in section.questions:
            for name, words in _list_words_of(question):
                yield SurveyPart.QUESTION, question.code, name, words
    yield SurveyPart.WHOLE, "", "closing", definition.closing


def _list_words_of(question: SurveyQuestion) -> Iterator[tuple[str, Words]]:
    yield "words", question.words
    yield "explanation", question.explanation
    yield from (("choices", choice.words) for choice in question.offered)
    yield from (("rows", row.words) for row in question.rows if not row.is_retired)
    yield "low", question.low
    yield "high", question.high
