import ast
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
ALLOWED = {"numpy", "scipy", "rustworkx", "ortools"}
STANDARD = {"collections", "dataclasses", "enum", "functools", "hashlib", "heapq", "itertools", "typing"}


def test_matching_knows_neither_database_nor_people() -> None:
    wrong = {
        f"{path.name}: {name}"
        for path in FOLDER.glob("*.py")
        for name in list_imported(path)
        if not name.startswith("aizuchi.programs.matching") and name.split(".")[0] not in ALLOWED | STANDARD
    }

    assert wrong == set()


def list_imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
