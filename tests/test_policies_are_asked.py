"""A policy that only tests ask protects nobody: production asks every one, or it goes."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "aizuchi"
POLICIES = sorted(PACKAGE.glob("*/policies.py"))

Policy = tuple[str, str]
"""The app, and the name of the function."""


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_production_asks_every_policy(path: Path) -> None:
    app = path.parent.name
    defined = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}

    assert {name for name in defined if name.startswith("may_") and (app, name) not in _asked()} == set()


def test_a_policy_that_only_an_unasked_one_asks_is_not_asked() -> None:
    source = "def may_read(): ...\ndef may_write(): return may_read()\n"

    assert not _reach(set(), {"notes": source})
    assert _reach({("notes", "may_write")}, {"notes": source}) == {("notes", "may_write"), ("notes", "may_read")}


@cache
def _asked() -> set[Policy]:
    asked_from_outside = {
        policy
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.relative_to(PACKAGE).parts and path.name != "policies.py"
        for policy in _policies_named_in(ast.parse(path.read_text()))
    }
    return _reach(asked_from_outside, {path.parent.name: path.read_text() for path in POLICIES})


def _reach(asked: set[Policy], sources: dict[str, str]) -> set[Policy]:
    """Policies ask one another."""
    asks: dict[Policy, set[Policy]] = {}
    for app, source in sources.items():
        tree = ast.parse(source)
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                named = {(app, node.id) for node in ast.walk(function) if isinstance(node, ast.Name)}
                asks[app, function.name] = named | set(_policies_named_in(tree, within=function))
    reached: set[Policy] = set()
    waiting = list(asked)
    while waiting:
        policy = waiting.pop()
        if policy not in reached:
            reached.add(policy)
            waiting.extend(asks.get(policy, ()))
    return reached & asks.keys()


def _policies_named_in(tree: ast.Module, *, within: ast.AST | None = None) -> Iterator[Policy]:
    modules: dict[str, str] = {}
    functions: dict[str, Policy] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aizuchi."):
            package = (node.module or "").split(".")
            for name in node.names:
                if package[2:] == ["policies"]:
                    functions[name.asname or name.name] = (package[1], name.name)
                elif len(package) == 2 and name.name == "policies":
                    modules[name.asname or name.name] = package[1]
    for node in ast.walk(within or tree):
        if isinstance(node, ast.Name) and node.id in functions:
            yield functions[node.id]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr
