"""A row that was loaded before the operation locked anything may be another by then: operations take ids."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "aizuchi"
WHO = {"actor", "viewer"}
ONLY_READ = {"Organization"}
"""Whose people, calendar and clock it is about; no operation writes it."""

ASKS = "answers a question about what its caller has loaded, and writes nothing over it"
LOCKED = "its callers are operations that hold these rows already"
STILL = "still to follow"
EXCEPTIONS = {
    "calendars.note_reading": ASKS,
    "calendars.write_feed_of": ASKS,
    "feedback.list_eligibilities": ASKS,
    "gateway.mark_of": ASKS,
    "hints.read_content": ASKS,
    "meetings.arrangement_of": ASKS,
    "meetings.preview_move": ASKS,
    "meetings.preview_repeat": ASKS,
    "notes.make_document": LOCKED,
    "notes.private_circle_of": LOCKED,
    "notifications.send_mail": ASKS,
    "pairs.add_pair": LOCKED,
    "pairs.is_one_above_the_other": ASKS,
    "people.can_sign_in": ASKS,
    "people.choose_columns": STILL,
    "people.confirm_import": STILL,
    "people.confirm_own_address": LOCKED,
    "people.discard_import": STILL,
    "people.holds_by_itself_on": ASKS,
    "people.may_be_undone": ASKS,
    "people.note_address_reached": LOCKED,
    "people.problems_of": ASKS,
    "people.read_content": ASKS,
    "people.read_progress": ASKS,
    "people.stop_address": LOCKED,
    "people.take_over": STILL,
    "people.undo_import": STILL,
    "people.waits_for_its_owner": ASKS,
    "spaces.release_bookings": LOCKED,
}


def test_what_others_call_takes_ids() -> None:
    taking_rows = {
        f"{app}.{function.name}"
        for app, function in _operations()
        if (app, function.name) in _called_from_elsewhere() and _takes_a_row(function)
    }

    assert taking_rows == EXCEPTIONS.keys()


def test_rows_are_seen_in_whatever_they_come() -> None:
    def takes_a_row(parameters: str) -> bool:
        (function,) = ast.parse(f"def change({parameters}): ...").body
        assert isinstance(function, ast.FunctionDef)
        return _takes_a_row(function)

    assert takes_a_row("*, person: Person")
    assert takes_a_row("*, departures: Mapping[Person, date]")
    assert takes_a_row("*, pair: 'Pair | None'")
    assert not takes_a_row("*, person_id: uuid.UUID, actor: Person | None")


def _operations() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in _modules():
        app = path.relative_to(PACKAGE).parts[0]
        if _belongs_to_operations(path, app):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield app, node


def _takes_a_row(function: ast.FunctionDef) -> bool:
    arguments = function.args
    return any(
        _names_in(argument.annotation) & _models() - ONLY_READ
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        if argument.arg not in WHO and argument.annotation
    )


def _names_in(annotation: ast.expr) -> set[str]:
    names = {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}
    quoted = [node.value for node in ast.walk(annotation) if isinstance(node, ast.Constant)]
    return names.union(*(_names_in(ast.parse(text, mode="eval").body) for text in quoted if isinstance(text, str)))


@cache
def _models() -> set[str]:
    paths = [*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models/*.py")]
    return {node.name for path in paths for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)}


@cache
def _called_from_elsewhere() -> set[tuple[str, str]]:
    """By production, from outside the app's operations, by either way of importing."""
    return {call for path in _modules() for call in _calls_of(path)}


def _calls_of(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text())
    whole: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        root, app, *rest = [*node.module.split("."), ""]
        if root != "aizuchi" or _belongs_to_operations(path, app):
            continue
        if rest[:1] == ["operations"]:
            yield from ((app, alias.name) for alias in node.names)
        for alias in node.names:
            if alias.name == "operations" or rest[:1] == ["operations"]:
                whole[alias.asname or alias.name] = app
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole:
            yield whole[node.value.id], node.attr


def _belongs_to_operations(path: Path, app: str) -> bool:
    return path == PACKAGE / app / "operations.py" or PACKAGE / app / "operations" in path.parents


def _modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
