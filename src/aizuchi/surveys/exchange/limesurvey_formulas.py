"""When LimeSurvey asks a question: its table of conditions, or an equation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from aizuchi.surveys.exchange.comparing import Named, NotKept, all_of, any_of, check_extent, compare, includes
from aizuchi.surveys.exchange.formulas import LONGEST_FORMULA, OPERATORS, Sign, Token, read_formula
from aizuchi.surveys.exchange.limesurvey_tables import Row
from aizuchi.surveys.structure import Condition, Kind, Operator

_TOKENS = re.compile(
    r"""\s*(?:
    (?P<LITERAL>"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?![\w.]))
    |(?!(?i:and|or|not)\b)(?P<CALL>[A-Za-z_]+)\s*\(
    |(?P<WORD>[A-Za-z0-9_]+(?:\.[A-Za-z]+)*)
    |(?P<MARK>&&|\|\||[=!<>]=|[<>!(),]))""",
    re.VERBOSE,
)
_MARKS = {
    "&&": Sign.AND,
    "and": Sign.AND,
    "||": Sign.OR,
    "or": Sign.OR,
    "!": Sign.NOT,
    "not": Sign.NOT,
    "(": Sign.OPEN,
    ")": Sign.CLOSE,
    ",": Sign.COMMA,
}
_PLAIN = re.compile(r"\.(NAOK|code|value)$")
"""`Q1.NAOK` is the answer of Q1 like `Q1`; other properties are not."""


def read_equation(equation: str, names: Mapping[str, Named]) -> Condition:
    """Raises NotKept."""
    return read_formula(list(_list_tokens(equation)), names.get)


def read_conditions(rows: Sequence[Row], names: Mapping[str, Named]) -> Condition:
    """One scenario is enough; in each, every question that is named must be answered in one of the ways that are listed
    for it. Raises NotKept."""
    scenarios = []
    for _, rows_of_scenario in groupby(sorted(rows, key=_scenario), key=_scenario):
        by_question: dict[str, list[Condition]] = {}
        for row in rows_of_scenario:
            by_question.setdefault(row.get("cqid", ""), []).append(_read_condition(row, names))
        scenarios.append(all_of([any_of(ways) for ways in by_question.values()]))
    return check_extent(any_of(scenarios))


def _scenario(row: Row) -> str:
    return row.get("scenario", "")


def _read_condition(row: Row, names: Mapping[str, Named]) -> Condition:
    named = names.get(row.get("cfieldname", "").removeprefix("+"))
    operator = OPERATORS.get(row.get("method", ""))
    value = row.get("value", "")
    if named is None or operator is None or value.startswith(("@", "{")):
        raise NotKept
    if named.question.kind in {Kind.MULTIPLE, Kind.RANKING} and not named.part and operator == Operator.IS and value:
        return includes(named, value)
    return compare(named, operator, value)


def _list_tokens(equation: str) -> Iterator[Token]:
    """Raises NotKept."""
    equation = equation.strip().removeprefix("{").removesuffix("}").strip()
    if len(equation) > LONGEST_FORMULA:
        raise NotKept
    place = 0
    while place < len(equation):
        found = _TOKENS.match(equation, place)
        if found is None:
            raise NotKept
        place = found.end()
        yield _token(str(found.lastgroup), found[str(found.lastgroup)])


def _token(group: str, text: str) -> Token:
    if text.lower() in _MARKS and group != "LITERAL":
        return Token(_MARKS[text.lower()])
    if text in OPERATORS and group != "LITERAL":
        return Token(Sign.COMPARISON, text)
    if group == "LITERAL":
        return Token(Sign.LITERAL, text[1:-1] if text[0] in "\"'" else text)
    if group == "MARK":
        raise NotKept
    return Token(Sign.CALL, text) if group == "CALL" else Token(Sign.NAME, _PLAIN.sub("", text))
