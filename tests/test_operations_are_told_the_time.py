"""Operations and policies take `now` from whoever calls them: one request, and one job, happen at one moment."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "aizuchi"
CLOCKS = {"now", "localdate", "localtime", "today", "utcnow"}
ASKED = {"timezone", "datetime", "date", "time"}


def test_no_operation_and_no_policy_looks_at_the_clock() -> None:
    modules = [*PACKAGE.glob("*/operations.py"), *PACKAGE.glob("*/operations/**/*.py"), *PACKAGE.glob("*/policies.py")]

    looking = {f"{path.relative_to(PACKAGE)}:{line}" for path in modules for line in _looks_at(path.read_text())}

    assert looking == set()


def test_every_clock_is_known() -> None:
    source = "timezone.now()\ntimezone.localdate()\ndatetime.datetime.now()\norganization.today(now)\n"

    assert list(_looks_at(source)) == [1, 2, 3]


def _looks_at(source: str) -> Iterator[int]:
    """`localdate(now)` is told; `localdate()` looks."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.args:
            continue
        if node.func.attr in CLOCKS and _last_name(node.func.value) in ASKED:
            yield node.lineno


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
