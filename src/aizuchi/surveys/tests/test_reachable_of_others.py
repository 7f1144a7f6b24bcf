"""Questionnaires built after what the samples of SurveyJS and LimeSurvey show: which questions answers lead to."""

from decimal import Decimal

import pytest

from aizuchi.surveys.structure import Definition, Kind, Operator, Section, Words, list_asked
from aizuchi.surveys.structure.conditions import Answer
from aizuchi.surveys.tests.definitions import all_of, any_of, question, survey, when

Answers = dict[str, Answer]

# Follow-ups one below the other: without the first nothing of what follows
CHAIN = survey(
    question("has_car", Kind.SINGLE),
    question("brand", Kind.SINGLE, condition=when("has_car", Operator.IS, "1")),
    question("why_brand", Kind.LONG_TEXT, condition=when("brand", Operator.IS, "5")),
)
# A detour for low marks, another for high ones, as in surveys on how likely somebody recommends
RECOMMEND = survey(
    question("mark", Kind.ZERO_TO_TEN),
    question("sorry", Kind.LONG_TEXT, condition=when("mark", Operator.AT_MOST, Decimal(6))),
    question(
        "better",
        Kind.LONG_TEXT,
        condition=all_of([when("mark", Operator.AT_LEAST, Decimal(7)), when("mark", Operator.AT_MOST, Decimal(8))]),
    ),
    question("liked", Kind.LONG_TEXT, condition=when("mark", Operator.MORE_THAN, Decimal(8))),
)
# A page only for some, and in it a question only for some of them
PAGES = Definition(
    title=Words(en="a survey"),
    sections=(
        Section(code="first", questions=(question("smokes", Kind.SINGLE), question("age", Kind.NUMBER))),
        Section(
            code="smokers",
            condition=when("smokes", Operator.IS, "1"),
            questions=(
                question("how_many", Kind.NUMBER),
                question("stop", Kind.SINGLE, condition=when("how_many", Operator.MORE_THAN, Decimal(10))),
            ),
        ),
        Section(
            code="last", questions=(question("over", Kind.LONG_TEXT, condition=when("stop", Operator.IS_ANSWERED)),)
        ),
    ),
)
# One row of a table of marks leads on
MATRIX = survey(
    question("marks", Kind.MATRIX),
    question("what_a", Kind.LONG_TEXT, condition=when("marks", Operator.INCLUDES, "a:1")),
    question(
        "any_low",
        Kind.LONG_TEXT,
        condition=any_of([when("marks", Operator.INCLUDES, "a:1"), when("marks", Operator.INCLUDES, "b:1")]),
    ),
)
# Everybody who does not do one thing or the other
NEITHER = survey(
    question("uses", Kind.MULTIPLE),
    question("years", Kind.NUMBER),
    question(
        "none_yet",
        Kind.LONG_TEXT,
        condition=all_of(
            [
                when("uses", Operator.INCLUDES_NOT, "1"),
                any_of([when("years", Operator.IS_NOT_ANSWERED), when("years", Operator.LESS_THAN, Decimal(1))]),
            ]
        ),
    ),
)


@pytest.mark.parametrize(
    ("definition", "answers", "asked"),
    [
        (CHAIN, {"has_car": "2", "brand": "5"}, "has_car"),
        (CHAIN, {"has_car": "1"}, "has_car brand"),
        (CHAIN, {"has_car": "1", "brand": "5"}, "has_car brand why_brand"),
        (RECOMMEND, {}, "mark"),
        (RECOMMEND, {"mark": Decimal(0)}, "mark sorry"),
        (RECOMMEND, {"mark": Decimal(7)}, "mark better"),
        (RECOMMEND, {"mark": Decimal(9)}, "mark liked"),
        (PAGES, {"smokes": "2", "how_many": Decimal(20), "stop": "1"}, "smokes age"),
        (PAGES, {"smokes": "1", "how_many": Decimal(10)}, "smokes age how_many"),
        (PAGES, {"smokes": "1", "how_many": Decimal(20), "stop": "1"}, "smokes age how_many stop over"),
        (MATRIX, {"marks": frozenset({"b:1"})}, "marks any_low"),
        (MATRIX, {"marks": frozenset({"a:1", "b:5"})}, "marks what_a any_low"),
        (NEITHER, {"uses": frozenset({"1"})}, "uses years"),
        (NEITHER, {"uses": frozenset({"2"}), "years": Decimal("0.5")}, "uses years none_yet"),
        (NEITHER, {"uses": frozenset({"2"}), "years": Decimal(1)}, "uses years"),
    ],
)
def test_the_same_questions_are_reached(definition: Definition, answers: Answers, asked: str) -> None:
    assert [one.code for one in list_asked(definition, answers)] == asked.split()
