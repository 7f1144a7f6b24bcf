"""From single answers to how often each was given."""

from aizuchi.surveys.adding_up import GroupTotal, WrittenText, add_up
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.given import Given, read_answers
from aizuchi.surveys.tests.definitions import question, survey

DEFINITION = survey(
    question("mood", may_not_apply=True),
    question("order", Kind.RANKING),
    question("likely", Kind.ZERO_TO_TEN),
    question("salary", Kind.NUMBER),
    question("word", Kind.SHORT_TEXT, may_not_apply=True),
)


def total(*given: Given) -> GroupTotal:
    return add_up(DEFINITION, (("all", read_answers(DEFINITION, one)) for one in given)).by_group["all"]


def test_each_answer_is_counted_by_its_code() -> None:
    mood = total({"mood": "1"}, {"mood": "1"}, {"mood": "-"}, {}).questions["mood"]

    assert (mood.answered, mood.counts) == (3, {"1": 2, "-": 1})


def test_of_a_ranking_each_place_is_counted() -> None:
    assert total({"order": ["2", "1"]}).questions["order"].counts == {"2:1": 1, "1:2": 1}


def test_seven_is_seven_however_it_was_written() -> None:
    assert total({"likely": "7"}, {"likely": "7.0"}).questions["likely"].counts == {"7": 2}


def test_what_could_be_somebody_s_own_number_is_not_counted() -> None:
    salary = total({"salary": "123456"}).questions["salary"]

    assert (salary.answered, salary.counts) == (1, {})


def test_that_something_does_not_apply_is_no_text() -> None:
    answers = [("all", read_answers(DEFINITION, {"word": text})) for text in ("-", "Warm")]

    assert add_up(DEFINITION, answers).texts == [WrittenText("all", "word", "Warm")]
