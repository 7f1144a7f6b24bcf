"""Of whom something may be told together: everybody, and each unit with what lies below it."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from aizuchi.people.queries.units import Tree
from aizuchi.surveys.merging import merge_small

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


def merge_small_groups(grouping: Grouping, k: int) -> Grouping:
    """What is left has at least `k` people, and so have all differences; nothing where all together are fewer."""
    own = Counter(grouping.key_of.values())
    above = {key: group.above for key, group in grouping.groups.items()}
    ends = merge_small(own, above, k)
    key_of = {person: ends[key] for person, key in grouping.key_of.items()} if ends else {}
    kept: set[str] = set()
    for end in set(ends.values()):
        key: str | None = end
        while key is not None:
            kept.add(key)
            key = above[key]
    return Grouping(groups={key: group for key, group in grouping.groups.items() if key in kept}, key_of=key_of)
