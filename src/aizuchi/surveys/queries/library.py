"""Our own questions, to pick from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from aizuchi.surveys.condition_words import say_condition
from aizuchi.surveys.forms import KIND_NAMES, say_for_whom
from aizuchi.surveys.library import get_library_set, list_library_keys
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.lengths import estimate_minutes


@dataclass(frozen=True, kw_only=True)
class LibraryQuestion:
    code: str
    words: str
    kind: str | Promise
    condition: str
    """In words. It stays behind where the question is taken alone."""
    is_there: bool
    """In the survey, under this code."""


@dataclass(frozen=True, kw_only=True)
class LibrarySet:
    key: str
    title: str
    minutes: int
    for_whom: str
    questions: Sequence[LibraryQuestion]


def list_library(definition: Definition, *, language: str) -> list[LibrarySet]:
    """For a survey that asks what `definition` says."""
    there = {question.code for question in definition.list_questions()}
    return [_read_set(key, get_library_set(key), there, language) for key in list_library_keys()]


def _read_set(key: str, ours: Definition, there: set[str], language: str) -> LibrarySet:
    return LibrarySet(
        key=key,
        title=ours.title.in_language(language),
        minutes=estimate_minutes(ours),
        for_whom=say_for_whom(key),
        questions=[
            LibraryQuestion(
                code=one.code,
                words=one.words.in_language(language),
                kind=KIND_NAMES[one.kind],
                condition=say_condition(one.condition, ours, language) if one.condition else "",
                is_there=one.code in there,
            )
            for one in ours.list_questions()
        ],
    )
