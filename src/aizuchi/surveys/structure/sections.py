"""What somebody who builds a survey does to its sections. Each returns a new one; an unknown code raises KeyError."""

from dataclasses import replace

from aizuchi.surveys.structure.definition import MOST_SECTIONS, Definition, Section
from aizuchi.surveys.structure.edits import TooManyParts, make_code


def list_codes(definition: Definition) -> list[str]:
    """Of the questions."""
    return [question.code for question in definition.list_questions()]


def add_section(definition: Definition) -> Definition:
    """Empty, after the others."""
    if len(definition.sections) >= MOST_SECTIONS:
        raise TooManyParts
    code = make_code("section", {section.code for section in definition.sections})
    return replace(definition, sections=(*definition.sections, Section(code=code)))


def replace_section(definition: Definition, code: str, section: Section) -> Definition:
    """Its code and its questions stay."""
    place = _place_of(definition, code)
    sections = list(definition.sections)
    sections[place] = replace(section, code=code, questions=sections[place].questions)
    return replace(definition, sections=tuple(sections))


def move_section(definition: Definition, code: str, *, by: int) -> Definition:
    """One place up (-1) or down (1); at either end it stays where it is."""
    place = _place_of(definition, code)
    goal = place + by
    if not 0 <= goal < len(definition.sections):
        return definition
    sections = list(definition.sections)
    sections[place], sections[goal] = sections[goal], sections[place]
    return replace(definition, sections=tuple(sections))


def remove_section(definition: Definition, code: str) -> Definition:
    """With all that is asked in it."""
    place = _place_of(definition, code)
    return replace(definition, sections=definition.sections[:place] + definition.sections[place + 1 :])


def place_question(definition: Definition, code: str, *, section: str) -> Definition:
    """At the end of that section, unless it is there already. The section it leaves stays, even empty."""
    goal, here = _place_of(definition, section), find_section_of(definition, code)
    if here == section:
        return definition
    question = definition.find(code)
    assert question is not None
    sections = [
        replace(one, questions=tuple(left for left in one.questions if left.code != code))
        for one in definition.sections
    ]
    sections[goal] = replace(sections[goal], questions=(*sections[goal].questions, question))
    return replace(definition, sections=tuple(sections))


def find_section_of(definition: Definition, code: str) -> str:
    """The code of the section that a question stands in."""
    for section in definition.sections:
        if any(question.code == code for question in section.questions):
            return section.code
    raise KeyError(code)


def _place_of(definition: Definition, code: str) -> int:
    for place, section in enumerate(definition.sections):
        if section.code == code:
            return place
    raise KeyError(code)
