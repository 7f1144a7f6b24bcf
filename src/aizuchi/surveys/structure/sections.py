"""In which section a question stands."""

from dataclasses import replace

from aizuchi.surveys.structure.definition import Definition


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
