"""Groups of a directory, and who is in them."""

import uuid
from typing import Any

from django.utils.translation import gettext_noop
from scim2_models import InvalidValueException, Meta, Reference

from aizuchi.gateway.scim.filters import as_key
from aizuchi.gateway.scim.people_write import Writing
from aizuchi.gateway.scim.schema import Group as GroupResource
from aizuchi.gateway.scim.schema import GroupMember
from aizuchi.kernel.canonical import canonical
from aizuchi.people.models import Group, GroupMembership, Person
from aizuchi.people.models.group import NOT_KNOWN
from aizuchi.people.operations.groups import GroupFacts, create_group, delete_group, edit_group

MOST_MEMBERS = 50_000


def version_of(group: Group) -> str:
    return f'W/"{group.version}"'


def as_resource(group: Group, *, with_members: bool = True) -> Any:
    made: Any = GroupResource(
        id=str(group.pk),
        external_id=group.external_id or None,
        display_name=group.name_as_said,
        members=_members_of(group) if with_members else None,
    )
    made._wants_name = group.said_as == NOT_KNOWN
    made.meta = Meta(
        resource_type="Group", created=group.created_at, last_modified=group.changed_at, version=version_of(group)
    )
    return made


def create(writing: Writing, said: Any) -> Group:
    facts = _facts(said)
    people = _people_of(writing, said)
    group = create_group(
        organization_id=writing.organization.pk,
        source=writing.connector.source,
        facts=facts,
        person_ids=people,
        actor=None,
        now=writing.now,
    )
    writing.changes.note("group", None, group.name)
    return group


def update(writing: Writing, group: Group, said: Any) -> Group:
    facts, people = _facts(said), _people_of(writing, said)
    changed = edit_group(group_id=group.pk, facts=facts, person_ids=people, actor=None, now=writing.now)
    if changed.version != group.version:
        writing.changes.note("group", None, changed.name)
    return changed


def delete(writing: Writing, group: Group) -> None:
    writing.changes.note("group", None, group.name)
    delete_group(group_id=group.pk, actor=None, now=writing.now)


def _members_of(group: Group) -> list[Any] | None:
    keys = GroupMembership.objects.filter(group=group).order_by("person").values_list("person", flat=True)
    return [GroupMember(value=str(key), ref=Reference(f"Users/{key}"), type="User") for key in keys] or None


def _facts(said: Any) -> GroupFacts:
    if not canonical(said.display_name or ""):
        raise InvalidValueException(detail=gettext_noop("displayName is missing"))
    if len(said.external_id or "") > 200:
        raise InvalidValueException(detail=gettext_noop("externalId has at most 200 letters"))
    return GroupFacts(name=said.display_name, external_id=said.external_id or "", says_name=said._says_name)


def _people_of(writing: Writing, said: Any) -> set[uuid.UUID]:
    """Raises InvalidValueException: a member who is not here is no small thing to leave out."""
    values = {str(member.value) for member in said.members or [] if member.value}
    keys = {key for value in values if (key := as_key(value))}
    if len(values) > MOST_MEMBERS:
        raise InvalidValueException(detail=gettext_noop("The group has too many members") + f": {MOST_MEMBERS}")
    known = set(
        Person.objects.filter(organization=writing.organization, pk__in=keys).values_list("pk", flat=True)
        if len(keys) <= 500
        else (
            pk
            for pk in Person.objects.filter(organization=writing.organization).values_list("pk", flat=True)
            if pk in keys
        )
    )
    if len(known) < len(values):
        raise InvalidValueException(detail=gettext_noop("A member of this group is no user here"))
    return known
