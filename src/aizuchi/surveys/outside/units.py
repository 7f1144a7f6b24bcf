"""Which unit of ours a path is: the only one whose own path ends like it."""

import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aizuchi.people.queries.units import Tree
from aizuchi.surveys.outside.reading import Path


@dataclass(frozen=True, slots=True)
class FoundUnit:
    unit: uuid.UUID | None
    """None: everybody."""
    is_exact: bool = True
    """Otherwise the nearest above it that is known."""
    is_double: bool = False


def find_units(tree: Tree, paths: Iterable[Path]) -> dict[Path, FoundUnit]:
    ends: defaultdict[Path, set[uuid.UUID]] = defaultdict(set)
    whole: dict[Path, uuid.UUID] = {}
    for node in tree.walk():
        path = tree.path_of(node.id)
        for names in ([one.name for one in path], [one.name_en or one.name for one in path]):
            folded = _fold(names)
            whole.setdefault(folded, node.id)
            for start in range(len(folded)):
                ends[folded[start:]].add(node.id)
        ends[_fold([node.code])].add(node.id)
    return {path: _find(_fold(path), whole, ends) for path in set(paths)}


def _find(path: Path, whole: dict[Path, uuid.UUID], ends: dict[Path, set[uuid.UUID]]) -> FoundUnit:
    is_double = False
    for length in range(len(path), 0, -1):
        part = path[:length]
        units = ends.get(part, set())
        is_double = is_double or len(units) > 1
        if part in whole or len(units) == 1:
            return FoundUnit(whole.get(part) or next(iter(units)), is_exact=length == len(path))
    return FoundUnit(None, is_exact=not path, is_double=is_double)


def _fold(names: Iterable[str]) -> Path:
    return tuple("".join(unicodedata.normalize("NFKC", name).lower().split()) for name in names)
