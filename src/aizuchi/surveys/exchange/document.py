"""A survey as JSON: the parts of `structure.definition` by their own names, conditions as `all` and `any`.

In the file a day is text, and a number may be. What is not known is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.structure import AllOf, AnyOf, Comparison, Condition, Definition, Kind, Section
from aizuchi.surveys.structure.definition import MOST_SECTIONS, Value, strict

FORMAT: Literal["aizuchi-survey-1"] = "aizuchi-survey-1"
LIMITS = Limits(size=2 * 1024 * 1024, depth=16, values=200_000)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class _Document(Definition):
    format: Literal["aizuchi-survey-1"]
    sections: Annotated[tuple[Section, ...], Field(max_length=MOST_SECTIONS)]
    """Never left out, though there may be none."""


_DOCUMENTS = TypeAdapter(_Document)


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
        document = _DOCUMENTS.validate_python(content)
    except ValidationError as error:
        raise FileRefused(_remarks(error)) from error
    kinds = {question.code: question.kind for question in document.list_questions()}
    return replace(_parts_of(document), sections=tuple(_fit_section(one, kinds) for one in document.sections))


def write_document(definition: Definition) -> bytes:
    return json.dumps(write_definition(definition), ensure_ascii=False, indent=2).encode()


def write_definition(definition: Definition) -> dict[str, Any]:
    """Only what differs from the usual, so that a person can read it."""
    document = _Document(format=FORMAT, **{part.name: getattr(definition, part.name) for part in fields(Definition)})
    told = _DOCUMENTS.dump_python(document, mode="json", exclude_defaults=True, by_alias=True)
    return {"format": FORMAT, **told}


def _parts_of(document: _Document) -> Definition:
    return Definition(**{part.name: getattr(document, part.name) for part in fields(Definition)})


def _fit_section(section: Section, kinds: Mapping[str, Kind]) -> Section:
    questions = tuple(replace(one, condition=_fit(one.condition, kinds)) for one in section.questions)
    return replace(section, condition=_fit(section.condition, kinds), questions=questions)


def _fit(condition: Condition | None, kinds: Mapping[str, Kind]) -> Condition | None:
    match condition:
        case None:
            return None
        case Comparison():
            return replace(condition, value=_value(condition.value, kinds.get(condition.question)))
        case AllOf(parts) | AnyOf(parts):
            return replace(condition, conditions=tuple(filter(None, (_fit(part, kinds) for part in parts))))


def _value(value: Value, kind: Kind | None) -> Value:
    """As its question has it; what does not fit stays text, and is a fault of the survey."""
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


_KINDS = {
    "missing": RemarkKind.MISSING,
    "unexpected_keyword_argument": RemarkKind.UNKNOWN_NAME,
    "too_long": RemarkKind.TOO_MUCH,
}
_TRIED = {Comparison.__name__, AllOf.__name__, AnyOf.__name__}
"""Which of the three kinds of a condition was tried."""


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
        if step not in _TRIED:
            place += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if place else step
    return place
