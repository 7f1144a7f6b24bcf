"""Functions are short enough to be seen at once. Lines count from `def` on, with signature and docstring."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
APART = {"tests", "migrations"}
LONGEST, LONG_FOR_ONE_IN_TEN, MEDIAN = 45, 25, 8


def measure(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(PACKAGE)}: {node.name}", node.end_lineno - node.lineno + 1


def measure_all() -> dict[str, int]:
    paths = (path for path in PACKAGE.rglob("*.py") if not APART & set(path.parts))
    return {name: lines for path in paths for name, lines in measure(path)}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {name: lines for name, lines in measure_all().items() if lines > LONGEST}

    assert too_long == {}, "cut it along its ideas, into steps that have a name"


def test_most_functions_are_seen_at_once() -> None:
    lengths = list(measure_all().values())

    assert statistics.median(lengths) <= MEDIAN
    assert statistics.quantiles(lengths, n=10)[-1] <= LONG_FOR_ONE_IN_TEN
