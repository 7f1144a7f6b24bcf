"""What somebody who builds a survey does to it. Each returns a new definition; an unknown code raises KeyError."""

from dataclasses import replace
from itertools import count

from aizuchi.surveys.structure.conditions import rename
from aizuchi.surveys.structure.definition import (
    MOST_QUESTIONS,
    MOST_SECTIONS,
    Definition,
    Section,
    SurveyQuestion,
    Words,
)


class TooManyParts(ValueError):
    """A survey this long is answered by nobody."""


def add_question(definition: Definition, question: SurveyQuestion, *, section: str = "") -> Definition:
    """At the end of that section, or of the last; a code that is taken gets a number."""
    if len(list(definition.list_questions())) >= MOST_QUESTIONS:
        raise TooManyParts
    taken = {one.code for one in definition.list_questions()}
    question = replace(question, code=make_code(question.code, taken))
    if not definition.sections:
        return replace(definition, sections=(Section(code="section", questions=(question,)),))
    place = _place_of_section(definition, section) if section else len(definition.sections) - 1
    return _with_questions(definition, place, (*definition.sections[place].questions, question))


def add_sections_of(definition: Definition, other: Definition) -> Definition:
    """All of another survey after what is there; conditions inside it follow their questions' new codes."""
    if len(definition.sections) + len(other.sections) > MOST_SECTIONS:
        raise TooManyParts
    if len(list(definition.list_questions())) + len(list(other.list_questions())) > MOST_QUESTIONS:
        raise TooManyParts
    taken = {one.code for one in definition.list_questions()}
    codes: dict[str, str] = {}
    for question in other.list_questions():
        codes[question.code] = make_code(question.code, taken)
        taken.add(codes[question.code])
    sections = {one.code for one in definition.sections}
    added: list[Section] = []
    for one in other.sections:
        code = make_code(one.code, sections)
        sections.add(code)
        questions = tuple(
            replace(question, code=codes[question.code], condition=rename(question.condition, codes))
            for question in one.questions
        )
        added.append(replace(one, code=code, condition=rename(one.condition, codes), questions=questions))
    return replace(definition, sections=(*definition.sections, *added))


def replace_question(definition: Definition, code: str, question: SurveyQuestion) -> Definition:
    """Its code stays, since answers are compared by it."""
    place, index = _place_of(definition, code)
    questions = list(definition.sections[place].questions)
    questions[index] = replace(question, code=code)
    return _with_questions(definition, place, tuple(questions))


def remove_question(definition: Definition, code: str) -> Definition:
    """A section without a title goes with the last that is asked in it."""
    place, index = _place_of(definition, code)
    questions = definition.sections[place].questions
    left = questions[:index] + questions[index + 1 :]
    section = definition.sections[place]
    if left or section.title != Words() or section.condition:
        return _with_questions(definition, place, left)
    return replace(definition, sections=definition.sections[:place] + definition.sections[place + 1 :])


def move_question(definition: Definition, code: str, *, by: int) -> Definition:
    """One place up (-1) or down (1), over the border of a section too; at either end it stays where it is."""
    place, index = _place_of(definition, code)
    questions = list(definition.sections[place].questions)
    goal = index + by
    if 0 <= goal < len(questions):
        questions[index], questions[goal] = questions[goal], questions[index]
        return _with_questions(definition, place, tuple(questions))
    neighbour = place + by
    if not 0 <= neighbour < len(definition.sections):
        return definition
    question = questions[index]
    there = definition.sections[neighbour].questions
    definition = _with_questions(definition, neighbour, (question, *there) if by > 0 else (*there, question))
    return _with_questions(definition, place, tuple(questions[:index] + questions[index + 1 :]))


def make_code(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number that is free."""
    if wanted not in taken:
        return wanted
    return next(code for number in count(2) if (code := f"{wanted[:60]}_{number}") not in taken)


def _place_of(definition: Definition, code: str) -> tuple[int, int]:
    for place, section in enumerate(definition.sections):
        for index, question in enumerate(section.questions):
            if question.code == code:
                return place, index
    raise KeyError(code)


def _place_of_section(definition: Definition, code: str) -> int:
    for place, section in enumerate(definition.sections):
        if section.code == code:
            return place
    raise KeyError(code)


def _with_questions(definition: Definition, place: int, questions: tuple[SurveyQuestion, ...]) -> Definition:
    sections = list(definition.sections)
    sections[place] = replace(sections[place], questions=questions)
    return replace(definition, sections=tuple(sections))


def find_changed(before: Definition, after: Definition) -> str:
    """Code of the first question of `after` that was not so, or not there, in `before`; empty: none is."""
    now, then = list(after.list_questions()), list(before.list_questions())
    known = {question.code: question for question in then}
    for question in now:
        if known.get(question.code) != question:
            return question.code
    return next((one.code for one, other in zip(now, then, strict=False) if one.code != other.code), "")
