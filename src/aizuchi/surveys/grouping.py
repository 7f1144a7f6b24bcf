"""Of whom something may be told together: everybody, and each unit with what lies below it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from aizuchi.people.queries.units import Tree

EVERYBODY = ""


@dataclass(kw_only=True)
class GroupOfPeople:
    above: str | None
    """Key of the next larger group; none above everybody."""
    unit_id: uuid.UUID | None
    people: int = 0


@dataclass(frozen=True, kw_only=True)
class Grouping:
    groups: dict[str, GroupOfPeople] = field(default_factory=dict)
    """By key, each after the one above it."""
    key_of: dict[uuid.UUID, str] = field(default_factory=dict)
    """Of every person, the smallest group they are in."""


def group_by_unit(asked: Mapping[uuid.UUID, uuid.UUID | None], tree: Tree) -> Grouping:
    """`asked`: by person their unit. A unit that is no longer in the tree counts as none."""
    grouping = Grouping()
    grouping.groups[EVERYBODY] = GroupOfPeople(above=None, unit_id=None)
    for person, unit in asked.items():
        key = EVERYBODY
        grouping.groups[key].people += 1
        for node in tree.path_of(unit) if unit else ():
            group = grouping.groups.setdefault(node.id.hex, GroupOfPeople(above=key, unit_id=node.id))
            group.people += 1
            key = node.id.hex
        grouping.key_of[person] = key
    return grouping
