"""Which units a file speaks of: those that stand, those to found, to rename, to move."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aizuchi.people.importing.cells import fold
from aizuchi.people.importing.problems import ImportProblem
from aizuchi.people.importing.reading import ImportRow
from aizuchi.people.importing.state import State
from aizuchi.people.models import Unit
from aizuchi.people.operations.units import free_codes

Path = tuple[str, ...]


@dataclass(kw_only=True)
class UnitChange:
    unit: Unit
    path: Path
    parent_id: uuid.UUID | None
    is_new: bool = False
    is_moved: bool = False
    begins_earlier: bool = False
    """Planned for later, and needed now."""
    previous_path: Path = ()
    name: str = ""
    name_en: str = ""
    previous_names: tuple[str, str] = ("", "")

    @property
    def is_renamed(self) -> bool:
        return not self.is_new and (self.name, self.name_en) != self.previous_names

    @property
    def changes_anything(self) -> bool:
        return self.is_new or self.is_moved or self.is_renamed or self.begins_earlier


@dataclass(kw_only=True)
class UnitPlan:
    """`resolve` answers which unit a row's path or code means; changes and problems gather on the way."""

    state: State
    changes: dict[uuid.UUID, UnitChange] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_code = {unit.code: unit for unit in self.state.units.values()}
        self.parents = dict(self.state.parents)
        self.paths = {unit: self._path(unit, self.parents) for unit in self.state.units}
        self.by_path: dict[Path, Unit] = {}
        self.by_look: dict[Path, Unit] = {}
        self.coming: dict[Path, Unit] = {}
        self.told_paths: set[Path] = set()
        self.codes = free_codes(set(self.state.codes))
        self.lines_of_codes: dict[str, tuple[Path, int]] = {}
        self.lines_of_paths: dict[Path, tuple[str, int]] = {}

    def place_coded(self, rows: list[ImportRow]) -> None:
        """Units with a code first, from the root down: a code stays the same unit under another name or parent."""
        lines = [line for row in rows for line in (row, *row.posts)]
        coded = [row for row in lines if row.cells.get("unit_code") and row.cells.get("unit")]
        told = {row.cells["unit_code"]: row.cells["unit"] for row in reversed(coded)}
        self.told_paths = set(told.values())
        self._find_paths(told)
        for row in sorted(coded, key=lambda row: len(row.cells["unit"])):
            if self._is_one_unit(row):
                self._place(row)

    def _find_paths(self, told: Mapping[str, Path]) -> None:
        """A file speaks of units as they are after it: a path that one leaves by it is nobody's any more."""
        for unit in sorted(self.state.units.values(), key=lambda unit: unit.code in told):
            self._remember(self._path(unit.pk, self.parents, told), unit)
        later = self.state.coming_parents | self.parents
        for unit in self.state.coming.values():
            if unit.code not in told:
                self.coming[_look(self._path(unit.pk, later, told))] = unit

    def resolve(self, row: ImportRow) -> Unit | None:
        """The main unit that a row names, or nothing when it names none (or an unknown one, which is a problem)."""
        path, code = row.cells.get("unit", ()), row.cells.get("unit_code", "")
        if path:
            return self.by_code.get(code) if code else self._found(path, row.cells.get("unit_en", ()), row)
        if code and code not in self.by_code:
            self._complain_of_code(row, code)
        return self.by_code.get(code)

    def find(self, row: ImportRow, path: Path) -> Unit | None:
        """A further unit, by path or code; these are never founded by the way."""
        unit = self._standing(path) or (self.by_code.get(path[0]) if len(path) == 1 else None)
        if unit is None:
            self._complain(row, "other_units", "unknown_unit", value="/".join(path))
        return unit

    def _is_one_unit(self, row: ImportRow) -> bool:
        path, code = row.cells["unit"], row.cells["unit_code"]
        known_path, line = self.lines_of_codes.setdefault(code, (path, row.line))
        if known_path != path:
            self._complain(row, "unit_code", "unit_two_paths", code=code, other=line)
            return False
        known_code, line = self.lines_of_paths.setdefault(path, (code, row.line))
        if known_code != code:
            self._complain(row, "unit_code", "unit_two_codes", other=line)
            return False
        return self.lines_of_codes[code][1] == row.line

    def _place(self, row: ImportRow) -> None:
        path, code, english = row.cells["unit"], row.cells["unit_code"], row.cells.get("unit_en", ())
        self._check_depth(row, path, english)
        if self._lies_in_itself(code, path):
            self._complain(row, "unit", "unit_circle", value=path[-1])
            return
        parent = self._found(path[:-1], english[:-1], row) if len(path) > 1 else None
        unit = self.by_code.get(code) or self._bring_forward(self.state.codes.get(code), path, parent)
        if unit is None:
            if code in self.state.codes:
                self._complain_of_code(row, code)
            else:
                self._add(path, english, parent, code)
            return
        change = self._change_of(unit)
        change.name = path[-1]
        change.name_en = english[-1] if len(english) == len(path) else change.name_en
        change.path = path
        parent_id = parent.pk if parent else None
        if self.parents.get(unit.pk) != parent_id:
            if self._is_below(parent_id, unit.pk):
                self._complain(row, "unit", "unit_circle", value=path[-1])
                return
            change.parent_id, change.is_moved = parent_id, True
            self.parents[unit.pk] = parent_id
        self._remember(path, unit)

    def _lies_in_itself(self, code: str, path: Path) -> bool:
        """Told to stand below where it stands now, and no other unit is told to stand there instead."""
        unit = self.by_code.get(code)
        own = self.paths.get(unit.pk) if unit else None
        return own is not None and own == path[: len(own)] != path and own not in self.told_paths

    def _found(self, path: Path, english: Path, row: ImportRow) -> Unit:
        """The unit at that path, founded with everything above it where it does not stand yet."""
        self._check_depth(row, path, english)
        unit = self._standing(path)
        if unit is None:
            parent = self._found(path[:-1], english[:-1], row) if len(path) > 1 else None
            unit = self._bring_forward(self.coming.get(_look(path)), path, parent)
            unit = unit or self._add(path, english, parent, "")
        elif len(english) == len(path) and english[-1] != self._names(unit)[1]:
            self._change_of(unit).name_en = english[-1]
        return unit

    def _standing(self, path: Path) -> Unit | None:
        """Exactly that path or, failing that, one that looks the same."""
        return self.by_path.get(path) or self.by_look.get(_look(path))

    def _remember(self, path: Path, unit: Unit) -> None:
        self.by_path[path] = unit
        self.by_look.setdefault(_look(path), unit)

    def _bring_forward(self, unit: Unit | None, path: Path, parent: Unit | None) -> Unit | None:
        """A unit that was planned for later begins now; where it will move on its way stays planned."""
        if unit is None or unit.pk not in self.state.coming:
            return None
        if unit.until_on == unit.starts_on:
            unit.until_on = None
        self.by_code[unit.code] = unit
        self.parents[unit.pk] = parent.pk if parent else None
        change = self._change_of(unit)
        change.path, change.begins_earlier, change.parent_id = path, True, self.parents[unit.pk]
        self._remember(path, unit)
        return unit

    def _names(self, unit: Unit) -> tuple[str, str]:
        return self.state.names.get(unit.pk, (unit.name, unit.name_en))

    def _add(self, path: Path, english: Path, parent: Unit | None, code: str) -> Unit:
        unit = Unit(
            organization=self.state.organization,
            code=code or next(self.codes),
            name=path[-1],
            name_en=english[-1] if len(english) == len(path) else "",
            starts_on=self.state.on,
        )
        self.by_code[unit.code] = unit
        self._remember(path, unit)
        self.parents[unit.pk] = parent.pk if parent else None
        self.changes[unit.pk] = UnitChange(
            unit=unit,
            path=path,
            parent_id=self.parents[unit.pk],
            is_new=True,
            name=unit.name,
            name_en=unit.name_en,
        )
        return unit

    def _change_of(self, unit: Unit) -> UnitChange:
        path = self.paths.get(unit.pk, (unit.name,))
        name, name_en = self._names(unit)
        return self.changes.setdefault(
            unit.pk,
            UnitChange(
                unit=unit,
                path=path,
                previous_path=path,
                parent_id=self.parents.get(unit.pk),
                name=name,
                name_en=name_en,
                previous_names=(name, name_en),
            ),
        )

    def _check_depth(self, row: ImportRow, path: Path, english: Path) -> None:
        if english and len(english) != len(path):
            problem = ImportProblem(line=row.line, column="unit_en", reason="unit_depth")
            if problem not in self.problems:
                self.problems.append(problem)

    def _is_below(self, unit_id: uuid.UUID | None, above: uuid.UUID) -> bool:
        while unit_id is not None:
            if unit_id == above:
                return True
            unit_id = self.parents.get(unit_id)
        return False

    def _path(
        self,
        unit_id: uuid.UUID,
        parents: Mapping[uuid.UUID, uuid.UUID | None],
        told: Mapping[str, Path] = MappingProxyType({}),
    ) -> Path:
        """From the root, or from the first unit above (or itself) of whose code the file tells the path."""
        path: Path = ()
        current: uuid.UUID | None = unit_id
        while current and (unit := self.state.units.get(current) or self.state.coming.get(current)):
            if unit.code in told:
                return told[unit.code] + path
            path = (self.state.names[current][0], *path)
            current = parents.get(current)
        return path

    def _complain_of_code(self, row: ImportRow, code: str) -> None:
        """A unit without, or before, or after its time."""
        unit = self.state.codes.get(code)
        if unit is None:
            self._complain(row, "unit_code", "unknown_unit", value=code)
        elif unit.pk in self.state.coming and unit.until_on != unit.starts_on:
            self._complain(row, "unit_code", "unit_not_yet", value=code, day=unit.starts_on.isoformat())
        else:
            self._complain(row, "unit_code", "unit_closed", value=code)

    def _complain(self, row: ImportRow, column: str, reason: str, **details: object) -> None:
        self.problems.append(ImportProblem(line=row.line, column=column, reason=reason, details=details))


def _look(path: Path) -> Path:
    return tuple(fold(part) for part in path)
