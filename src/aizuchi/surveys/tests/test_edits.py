"""What somebody who builds a survey does to it."""

import pytest

from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.structure import Definition, Operator, list_faults
from aizuchi.surveys.structure.definition import MOST_QUESTIONS, list_comparisons
from aizuchi.surveys.structure.edits import (
    TooManyParts,
    add_question,
    add_sections_of,
    move_question,
    remove_question,
    replace_question,
)
from aizuchi.surveys.tests.definitions import question, survey, when, words


def codes(definition: Definition) -> list[list[str]]:
    return [[one.code for one in section.questions] for section in definition.sections]


def test_the_first_question_makes_the_first_section() -> None:
    assert codes(add_question(Definition(title=words("a")), question("mood"))) == [["mood"]]


def test_a_code_that_is_taken_gets_a_number() -> None:
    definition = add_question(survey(question("mood")), question("mood"))

    assert codes(add_question(definition, question("mood"))) == [["mood", "mood_2", "mood_3"]]


def test_a_set_added_twice_keeps_its_conditions_on_its_own_questions() -> None:
    other = survey(question("mood"), question("why", condition=when("mood", Operator.AT_MOST, "2")))

    both = add_sections_of(other, other)

    assert codes(both) == [["mood", "why"], ["mood_2", "why_2"]]
    asked = [one.question for one in list_comparisons(both.sections[1].questions[1].condition)]
    assert asked == ["mood_2"]
    assert list_faults(both) == []


def test_our_own_sets_fit_together() -> None:
    both = add_sections_of(get_library_set("condition"), get_library_set("safety"))

    assert [fault for fault in list_faults(both) if fault.hinders] == []


def test_a_replaced_question_keeps_its_code() -> None:
    changed = replace_question(survey(question("mood")), "mood", question("other"))

    assert codes(changed) == [["mood"]]
    assert changed.sections[0].questions[0].words == words("other")


def test_a_section_goes_with_its_last_question() -> None:
    assert codes(remove_question(survey(question("mood")), "mood")) == []


def test_a_question_moves_over_the_border_of_a_section() -> None:
    both = add_sections_of(survey(question("a"), question("b")), survey(question("c")))

    down = move_question(both, "b", by=1)
    assert codes(down) == [["a"], ["b", "c"]]
    assert codes(move_question(down, "b", by=-1)) == codes(both)
    assert codes(move_question(both, "a", by=-1)) == codes(both)


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        remove_question(survey(question("mood")), "moon")


def test_a_survey_has_an_end() -> None:
    full = survey(*(question(f"q{number}") for number in range(MOST_QUESTIONS)))

    with pytest.raises(TooManyParts):
        add_question(full, question("one_more"))
