"""A calendar day is somebody's: nobody takes one from a moment without saying on whose wall."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
# Where a person waits for a page, the middleware has put their own zone in place. Everywhere else nobody has.
BY_REQUEST = ("views", "queries", "page_cards", "facts", "forms", "navigation", "hint_list", "formatting", "headline")


def find_days_without_a_zone(tree: ast.AST, *, by_request: bool) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, receiver = node.func.attr, node.func.value
            if name == "date" and not node.args and _is_a_moment(receiver):
                yield node.lineno
            if name == "today" and _last_name(receiver) in ("date", "datetime"):
                yield node.lineno
            if name in ("localdate", "localtime") and len(node.args) + len(node.keywords) < 2 and not by_request:
                yield node.lineno
            if name == "strftime" and _is_a_moment(receiver) and _says_a_day(node.args[:1]):
                yield node.lineno
        if isinstance(node, ast.FormattedValue) and _is_a_moment(node.value) and _says_a_day([node.format_spec]):
            yield node.lineno


def _is_a_moment(node: ast.expr) -> bool:
    """By its name: `now`, `starts_at`, `timezone.now()`; and sums of them."""
    if isinstance(node, ast.BinOp):
        return _is_a_moment(node.left) or _is_a_moment(node.right)
    if isinstance(node, ast.Call):
        return _last_name(node.func) == "now"
    name = _last_name(node)
    return name in ("now", "moment", "since", "until") or name.endswith("_at")


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _says_a_day(nodes: Sequence[ast.expr | None]) -> bool:
    """A whole moment, down to the hour, is nobody's day."""
    told = "".join(
        str(part.value) for node in nodes if node for part in ast.walk(node) if isinstance(part, ast.Constant)
    )
    return "%d" in told and "%H" not in told


def list_sources() -> list[Path]:
    inside = {"tests", "migrations", "demo"}  # the invented company lives in one zone
    return [path for path in sorted(SOURCE.rglob("*.py")) if not inside & set(path.parts)]


def test_no_day_is_taken_without_a_zone() -> None:
    found = []
    for path in list_sources():
        where = path.relative_to(SOURCE)
        by_request = any(part.removesuffix(".py") in BY_REQUEST for part in where.parts)
        lines = path.read_text().splitlines()
        for number in find_days_without_a_zone(ast.parse(path.read_text()), by_request=by_request):
            if "# any wall" not in lines[number - 1]:
                found.append(f"{where}:{number} {lines[number - 1].strip()}")

    assert found == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("now.date()", True),
        ("(now - DAY).date()", True),
        ("timezone.now().date()", True),
        ("meeting.starts_at.date()", True),
        ("f'{meeting.starts_at:%Y-%m-%d}'", True),
        ("meeting.starts_at.strftime('%Y-%m-%d')", True),
        ("datetime.date.today()", True),
        ("timezone.localdate(now)", True),
        ("now.astimezone(zone).date()", False),
        ("timezone.localdate(now, zone)", False),
        ("organization.today(now)", False),
        ("f'{meeting.starts_at:%H:%M}'", False),
    ],
)
def test_the_rule_tells_days_from_days(code: str, is_found: bool) -> None:
    assert bool(list(find_days_without_a_zone(ast.parse(code), by_request=False))) is is_found
