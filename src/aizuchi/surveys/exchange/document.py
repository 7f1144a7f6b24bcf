"""A survey as JSON. The shapes below are the format: what is not in them is refused."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.structure import (
    AllOf,
    AnyOf,
    Choice,
    Comparison,
    Condition,
    Definition,
    Demand,
    Kind,
    Operator,
    Section,
    SurveyQuestion,
    Words,
)
from aizuchi.surveys.structure.definition import Value
from aizuchi.surveys.structure.faults import MOST_CHOICES, MOST_COMPARISONS, MOST_QUESTIONS, MOST_SECTIONS

FORMAT: Literal["aizuchi-survey-1"] = "aizuchi-survey-1"
LIMITS = Limits(size=2 * 1024 * 1024, depth=16, values=200_000)

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class WordsShape(_Shape):
    ja: str = ""
    en: str = ""


class ChoiceShape(_Shape):
    code: Code
    words: WordsShape
    is_retired: bool = False


class ComparisonShape(_Shape):
    question: Code
    operator: Operator
    value: str | int | float | None = None


class AllShape(_Shape):
    all: tuple["ConditionShape", ...] = Field(max_length=MOST_COMPARISONS)


class AnyShape(_Shape):
    any: tuple["ConditionShape", ...] = Field(max_length=MOST_COMPARISONS)


ConditionShape = ComparisonShape | AllShape | AnyShape


class QuestionShape(_Shape):
    code: Code
    kind: Kind
    words: WordsShape
    explanation: WordsShape = WordsShape()
    choices: tuple[ChoiceShape, ...] = Field((), max_length=MOST_CHOICES)
    rows: tuple[ChoiceShape, ...] = Field((), max_length=MOST_CHOICES)
    low: WordsShape = WordsShape()
    high: WordsShape = WordsShape()
    is_reversed: bool = False
    may_not_apply: bool = False
    takes_other: bool = False
    in_random_order: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    demand: Demand = Demand.FREE
    condition: ConditionShape | None = None
    theme: str = Field("", max_length=60)
    offers_topic: str = Field("", max_length=60)


class SectionShape(_Shape):
    code: Code
    title: WordsShape = WordsShape()
    condition: ConditionShape | None = None
    questions: tuple[QuestionShape, ...] = Field((), max_length=MOST_QUESTIONS)


class Document(_Shape):
    format: Literal["aizuchi-survey-1"]
    title: WordsShape
    opening: WordsShape = WordsShape()
    closing: WordsShape = WordsShape()
    languages: tuple[Literal["ja", "en"], ...] = ("ja", "en")
    sections_in_random_order: bool = False
    sections: tuple[SectionShape, ...] = Field(max_length=MOST_SECTIONS)


def read_document(raw: bytes) -> Definition:
    """Raises FileRefused. Whether the survey makes sense is another question: `structure.list_faults`."""
    try:
        content = read_json(raw, LIMITS)
    except TooMuch as error:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH)]) from error
    except NotReadable as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error
    return read_definition(content)


def read_definition(content: JsonValue) -> Definition:
    """Of what `write_definition` made, or somebody by hand. Raises FileRefused."""
    try:
        document = Document.model_validate(content)
    except ValidationError as error:
        raise FileRefused(_remarks(error)) from error
    return _definition(document)


def write_document(definition: Definition) -> bytes:
    return json.dumps(write_definition(definition), ensure_ascii=False, indent=2).encode()


def write_definition(definition: Definition) -> dict[str, Any]:
    """Only what differs from the usual, so that a person can read it."""
    document = Document(
        format=FORMAT,
        title=_words_shape(definition.title),
        opening=_words_shape(definition.opening),
        closing=_words_shape(definition.closing),
        languages=definition.languages,  # type: ignore[arg-type]  # checked when validated
        sections_in_random_order=definition.sections_in_random_order,
        sections=tuple(_section_shape(section) for section in definition.sections),
    )
    return document.model_dump(mode="json", exclude_defaults=True)


def _definition(document: Document) -> Definition:
    kinds = {question.code: question.kind for section in document.sections for question in section.questions}
    return Definition(
        title=_words(document.title),
        opening=_words(document.opening),
        closing=_words(document.closing),
        languages=document.languages,
        sections_in_random_order=document.sections_in_random_order,
        sections=tuple(
            Section(
                code=section.code,
                title=_words(section.title),
                condition=_condition(section.condition, kinds),
                questions=tuple(_question(question, kinds) for question in section.questions),
            )
            for section in document.sections
        ),
    )


def _question(shape: QuestionShape, kinds: dict[str, Kind]) -> SurveyQuestion:
    return SurveyQuestion(
        code=shape.code,
        kind=shape.kind,
        words=_words(shape.words),
        explanation=_words(shape.explanation),
        choices=_choices(shape.choices),
        rows=_choices(shape.rows),
        low=_words(shape.low),
        high=_words(shape.high),
        is_reversed=shape.is_reversed,
        may_not_apply=shape.may_not_apply,
        takes_other=shape.takes_other,
        in_random_order=shape.in_random_order,
        least=shape.least,
        most=shape.most,
        demand=shape.demand,
        condition=_condition(shape.condition, kinds),
        theme=shape.theme,
        offers_topic=shape.offers_topic,
    )


def _words(shape: WordsShape) -> Words:
    return Words(shape.ja, shape.en)


def _choices(shapes: Iterable[ChoiceShape]) -> tuple[Choice, ...]:
    return tuple(Choice(one.code, _words(one.words), one.is_retired) for one in shapes)


def _condition(shape: ConditionShape | None, kinds: dict[str, Kind]) -> Condition | None:
    match shape:
        case None:
            return None
        case AllShape():
            return AllOf(tuple(filter(None, (_condition(part, kinds) for part in shape.all))))
        case AnyShape():
            return AnyOf(tuple(filter(None, (_condition(part, kinds) for part in shape.any))))
        case ComparisonShape():
            return Comparison(shape.question, shape.operator, _value(shape.value, kinds.get(shape.question)))


def _value(value: str | float | None, kind: Kind | None) -> Value:
    """In the file a day is text, and a number may be; what does not fit stays text, and is a fault of the survey."""
    if value is None:
        return None
    try:
        if kind in {Kind.NUMBER, Kind.ZERO_TO_TEN}:
            number = Decimal(str(value))
            return number if number.is_finite() else str(value)
        if kind == Kind.DATE:
            return date.fromisoformat(str(value))
    except (ArithmeticError, ValueError):
        return str(value)
    return str(value)


def _section_shape(section: Section) -> SectionShape:
    return SectionShape(
        code=section.code,
        title=_words_shape(section.title),
        condition=_condition_shape(section.condition),
        questions=tuple(_question_shape(question) for question in section.questions),
    )


def _question_shape(question: SurveyQuestion) -> QuestionShape:
    return QuestionShape(
        code=question.code,
        kind=question.kind,
        words=_words_shape(question.words),
        explanation=_words_shape(question.explanation),
        choices=_choice_shapes(question.choices),
        rows=_choice_shapes(question.rows),
        low=_words_shape(question.low),
        high=_words_shape(question.high),
        is_reversed=question.is_reversed,
        may_not_apply=question.may_not_apply,
        takes_other=question.takes_other,
        in_random_order=question.in_random_order,
        least=question.least,
        most=question.most,
        demand=question.demand,
        condition=_condition_shape(question.condition),
        theme=question.theme,
        offers_topic=question.offers_topic,
    )


def _words_shape(words: Words) -> WordsShape:
    return WordsShape(ja=words.ja, en=words.en)


def _choice_shapes(choices: Iterable[Choice]) -> tuple[ChoiceShape, ...]:
    return tuple(
        ChoiceShape(code=one.code, words=_words_shape(one.words), is_retired=one.is_retired) for one in choices
    )


def _condition_shape(condition: Condition | None) -> ConditionShape | None:
    match condition:
        case None:
            return None
        case AllOf(parts):
            return AllShape(all=tuple(filter(None, map(_condition_shape, parts))))
        case AnyOf(parts):
            return AnyShape(any=tuple(filter(None, map(_condition_shape, parts))))
        case Comparison(code, operator, value):
            said = None if value is None else str(value)
            return ComparisonShape(question=code, operator=operator, value=said)


_KINDS = {"missing": RemarkKind.MISSING, "extra_forbidden": RemarkKind.UNKNOWN_NAME, "too_long": RemarkKind.TOO_MUCH}
_SHAPES = {"ComparisonShape", "AllShape", "AnyShape"}


def _remarks(error: ValidationError) -> list[Remark]:
    found = [
        Remark(_KINDS.get(one["type"], RemarkKind.WRONG_VALUE), _place(one["loc"]))
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return list(dict.fromkeys(found))


def _place(steps: Iterable[int | str]) -> str:
    """`sections[1].questions[3].words`: counted from one, as people count."""
    place = ""
    for step in steps:
        if step in _SHAPES:  # which of the three shapes of a condition was tried
            continue
        place += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if place else step
    return place
