"""The tree of units on any date."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import get_language

from aizuchi.people.models import Membership, Organization, Unit, UnitPlacement
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.people.queries.unit_names import with_planned_names

INDENT = "\N{IDEOGRAPHIC SPACE}"


@dataclass(kw_only=True)
class UnitNode:
    id: uuid.UUID
    code: str
    label: str
    name: str
    name_en: str
    version: int
    parent_id: uuid.UUID | None
    depth: int = 0
    people_count: int = 0
    total_count: int = 0
    heads: list[PersonCard] = field(default_factory=list)
    children: list["UnitNode"] = field(default_factory=list)

    @property
    def pk(self) -> uuid.UUID:
        return self.id

    @property
    def indented_label(self) -> str:
        """As lists of choices show where it hangs."""
        return f"{INDENT * self.depth}{self.label}"

    def walk(self) -> Iterator["UnitNode"]:
        """This unit and everything below, in the order of the tree."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass(frozen=True, kw_only=True)
class Tree:
    roots: list[UnitNode]
    by_id: dict[uuid.UUID, UnitNode]

    def walk(self) -> Iterator[UnitNode]:
        for root in self.roots:
            yield from root.walk()

    def path_of(self, unit_id: uuid.UUID) -> list[UnitNode]:
        """From the root down to this unit."""
        path = []
        node = self.by_id.get(unit_id)
        while node:
            path.append(node)
            node = self.by_id.get(node.parent_id) if node.parent_id else None
        return path[::-1]

    def below(self, unit_id: uuid.UUID) -> set[uuid.UUID]:
        """This unit and everything under it."""
        node = self.by_id.get(unit_id)
        return {found.id for found in node.walk()} if node else set()


def tree_of(organization: Organization, *, on: datetime.date) -> Tree:
    """The whole tree with heads and head counts, whatever its depth, in a fixed number of queries."""
    nodes = _nodes(organization, on)
    roots = _hang(nodes)
    members = Membership.objects.on(on).filter(unit__organization=organization, is_main=True)
    for unit_id in members.values_list("unit", flat=True):
        if unit_id in nodes:
            nodes[unit_id].people_count += 1
    heads = heads_by_unit(organization, on=on)
    for node in nodes.values():
        node.heads = heads.get(node.id, [])
    for root in roots:
        for node in reversed(list(root.walk())):
            node.total_count = node.people_count + sum(child.total_count for child in node.children)
    return Tree(roots=roots, by_id=nodes)


def outline_of(organization: Organization, *, on: datetime.date) -> Tree:
    """The bare tree in one query: for choosing a unit and for asking what lies below one."""
    nodes = _nodes(organization, on)
    return Tree(roots=_hang(nodes), by_id=nodes)


def main_units(organization: Organization, *, on: datetime.date) -> dict[uuid.UUID, uuid.UUID]:
    """By person, of everybody."""
    members = Membership.objects.on(on).filter(unit__organization=organization, is_main=True)
    return dict(members.values_list("person", "unit"))


def all_heads(organization: Organization, *, on: datetime.date) -> set[uuid.UUID]:
    """Whoever heads a unit."""
    headed = Membership.objects.on(on).filter(unit__organization=organization, is_head=True)
    return set(headed.values_list("person", flat=True))


def heads_by_unit(organization: Organization, *, on: datetime.date) -> dict[uuid.UUID, list[PersonCard]]:
    pairs = list(
        Membership.objects.on(on)
        .filter(unit__organization=organization, is_head=True)
        .order_by("-is_main", "starts_on", "id")
        .values_list("unit", "person")
    )
    cards = cards_of((person for _, person in pairs), on=on)
    heads: dict[uuid.UUID, list[PersonCard]] = defaultdict(list)
    for unit, person in pairs:
        heads[unit].append(cards[person])
    return heads


def heads_of(unit_id: uuid.UUID, *, on: datetime.date) -> list[uuid.UUID]:
    rows = Membership.objects.on(on).filter(unit=unit_id, is_head=True).order_by("-is_main", "starts_on", "id")
    return list(rows.values_list("person", flat=True))


def units_headed_by(person_id: uuid.UUID, *, on: datetime.date) -> list[uuid.UUID]:
    return list(Membership.objects.on(on).filter(person=person_id, is_head=True).values_list("unit", flat=True))


def people_in_unit(unit: Unit, *, on: datetime.date, with_descendants: bool = True) -> list[uuid.UUID]:
    """Members in the main or any other way, each once, by name."""
    below = outline_of(unit.organization, on=on).below(unit.pk) if with_descendants else {unit.pk}
    members = Membership.objects.on(on).filter(unit__in=below)
    found = members.order_by("person__family_kana", "person__given_kana", "person").values_list("person", flat=True)
    return list(dict.fromkeys(found))


def _nodes(organization: Organization, on: datetime.date) -> dict[uuid.UUID, UnitNode]:
    placements = UnitPlacement.objects.on(on).filter(unit__organization=organization).select_related("unit")
    is_english = get_language() == "en"
    nodes = {}
    for placement in with_planned_names(placements, on=on).order_by("unit__code"):
        unit = placement.unit
        if unit.holds_on(on):
            name, name_en = placement.planned_name or unit.name, unit.name_en
            if placement.planned_name:
                name_en = placement.planned_name_en
            nodes[unit.pk] = UnitNode(
                id=unit.pk,
                code=unit.code,
                label=(name_en or name) if is_english else name,
                name=name,
                name_en=name_en,
                version=unit.version,
                parent_id=placement.parent_id,
            )
    return nodes


def _hang(nodes: dict[uuid.UUID, UnitNode]) -> list[UnitNode]:
    """Roots with everything below them; a unit whose parent does not stand on that date is shown as a root."""
    roots = []
    for node in nodes.values():
        parent = nodes.get(node.parent_id) if node.parent_id else None
        if parent:
            parent.children.append(node)
        else:
            roots.append(node)
    for root in roots:
        for node in root.walk():
            for child in node.children:
                child.depth = node.depth + 1
    return roots
