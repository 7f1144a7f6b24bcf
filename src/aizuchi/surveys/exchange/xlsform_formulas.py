"""The formulas of an XLSForm, by pyxform's own signs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pyxform.parsing.expression import parse_expression

from aizuchi.surveys.exchange.comparing import Named, NotKept
from aizuchi.surveys.exchange.formulas import LONGEST_FORMULA, OPERATORS, Sign, Token, read_formula
from aizuchi.surveys.structure import AllOf, Comparison, Condition, Kind, Operator, SurveyQuestion, Words

_SIGNS = {
    "OPS_COMP": Sign.COMPARISON,
    "OPEN_PAREN": Sign.OPEN,
    "CLOSE_PAREN": Sign.CLOSE,
    "COMMA": Sign.COMMA,
    "NUMBER": Sign.LITERAL,
    "DATE": Sign.LITERAL,
    "SELF_REF": Sign.NAME,
}
_JOINED = {"and": Sign.AND, "or": Sign.OR}
_ITSELF = "."


def read_relevant(formula: str, names: Mapping[str, Named]) -> Condition:
    """Raises NotKept."""
    return read_formula(list(_list_tokens(formula)), names.get)


def read_limits(formula: str, *, is_whole: bool) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a number may be. Raises NotKept for any other constraint."""
    itself = Named(SurveyQuestion(code="itself", kind=Kind.NUMBER, words=Words()))
    condition = read_formula(list(_list_tokens(formula)), {_ITSELF: itself}.get)
    least: Decimal | None = None
    most: Decimal | None = None
    for part in condition.conditions if isinstance(condition, AllOf) else (condition,):
        match part:
            case Comparison(operator=Operator.AT_LEAST, value=Decimal() as number) if least is None:
                least = number
            case Comparison(operator=Operator.AT_MOST, value=Decimal() as number) if most is None:
                most = number
            case Comparison(operator=Operator.MORE_THAN, value=Decimal() as number) if is_whole and least is None:
                least = number + 1
            case Comparison(operator=Operator.LESS_THAN, value=Decimal() as number) if is_whole and most is None:
                most = number - 1
            case _:
                raise NotKept
    return least, most


def _list_tokens(formula: str) -> Iterator[Token]:
    """Raises NotKept."""
    if len(formula) > LONGEST_FORMULA:
        raise NotKept
    waiting = ""  # pyxform tells `<=` as `<` and `=`
    for token in parse_expression(formula):
        if token.type == "OPS_COMP":
            waiting += token
            continue
        if waiting:
            yield _comparison(waiting)
            waiting = ""
        if token.type != "WHITESPACE":
            yield _token(token.type, token.strip())
    if waiting:
        yield _comparison(waiting)


def _comparison(text: str) -> Token:
    if text not in OPERATORS:
        raise NotKept
    return Token(Sign.COMPARISON, text)


def _token(kind: str, text: str) -> Token:
    if text in _JOINED and kind in {"OPS_BOOL", "NAME"}:
        return Token(_JOINED[text])
    match kind:
        case "PYXFORM_REF":
            return Token(Sign.NAME, text[2:-1])
        case "SYSTEM_LITERAL":
            return Token(Sign.LITERAL, text[1:-1])
        case "FUNC_CALL":
            return Token(Sign.CALL, text[:-1])
        case _ if kind in _SIGNS:
            return Token(_SIGNS[kind], text)
    raise NotKept
