import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aizuchi.surveys.exchange.document import FORMAT, LIMITS, read_document, write_document
from aizuchi.surveys.exchange.remarks import MOST_REMARKS, FileRefused, Remark, RemarkKind
from aizuchi.surveys.structure import Demand, Fault, FaultKind, Kind, Operator, list_faults
from aizuchi.surveys.tests.definitions import all_of, any_of, question, survey, when

SMALLEST = {"format": FORMAT, "title": {"ja": "六月"}, "sections": []}


def refused(raw: bytes) -> list[Remark]:
    with pytest.raises(FileRefused) as caught:
        read_document(raw)
    return caught.value.remarks


def with_question(**more: Any) -> bytes:
    one = {"code": "load", "kind": "scale", "words": {"ja": "仕事の量"}} | more
    return json.dumps(SMALLEST | {"sections": [{"code": "all", "questions": [one]}]}).encode()


def test_what_is_written_is_read_as_the_same() -> None:
    low = any_of(
        [
            all_of([when("load", Operator.AT_MOST, "2"), when("years", Operator.MORE_THAN, Decimal("1.5"))]),
            when("since", Operator.LESS_THAN, date(2026, 4, 1)),
            when("load", Operator.IS_NOT_ANSWERED),
        ]
    )
    definition = survey(
        question("load", may_not_apply=True, is_reversed=True, demand=Demand.REQUIRED, offers_topic="workload"),
        question("years", Kind.NUMBER, least=Decimal("0.5"), most=Decimal(40)),
        question("since", Kind.DATE),
        question("why", Kind.MATRIX, condition=low, in_random_order=True),
        sections_in_random_order=False,
    )

    assert list_faults(definition) == []
    assert read_document(write_document(definition)) == definition


def test_a_person_can_read_it() -> None:
    written = json.loads(write_document(survey(question("load", Kind.LONG_TEXT))))

    assert written["sections"][0]["questions"] == [
        {"code": "load", "kind": "long_text", "words": {"ja": "load", "en": "load"}}
    ]
    assert written["format"] == FORMAT


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        (b"{", Remark(RemarkKind.NOT_READABLE)),
        (b"\x83\x41", Remark(RemarkKind.NOT_READABLE)),
        (b"[" * 100 + b"]" * 100, Remark(RemarkKind.TOO_MUCH)),
        (b" " * (LIMITS.size + 1), Remark(RemarkKind.TOO_MUCH)),
        (b"{}", Remark(RemarkKind.MISSING, "format")),
        (json.dumps(SMALLEST | {"format": "aizuchi-survey-9"}).encode(), Remark(RemarkKind.WRONG_VALUE, "format")),
        (with_question(kind="stars"), Remark(RemarkKind.WRONG_VALUE, "sections[1].questions[1].kind")),
        (with_question(code="<b>"), Remark(RemarkKind.WRONG_VALUE, "sections[1].questions[1].code")),
        (with_question(colour="red"), Remark(RemarkKind.UNKNOWN_NAME, "sections[1].questions[1].colour")),
        (
            with_question(condition={"all": [{"question": "x", "operator": "like"}]}),
            Remark(RemarkKind.WRONG_VALUE, "sections[1].questions[1].condition.all[1].operator"),
        ),
    ],
)
def test_what_cannot_be_read_is_said_at_its_place(raw: bytes, remark: Remark) -> None:
    assert remark in refused(raw)


def test_ten_thousand_questions_are_refused() -> None:
    one = {"code": "load", "kind": "scale", "words": {"ja": "仕事の量"}}

    content = SMALLEST | {"sections": [{"code": "all", "questions": [one] * 10_000}]}

    assert refused(json.dumps(content).encode()) == [Remark(RemarkKind.TOO_MUCH, "sections[1].questions")]


def test_of_many_faults_the_first_hundred_are_told() -> None:
    sections = [{"code": "all", "questions": [{"code": "load"}] * 150}]

    assert len(refused(json.dumps(SMALLEST | {"sections": sections}).encode())) == MOST_REMARKS


def test_a_value_that_does_not_fit_its_question_is_a_fault_of_the_survey_and_not_of_the_file() -> None:
    questions = [
        {"code": "years", "kind": "number", "words": {"ja": "年数", "en": "years"}},
        {
            "code": "why",
            "kind": "long_text",
            "words": {"ja": "理由", "en": "why"},
            "condition": {"question": "years", "operator": "at_least", "value": "many"},
        },
    ]

    definition = read_document(json.dumps(SMALLEST | {"sections": [{"code": "all", "questions": questions}]}).encode())

    assert Fault(FaultKind.UNFIT_COMPARISON, "why", "years") in list_faults(definition)
