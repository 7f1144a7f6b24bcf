"""Which units lie above and below somebody: for whom a gathering can be, and who may hold it."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from aizuchi.people.models import Membership, Organization, Person
from aizuchi.people.queries.units import Tree, outline_of

Units = frozenset[uuid.UUID]


@dataclass(frozen=True, kw_only=True)
class Scope:
    is_in: Units
    """Units that contain somebody, their own ones among them."""
    heads_in: Units
    """Units that contain one that they head."""
    heads: Units
    """Units that they head, and all below."""
    is_head: bool


def scope_of(person: Person, *, on: datetime.date) -> Scope:
    """Two queries."""
    tree = outline_of(person.organization, on=on)
    rows = list(Membership.objects.on(on).filter(person=person).values_list("unit", "is_head"))
    headed = [unit for unit, is_head in rows if is_head]
    return Scope(
        is_in=_above(tree, (unit for unit, _is_head in rows)),
        heads_in=_above(tree, headed),
        heads=frozenset(below for unit in headed for below in tree.below(unit)),
        is_head=bool(headed),
    )


def people_within(
    organization: Organization, unit_id: uuid.UUID | None, *, heads_only: bool, on: datetime.date
) -> Collection[uuid.UUID]:
    """Everybody of a unit and of what lies below, or all heads there."""
    found = Membership.objects.on(on).filter(unit__organization=organization)
    if unit_id:
        found = found.filter(unit__in=outline_of(organization, on=on).below(unit_id))
    if heads_only:
        found = found.filter(is_head=True)
    return list(dict.fromkeys(found.order_by("person").values_list("person", flat=True)))


def _above(tree: Tree, units: Iterable[uuid.UUID]) -> Units:
    return frozenset(node.id for unit in units for node in tree.path_of(unit))
