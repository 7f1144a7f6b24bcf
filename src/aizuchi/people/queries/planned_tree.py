"""The organization of a coming day beside today's: what will be new, called otherwise or elsewhere."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.people.models import Organization
from aizuchi.people.queries.units import Tree, UnitNode, tree_of

# Deeper units stand there only if something about them changes.
DEPTH = 1
SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class PlannedUnit:
    id: uuid.UUID
    label: str
    depth: int
    count: int
    count_today: int
    is_new: bool
    name_today: str
    """Only where it is another one."""
    place_today: str
    """Likewise."""

    @property
    def is_changed(self) -> bool:
        return bool(self.is_new or self.name_today or self.place_today)


@dataclass(frozen=True, kw_only=True)
class PlannedTree:
    units: list[PlannedUnit]
    closed: list[str]
    """Called as they are today."""
    more: int


def compare_trees(organization: Organization, *, on: datetime.date, today: datetime.date) -> PlannedTree:
    then, now = tree_of(organization, on=on), tree_of(organization, on=today)
    units = [_compare(node, now) for node in then.walk()]
    shown = {unit.id for unit in units if unit.depth <= DEPTH}
    for unit in units:
        if unit.is_changed or unit.count != unit.count_today:
            shown |= {node.id for node in then.path_of(unit.id)}
    told = [unit for unit in units if unit.id in shown]
    closed = [node.label for node in now.walk() if node.id not in then.by_id]
    return PlannedTree(units=told[:SHOWN], closed=closed, more=len(units) - len(told[:SHOWN]))


def _compare(node: UnitNode, now: Tree) -> PlannedUnit:
    known = now.by_id.get(node.id)
    is_elsewhere = known is not None and known.parent_id != node.parent_id
    above = now.by_id.get(known.parent_id) if known and known.parent_id else None
    return PlannedUnit(
        id=node.id,
        label=node.label,
        depth=node.depth,
        count=node.total_count,
        count_today=known.total_count if known else 0,
        is_new=known is None,
        name_today=known.label if known and known.label != node.label else "",
        place_today=above.label if is_elsewhere and above else "",
    )
