"""Conditions that others write as a formula: and, or, not over comparisons, whatever the spelling of their signs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from aizuchi.surveys.exchange.comparing import (
    MIRRORED,
    Named,
    NotKept,
    all_of,
    any_of,
    check_extent,
    compare,
    includes,
    is_answered,
    negate,
)
from aizuchi.surveys.structure import Condition, Operator

LONGEST_FORMULA = 2000
MOST_BRACKETS = 20


class Sign(Enum):
    NAME = auto()
    LITERAL = auto()
    COMPARISON = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    CALL = auto()
    """A function's name with the bracket that opens behind it."""
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()


@dataclass(frozen=True, slots=True)
class Token:
    sign: Sign
    text: str = ""


OPERATORS = {
    "=": Operator.IS,
    "==": Operator.IS,
    "eq": Operator.IS,
    "!=": Operator.IS_NOT,
    "ne": Operator.IS_NOT,
    ">=": Operator.AT_LEAST,
    "ge": Operator.AT_LEAST,
    ">": Operator.MORE_THAN,
    "gt": Operator.MORE_THAN,
    "<=": Operator.AT_MOST,
    "le": Operator.AT_MOST,
    "<": Operator.LESS_THAN,
    "lt": Operator.LESS_THAN,
}
_COUNTED = {"string-length", "count-selected", "strlen"}
"""Compared with nothing or one they ask whether anything was answered."""


def read_formula(tokens: Sequence[Token], find: Callable[[str], Named | None]) -> Condition:
    """`find` knows what a name stands for. Raises NotKept."""
    reader = _Reader(tokens, find)
    condition = reader.read_either()
    if reader.is_open:
        raise NotKept
    return check_extent(condition)


class _Reader:
    def __init__(self, tokens: Sequence[Token], find: Callable[[str], Named | None]) -> None:
        self._tokens = tokens
        self._find = find
        self._place = 0
        self._brackets = 0

    @property
    def is_open(self) -> bool:
        return self._place < len(self._tokens)

    def read_either(self) -> Condition:
        parts = [self._read_both()]
        while self._take(Sign.OR):
            parts.append(self._read_both())
        return any_of(parts)

    def _read_both(self) -> Condition:
        parts = [self._read_part()]
        while self._take(Sign.AND):
            parts.append(self._read_part())
        return all_of(parts)

    def _read_part(self) -> Condition:
        if self._take(Sign.NOT):
            self._go_deeper()
            return negate(self._read_part())
        if self._take(Sign.OPEN):
            return self._read_bracket()
        if call := self._take(Sign.CALL):
            return self._read_call(call.text)
        return self._read_comparison()

    def _read_bracket(self) -> Condition:
        self._go_deeper()
        condition = self.read_either()
        self._need(Sign.CLOSE)
        return condition

    def _read_call(self, name: str) -> Condition:
        if name == "not":
            return negate(self._read_bracket())
        named = self._named(self._need(Sign.NAME))
        if name in _COUNTED:
            self._need(Sign.CLOSE)
            return self._read_count(named)
        if name == "selected":
            self._need(Sign.COMMA)
            literal = self._need(Sign.LITERAL).text
            self._need(Sign.CLOSE)
            return includes(named, literal)
        self._need(Sign.CLOSE)
        if name == "is_empty":
            return negate(is_answered(named))
        raise NotKept

    def _read_count(self, named: Named) -> Condition:
        asked = (OPERATORS[self._need(Sign.COMPARISON).text], self._need(Sign.LITERAL).text)
        if asked in {(Operator.MORE_THAN, "0"), (Operator.AT_LEAST, "1"), (Operator.IS_NOT, "0")}:
            return is_answered(named)
        if asked in {(Operator.IS, "0"), (Operator.LESS_THAN, "1")}:
            return negate(is_answered(named))
        raise NotKept

    def _read_comparison(self) -> Condition:
        name, literal = self._take(Sign.NAME), self._take(Sign.LITERAL)
        if (name is None) == (literal is None):
            raise NotKept
        operator = OPERATORS[self._need(Sign.COMPARISON).text]
        if name is not None:
            return compare(self._named(name), operator, self._need(Sign.LITERAL).text)
        assert literal is not None
        return compare(self._named(self._need(Sign.NAME)), MIRRORED.get(operator, operator), literal.text)

    def _named(self, token: Token) -> Named:
        named = self._find(token.text)
        if named is None:
            raise NotKept
        return named

    def _go_deeper(self) -> None:
        self._brackets += 1
        if self._brackets > MOST_BRACKETS:
            raise NotKept

    def _take(self, sign: Sign) -> Token | None:
        if self.is_open and self._tokens[self._place].sign == sign:
            self._place += 1
            return self._tokens[self._place - 1]
        return None

    def _need(self, sign: Sign) -> Token:
        token = self._take(sign)
        if token is None:
            raise NotKept
        return token
