"""Cases written anew after the kinds of expression that SurveyJS and LimeSurvey document and test.

`WITH` have a counterpart here: the formula in either spelling asks the same people. `WITHOUT` have none: they are told,
and everybody is asked.
"""

from decimal import Decimal

import pytest

from aizuchi.surveys.exchange.comparing import Named, NotKept
from aizuchi.surveys.exchange.limesurvey_formulas import read_equation
from aizuchi.surveys.exchange.xlsform_formulas import read_relevant
from aizuchi.surveys.structure import Condition, Kind, SurveyQuestion, list_asked
from aizuchi.surveys.structure.conditions import Answer
from aizuchi.surveys.tests.definitions import question, survey

Answers = dict[str, Answer]
BEFORE = (
    question("age", Kind.NUMBER),
    question("sex", Kind.SINGLE),
    question("cars", Kind.MULTIPLE),
    question("name", Kind.SHORT_TEXT),
    question("like", Kind.SCALE),
)
FIVE = {code: code for code in "12345"}
NAMES = {one.code: Named(one, FIVE if one.choices else {}) for one in BEFORE}
NAMES |= {f"cars_{code}": Named(BEFORE[2], FIVE, code) for code in FIVE}
"""As LimeSurvey calls one choice of several."""

# XLSForm, LimeSurvey, answers with which it is asked, answers with which it is not
WITH: list[tuple[str, str, list[Answers], list[Answers]]] = [
    ("${age} >= 21", "age >= 21", [{"age": Decimal(21)}], [{"age": Decimal(20)}, {}]),
    ("${age} > 9", "age gt 9", [{"age": Decimal(10)}], [{"age": Decimal(9)}, {}]),
    ("${age} = 1.5", "age == 1.5", [{"age": Decimal("1.50")}], [{"age": Decimal(1)}]),
    ("${age} != 5", "age != 5", [{"age": Decimal(4)}, {}], [{"age": Decimal(5)}]),
    ("21 <= ${age}", "21 <= age", [{"age": Decimal(30)}], [{"age": Decimal(3)}]),
    ("${age} = ''", "is_empty(age)", [{}], [{"age": Decimal(0)}]),
    ("${age} != ''", "!is_empty(age)", [{"age": Decimal(0)}], [{}]),
    ("${sex} = '1'", "sex == '1'", [{"sex": "1"}], [{"sex": "2"}, {}]),
    ("${sex} != '1'", "sex.NAOK != '1'", [{"sex": "2"}, {}], [{"sex": "1"}]),
    ("${name} = 'Snow'", 'name == "Snow"', [{"name": "Snow"}], [{"name": "snow"}, {}]),
    ("${name} = 'a or b'", "name == 'a or b'", [{"name": "a or b"}], [{"name": "a"}]),
    ("${like} <= 2", "like le 2", [{"like": "1"}], [{"like": "3"}, {}]),
    ("selected(${cars}, '2')", "cars_2 == 'Y'", [{"cars": frozenset("12")}], [{"cars": frozenset("1")}, {}]),
    ("not(selected(${cars}, '2'))", "cars_2 != 'Y'", [{"cars": frozenset("1")}, {}], [{"cars": frozenset("2")}]),
    (
        "selected(${cars}, '1') or selected(${cars}, '2')",
        "cars_1 == 'Y' or cars_2 == 'Y'",
        [{"cars": frozenset("13")}, {"cars": frozenset("2")}],
        [{"cars": frozenset("3")}],
    ),
    (
        "selected(${cars}, '1') and selected(${cars}, '2')",
        "cars_1 == 'Y' && cars_2 == 'Y'",
        [{"cars": frozenset("123")}],
        [{"cars": frozenset("13")}],
    ),
    (
        "${age} < 21 or ${age} > 65",
        "age < 21 || age > 65",
        [{"age": Decimal(20)}, {"age": Decimal(66)}],
        [{"age": Decimal(40)}, {}],
    ),
    (
        "${sex} = '1' or ${sex} = '2' and ${age} > 9",  # and binds more strongly
        "sex == '1' or sex == '2' and age > 9",
        [{"sex": "1"}, {"sex": "2", "age": Decimal(10)}],
        [{"sex": "2", "age": Decimal(1)}],
    ),
    (
        "(${sex} = '1' or ${sex} = '2') and ${age} > 9",
        "(sex == '1' or sex == '2') and (age > 9)",
        [{"sex": "1", "age": Decimal(10)}],
        [{"sex": "1"}],
    ),
    (
        "not(${age} > 20 and ${sex} = '1')",
        "!(age > 20 and sex == '1')",
        [{}, {"age": Decimal(30)}, {"age": Decimal(9), "sex": "1"}],
        [{"age": Decimal(30), "sex": "1"}],
    ),
]
WITHOUT = [
    ("${age} = ${like}", "age == like"),  # two answers compared
    ("${age} + 1 > 21", "age + 1 > 21"),  # arithmetic
    ("${age} * 2 = 4", "sum(age, 2) == 4"),
    ("contains(${name}, 'no')", "strpos(name, 'no') > 0"),  # a part of a text
    ("regex(${name}, 'a.*')", "regexMatch('/a.*/', name)"),
    ("count-selected(${cars}) > 2", "count(cars_1, cars_2) > 2"),
    ("today() > ${age}", "date('Y') > age"),
    ("if(${sex} = '1', 1, 2) = 1", "if(sex == '1', 1, 2) == 1"),
    ("${age}", "age"),  # a value by itself
    ("coalesce(${name}, 'a') = 'a'", "TOKEN:FIRSTNAME == 'a'"),
    ("${panel} = '1'", "other.question == '1'"),  # what is no question, or not its answer
]


def is_asked(condition: Condition, answers: Answers) -> bool:
    last: SurveyQuestion = question("last", Kind.LONG_TEXT, condition=condition)
    return "last" in [one.code for one in list_asked(survey(*BEFORE, last), answers)]


@pytest.mark.parametrize(("form", "equation", "asked", "left_out"), WITH)
def test_what_has_a_counterpart_asks_the_same_people(
    form: str, equation: str, asked: list[Answers], left_out: list[Answers]
) -> None:
    for condition in (read_relevant(form, NAMES), read_equation(equation, NAMES)):
        assert [answers for answers in asked if not is_asked(condition, answers)] == []
        assert [answers for answers in left_out if is_asked(condition, answers)] == []


@pytest.mark.parametrize(("form", "equation"), WITHOUT)
def test_what_has_none_is_not_kept(form: str, equation: str) -> None:
    with pytest.raises(NotKept):
        read_relevant(form, NAMES)
    with pytest.raises(NotKept):
        read_equation(equation, NAMES)
