"""Which questions of many are asked this month. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aizuchi.surveys.structure.definition import Definition, SurveyQuestion
from aizuchi.surveys.structure.insertions import list_inserted

LONGEST_ROUND = 5.0
"""Questions, of twelve seconds each: a minute."""


def list_rotating(definition: Definition) -> list[SurveyQuestion]:
    return [one for one in definition.list_questions() if one.asks]


def stand_alone(definition: Definition) -> bool:
    """Whether each can be asked without any other."""
    questions = list(definition.list_questions())
    return not any(one.condition or [*list_inserted(one)] for one in questions) and not any(
        section.condition for section in definition.sections
    )


def is_under_a_minute(definition: Definition, count: int) -> bool:
    """Also in the month in which the longest come together."""
    longest = sorted((1 + max(0, len(one.rows) - 1) / 2 for one in list_rotating(definition)), reverse=True)
    return sum(longest[:count]) <= LONGEST_ROUND


def choose_questions(definition: Definition, rounds: Iterable[Sequence[str]], count: int) -> Definition:
    """Those that were not asked for longest, in the order of the whole. `rounds`: codes of each, the earliest first."""
    latest = {code: number for number, codes in enumerate(rounds, 1) for code in codes}
    waiting = sorted(list_rotating(definition), key=lambda one: latest.get(one.code, 0))  # in place where as long
    codes = {one.code for one in waiting[:count]}
    sections = [
        replace(section, questions=tuple(one for one in section.questions if one.code in codes))
        for section in definition.sections
    ]
    return replace(definition, sections=tuple(section for section in sections if section.questions))
