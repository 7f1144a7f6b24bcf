"""Of whom something may be told together: everybody, and each unit with what lies below it."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
    values: list[str] = field(default_factory=list)
    """Of the second attribute: a part of the group above it, by people and not by what lies below."""


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


def split_by_values(
    grouping: Grouping, value_of: Mapping[uuid.UUID, str], k: int, order: Sequence[str] = ()
) -> Grouping:
    """Those who are in a group and in none below it, told apart by value where every part has at least `k`.

    `order`: of values that go on from each other, so that only neighbours are put together. A value that is not known
    is one of its own.
    """
    groups, key_of = dict(grouping.groups), dict(grouping.key_of)
    own: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    for person, key in grouping.key_of.items():
        own[key].append(person)
    for key, people in own.items():
        values = Counter(value_of.get(person, "") for person in people)
        parts = join_neighbours(values, k, order) if order else join_smallest(values, k)
        for number, part in enumerate(parts if len(parts) > 1 else ()):
            inside = [person for person in people if value_of.get(person, "") in part]
            part_key = f"{key}/{number}"
            groups[part_key] = GroupOfPeople(
                above=key, unit_id=grouping.groups[key].unit_id, people=len(inside), values=part
            )
            key_of |= dict.fromkeys(inside, part_key)
    return Grouping(groups=groups, key_of=key_of)


def join_smallest(values: Mapping[str, int], k: int) -> list[list[str]]:
    """Values of too few are one part, with as many of the next larger as they need."""
    sizes = sorted(values, key=lambda value: (values[value], value))
    rest = [value for value in sizes if values[value] < k]
    large = [value for value in sizes if values[value] >= k]
    while rest and large and sum(values[value] for value in rest) < k:
        rest.append(large.pop(0))
    return [[value] for value in sorted(large)] + ([sorted(rest)] if rest else [])


def join_neighbours(values: Mapping[str, int], k: int, order: Sequence[str]) -> list[list[str]]:
    """In that order; what is not in it comes last."""
    parts: list[list[str]] = [[]]
    for value in sorted(values, key=lambda one: (order.index(one) if one in order else len(order), one)):
        if sum(values[one] for one in parts[-1]) >= k:
            parts.append([])
        parts[-1].append(value)
    if len(parts) > 1 and sum(values[one] for one in parts[-1]) < k:
        few = parts.pop()
        parts[-1] += few
    return parts
