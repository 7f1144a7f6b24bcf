"""A previous answer inside a sentence: `{code}` of a question that comes before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aizuchi.surveys.structure.definition import SurveyQuestion

_PLACE = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_-]{0,63})\}")


@dataclass(frozen=True, slots=True)
class WordsPart:
    text: str
    """As it is written, or `{code}`."""
    code: str = ""
    """Of the question whose answer stands here."""


def split_words(words: str) -> list[WordsPart]:
    """In order; nothing for empty words."""
    parts: list[WordsPart] = []
    end = 0
    for found in _PLACE.finditer(words):
        parts.append(WordsPart(words[end : found.start()]))
        parts.append(WordsPart(found[0], found[1]))
        end = found.end()
    return [part for part in (*parts, WordsPart(words[end:])) if part.text]


def list_inserted(question: SurveyQuestion) -> Iterator[str]:
    """Codes, in either language."""
    for words in (question.words, question.explanation):
        for text in (words.ja, words.en):
            yield from (part.code for part in split_words(text) if part.code)
