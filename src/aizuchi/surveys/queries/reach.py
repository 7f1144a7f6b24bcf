"""Which questions anybody can be asked, when, and which nobody ever is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.surveys.answer_words import say_answer
from aizuchi.surveys.condition_words import join_conditions
from aizuchi.surveys.structure import Definition, Reach, Section, SurveyQuestion
from aizuchi.surveys.structure.conditions import Answer
from aizuchi.surveys.structure.given import write_answer
from aizuchi.surveys.structure.reachable import ANY_WORDS, Way, find_ways


@dataclass(frozen=True, kw_only=True)
class ReachLine:
    code: str
    words: str
    condition: str
    """In words, with that of its section."""
    example: Sequence[tuple[str, str]]
    """Questions and answers, with which it is asked."""


@dataclass(frozen=True, kw_only=True)
class ReachPage:
    never: Sequence[ReachLine]
    unknown: Sequence[ReachLine]
    sometimes: Sequence[ReachLine]
    always: Sequence[ReachLine]


def list_reach(definition: Definition, *, language: str) -> ReachPage:
    """Only of what has no fault that hinders: conditions on what comes later cannot be tried."""
    found: dict[Reach, list[ReachLine]] = {reach: [] for reach in Reach}
    ways = find_ways(definition)
    for section in definition.sections:
        for question in section.questions:
            way = ways[question.code]
            found[way.reach].append(_line(definition, section, question, way, language))
    return ReachPage(
        never=found[Reach.NEVER],
        unknown=found[Reach.UNKNOWN],
        sometimes=found[Reach.SOMETIMES],
        always=found[Reach.ALWAYS],
    )


def _line(definition: Definition, section: Section, question: SurveyQuestion, way: Way, language: str) -> ReachLine:
    asked = [(definition.find(code), answer) for code, answer in way.example.items()]
    return ReachLine(
        code=question.code,
        words=question.words.in_language(language),
        condition=join_conditions([section.condition, question.condition], definition, language),
        example=[
            (one.words.in_language(language), _say(one, answer, language)) for one, answer in asked if one is not None
        ],
    )


def _say(question: SurveyQuestion, answer: Answer, language: str) -> str:
    return _("any words") if answer == ANY_WORDS else say_answer(question, write_answer(answer), "", language)
