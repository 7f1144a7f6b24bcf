"""Before a survey goes out: how many it would ask, and who would be told of together."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aizuchi.people.models import Organization
from aizuchi.people.queries import Tree, outline_of
from aizuchi.surveys.asked import WhoIsAsked, find_asked
from aizuchi.surveys.attributes import join_values, say_values
from aizuchi.surveys.grouping import Grouping
from aizuchi.surveys.groups_of_asked import GroupTerms, group_asked

MOST_SHOWN = 40
FRAGILE = 2
"""So many times the smallest group: of fewer the result may well stay hidden."""


@dataclass(frozen=True, kw_only=True)
class PreviewGroup:
    name: str
    """Empty: whoever is in no unit, or everybody."""
    values: str
    """Of the second attribute, in words."""
    people: int
    merged: Sequence[str]
    """Units that alone would have been too few."""


@dataclass(frozen=True, kw_only=True)
class AskedPreview:
    people: int
    smallest_group: int
    is_anonymous: bool
    groups: Sequence[PreviewGroup]
    """Only of an anonymous survey: whose answers are added up together, at least."""
    more: int
    """Groups beyond those that are shown."""

    @property
    def group_count(self) -> int:
        return len(self.groups) + self.more

    @property
    def is_fragile(self) -> bool:
        """Nearly all have to answer, each in one browser, for anything to be told."""
        return self.is_anonymous and not self.is_too_few and self.people < FRAGILE * self.smallest_group

    @property
    def fragile_groups(self) -> int:
        """Of those that are shown, where there are others as well."""
        if self.group_count < 2 or self.is_fragile:
            return 0
        return sum(group.people < FRAGILE * self.smallest_group for group in self.groups)

    @property
    def is_too_few(self) -> bool:
        return self.people < (self.smallest_group if self.is_anonymous else 1)


def preview_asked(organization: Organization, who: WhoIsAsked, terms: GroupTerms, *, on: datetime.date) -> AskedPreview:
    """As it would open on that day."""
    asked = find_asked(organization, who, on=on)
    found: list[PreviewGroup] = []
    if terms.is_anonymous:
        grouping = group_asked(organization, asked, terms, on=on)
        found = _list_groups(grouping, asked, outline_of(organization, on=on))
    return AskedPreview(
        people=len(asked),
        smallest_group=terms.smallest_group,
        is_anonymous=terms.is_anonymous,
        groups=found[:MOST_SHOWN],
        more=max(0, len(found) - MOST_SHOWN),
    )


def _list_groups(grouping: Grouping, asked: Mapping[uuid.UUID, uuid.UUID | None], tree: Tree) -> list[PreviewGroup]:
    people = Counter(grouping.key_of.values())
    merged: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    for person, key in grouping.key_of.items():
        unit = asked[person]
        if unit in tree.by_id and unit is not None and unit != grouping.groups[key].unit_id:
            merged[key].add(unit)
    order = {node.id: place for place, node in enumerate(tree.walk())}
    keys = sorted(people, key=lambda key: (order.get(grouping.groups[key].unit_id or uuid.UUID(int=0), -1), key))
    return [
        PreviewGroup(
            name=_name(grouping.groups[key].unit_id, tree),
            values=say_values(join_values(grouping.groups[key].values)) if grouping.groups[key].values else "",
            people=people[key],
            merged=[tree.by_id[unit].label for unit in sorted(merged[key], key=lambda unit: order[unit])],
        )
        for key in keys
    ]


def _name(unit: uuid.UUID | None, tree: Tree) -> str:
    return tree.by_id[unit].label if unit in tree.by_id and unit is not None else ""
