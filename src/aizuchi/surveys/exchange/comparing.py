"""Comparisons as others write them, on questions as we have them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from aizuchi.surveys.structure import AllOf, AnyOf, Comparison, Condition, Kind, Operator, SurveyQuestion
from aizuchi.surveys.structure.definition import MOST_COMPARISONS, Value, list_comparisons

MOST_DEPTH = 4
_LISTED = {Kind.SCALE, Kind.SINGLE}
_IN_SETS = {Kind.MULTIPLE, Kind.RANKING}
_OPPOSITES = {
    Operator.IS: Operator.IS_NOT,
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.MORE_THAN: Operator.AT_MOST,
    Operator.INCLUDES: Operator.INCLUDES_NOT,
    Operator.IS_ANSWERED: Operator.IS_NOT_ANSWERED,
}
OPPOSITES = _OPPOSITES | {opposite: operator for operator, opposite in _OPPOSITES.items()}
MIRRORED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.MORE_THAN: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.MORE_THAN,
}
"""What holds of the right side if the operator holds of the left one."""
ORDERED = set(MIRRORED)
_HOLDS: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.IS: lambda left, right: left == right,
    Operator.IS_NOT: lambda left, right: left != right,
    Operator.AT_LEAST: lambda left, right: left >= right,
    Operator.MORE_THAN: lambda left, right: left > right,
    Operator.AT_MOST: lambda left, right: left <= right,
    Operator.LESS_THAN: lambda left, right: left < right,
}


class NotKept(ValueError):
    """A condition that has no counterpart here."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in a formula stands for."""

    question: SurveyQuestion
    codes: Mapping[str, str] = field(default_factory=dict)
    """Of choices or steps: theirs, and ours."""
    part: str = ""
    """One row of a matrix, or one choice of several that was ticked or not."""


def compare(named: Named, operator: Operator, literal: str) -> Condition:
    """Raises NotKept."""
    if literal == "" and operator in {Operator.IS, Operator.IS_NOT}:
        answered = is_answered(named)
        return answered if operator == Operator.IS_NOT else negate(answered)
    if named.question.kind == Kind.MATRIX:
        return _compare_row(named, operator, literal)
    if named.part:
        return _compare_tick(named, operator, literal)
    if named.question.kind in _LISTED and operator in ORDERED:
        return _compare_in_order(named, operator, literal)
    if operator in ORDERED and named.question.kind not in {Kind.NUMBER, Kind.ZERO_TO_TEN, Kind.DATE}:
        raise NotKept
    return Comparison(named.question.code, operator, _read_value(named, literal))


def includes(named: Named, literal: str) -> Condition:
    """Raises NotKept."""
    kind = named.question.kind
    if kind not in _IN_SETS | _LISTED or named.part:
        raise NotKept
    operator = Operator.INCLUDES if kind in _IN_SETS else Operator.IS
    return Comparison(named.question.code, operator, _code(named, literal))


def is_answered(named: Named) -> Condition:
    code = named.question.code
    if not named.part:
        return Comparison(code, Operator.IS_ANSWERED)
    if named.question.kind == Kind.MATRIX:
        cells = (f"{named.part}:{step.code}" for step in named.question.choices)
        return any_of([Comparison(code, Operator.INCLUDES, cell) for cell in cells])
    return Comparison(code, Operator.INCLUDES, named.part)


def negate(condition: Condition) -> Condition:
    """What is not answered is in no order at all, so the opposite of an order holds for it."""
    match condition:
        case AllOf(parts):
            return any_of([negate(part) for part in parts])
        case AnyOf(parts):
            return all_of([negate(part) for part in parts])
        case Comparison(code, operator, _):
            opposite = replace(condition, operator=OPPOSITES[operator])
            is_ordered = operator in ORDERED
            return any_of([opposite, Comparison(code, Operator.IS_NOT_ANSWERED)]) if is_ordered else opposite


def all_of(parts: list[Condition]) -> Condition:
    flat = [inner for part in parts for inner in (part.conditions if isinstance(part, AllOf) else (part,))]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: list[Condition]) -> Condition:
    flat = [inner for part in parts for inner in (part.conditions if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def check_extent(condition: Condition) -> Condition:
    """Raises NotKept for what nobody could follow while building."""
    if len(list(list_comparisons(condition))) > MOST_COMPARISONS or _depth(condition) > MOST_DEPTH:
        raise NotKept
    return condition


def _depth(condition: Condition) -> int:
    return 0 if isinstance(condition, Comparison) else 1 + max(map(_depth, condition.conditions), default=0)


def _compare_tick(named: Named, operator: Operator, literal: str) -> Condition:
    if literal != "Y" or operator not in {Operator.IS, Operator.IS_NOT}:
        raise NotKept
    included = Comparison(named.question.code, Operator.INCLUDES, named.part)
    return included if operator == Operator.IS else negate(included)


def _compare_row(named: Named, operator: Operator, literal: str) -> Condition:
    if not named.part:
        raise NotKept
    code = named.question.code
    if operator in {Operator.IS, Operator.IS_NOT}:
        chosen = Comparison(code, Operator.INCLUDES, f"{named.part}:{_code(named, literal)}")
        return chosen if operator == Operator.IS else negate(chosen)
    cells = [f"{named.part}:{step}" for step in _list_in_order(named, operator, literal)]
    return any_of([Comparison(code, Operator.INCLUDES, cell) for cell in cells])


def _compare_in_order(named: Named, operator: Operator, literal: str) -> Condition:
    found = _list_in_order(named, operator, literal)
    if named.question.kind == Kind.SCALE and literal in named.codes and _is_rising(named):
        return Comparison(named.question.code, operator, named.codes[literal])
    return any_of([Comparison(named.question.code, Operator.IS, code) for code in found])


def _list_in_order(named: Named, operator: Operator, literal: str) -> list[str]:
    """Choices whose own codes are numbers can be compared by them."""
    goal = _number(literal)
    found = [code for theirs, code in named.codes.items() if _HOLDS[operator](_number(theirs), goal)]
    if not found:
        raise NotKept
    return found


def _is_rising(named: Named) -> bool:
    numbers = [_number(theirs) for theirs in named.codes]
    return numbers == sorted(numbers)


def _read_value(named: Named, literal: str) -> Value:
    match named.question.kind:
        case Kind.NUMBER | Kind.ZERO_TO_TEN:
            return _number(literal)
        case Kind.DATE:
            try:
                return date.fromisoformat(literal)
            except ValueError as error:
                raise NotKept from error
        case Kind.SHORT_TEXT | Kind.LONG_TEXT:
            return literal
        case Kind.SCALE | Kind.SINGLE | Kind.MULTIPLE:
            return _code(named, literal)
        case _:
            raise NotKept


def _code(named: Named, literal: str) -> str:
    if literal not in named.codes:
        raise NotKept
    return named.codes[literal]


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise NotKept from error
    if not number.is_finite():
        raise NotKept
    return number
