"""Who holds which role."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from aizuchi.people.group_names import read_group_name, show_signs
from aizuchi.people.models import Group, GroupRole, Organization, Person, RoleGrant
from aizuchi.people.models.group import GIVES_ROLES, NOT_KNOWN
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.people.ranges import holds_after


@dataclass(frozen=True, kw_only=True)
class Grant:
    id: uuid.UUID
    person: PersonCard
    role: str
    label: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    """The last day of the role, as people count."""
    until_on: datetime.date | None
    granted_by: PersonCard | None


def roles_by_groups(organization_id: uuid.UUID, names: Collection[str]) -> frozenset[str]:
    """What whoever is in groups of these names, said by a directory, would have."""
    exact = [said.name for said in map(read_group_name, names) if not said.said_as]
    following = GroupRole.objects.filter(organization=organization_id, group_name__in=exact)
    return frozenset(following.values_list("role", flat=True))


@dataclass(frozen=True, kw_only=True)
class LookalikeGroup:
    name: str
    shown: str
    """As the directory says it, with what cannot be seen by its number."""
    people: int


def list_lookalike_groups(viewer: Person) -> list[LookalikeGroup]:
    """Groups that read like one that gives a role, to the letter are another, and so give none."""
    named = GroupRole.objects.filter(organization=viewer.organization_id).values("group_name")
    alike = Group.objects.filter(organization=viewer.organization_id, name__in=named).exclude(said_as__in=GIVES_ROLES)
    counted = alike.annotate(count=Count("memberships")).filter(count__gt=0).order_by("name", "said_as", "pk")
    return [
        LookalikeGroup(name=group.name, shown=show_signs(group.said_as), people=group.count) for group in counted[:20]
    ]


@dataclass(frozen=True, kw_only=True)
class UnconfirmedGroup:
    name: str
    people: int


def list_unconfirmed_groups(viewer: Person | None = None) -> list[UnconfirmedGroup]:
    """Groups that give a role, and whose name to the letter no directory has said yet. Without a viewer: of all
    organizations."""
    gives = GroupRole.objects.filter(organization=OuterRef("organization"), group_name=OuterRef("name"))
    unknown = Group.objects.filter(Exists(gives), said_as=NOT_KNOWN)
    if viewer:
        unknown = unknown.filter(organization=viewer.organization_id)
    counted = unknown.values("name").annotate(count=Count("people", distinct=True)).filter(count__gt=0)
    return [UnconfirmedGroup(name=row["name"], people=row["count"]) for row in counted.order_by("name")]


def list_grants(organization: Organization, *, on: datetime.date) -> list[Grant]:
    """What holds on that date or later, by role."""
    rows = list(
        RoleGrant.objects.filter(holds_after(on), person__organization=organization).order_by("role", "starts_on", "pk")
    )
    cards = cards_of([row.person_id for row in rows] + [row.granted_by_id for row in rows if row.granted_by_id], on=on)
    return [
        Grant(
            id=row.pk,
            person=cards[row.person_id],
            role=row.role,
            label=row.get_role_display(),
            starts_on=row.starts_on,
            until_on=row.until_on,
            ends_on=row.until_on - datetime.timedelta(days=1) if row.until_on else None,
            granted_by=cards.get(row.granted_by_id) if row.granted_by_id else None,
        )
        for row in rows
    ]
