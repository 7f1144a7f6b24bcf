"""Groups as other systems tell them, and the roles that follow from them."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import Record, record, record_many
from aizuchi.kernel.canonical import canonical
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.group_names import GroupName, read_group_name
from aizuchi.people.models import GrantByGroup, Group, GroupMembership, GroupRole, Organization, Person, RoleGrant
from aizuchi.people.models.group import GIVES_ROLES, LONGEST_NAME, NOT_KNOWN
from aizuchi.people.operations.administrators import LatestAdministrator
from aizuchi.people.operations.editing import lock_with, note
from aizuchi.people.operations.roles import grant_role, revoke_role
from aizuchi.people.policies import may_keep_groups

MOST_GROUPS = 1000


class TooManyGroups(Refusal):
    sentence = _("Nobody can be in more than a thousand groups.")


class GroupNameTooLong(Refusal):
    sentence = _("The name of a group has at most 120 letters.")


class GroupExists(Refusal):
    sentence = _("There is a group of that name already.")


@dataclass(frozen=True, kw_only=True)
class GroupsChange:
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept_administrator: bool = False
    """A role that should have ended did not: nobody else would have been administrator."""


@transaction.atomic
def set_groups_of_person(
    *, person_id: uuid.UUID, names: Collection[str], source: str, actor: Person | None, now: datetime.datetime
) -> GroupsChange:
    """All groups in which that source says somebody is; what other sources said stays.

    An actor of None is the source itself. Roles follow at once. Raises TooManyGroups and GroupNameTooLong.
    """
    organization, person = lock_with(Person, person_id, actor=actor)
    require(may_keep_groups(actor, organization, on=organization.today(now)))
    wanted = {said for said in map(read_group_name, names) if said.name}
    if len(wanted) > MOST_GROUPS:
        raise TooManyGroups
    mine = GroupMembership.objects.filter(person=person, group__source=source)
    rows = mine.values_list("group__name", "group__said_as", "group")
    present = {GroupName(name, said_as): key for name, said_as, key in rows}
    groups = _make_groups(organization, wanted - present.keys(), source, now)
    GroupMembership.objects.bulk_create(GroupMembership(group=group, person=person, since=now) for group in groups)
    gone = present.keys() - wanted
    mine.filter(group__in=[present[said] for said in gone]).delete()
    confirmed = {said.name for said in gone if said.said_as == NOT_KNOWN and GroupName(said.name) in wanted}
    added = sorted(group.name for group in groups if group.said_as or group.name not in confirmed)
    removed = sorted(said.name for said in gone if said.name not in confirmed)
    if added or removed:
        _note_groups(organization, person, added=added, removed=removed, actor=actor, now=now)
    kept = settle_roles_of_groups(person_id=person.pk, now=now)
    return GroupsChange(added=tuple(added), removed=tuple(removed), kept_administrator=kept)


@transaction.atomic
def set_group_roles(
    *, organization_id: uuid.UUID, roles: Collection[tuple[str, str]], actor: Person | None, now: datetime.datetime
) -> bool:
    """Which group has which role, all of it anew; answers whether an administrator had to be kept."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    require(may_keep_groups(actor, organization, on=organization.today(now)))
    before = set(GroupRole.objects.filter(organization=organization).values_list("group_name", "role"))
    after = {(_check(GroupName(canonical(name))).name, role) for name, role in roles}
    if before == after:
        return False
    GroupRole.objects.filter(organization=organization).delete()
    GroupRole.objects.bulk_create(
        GroupRole(organization=organization, group_name=name, role=role) for name, role in sorted(after)
    )
    record(
        organization_id=organization.pk,
        actor=actor,
        action="people.group_roles.changed",
        subject_id=organization.pk,
        detail={
            "added": [f"{name}: {role}" for name, role in sorted(after - before)],
            "removed": [f"{name}: {role}" for name, role in sorted(before - after)],
        },
        now=now,
    )
    named = [name for name, _role in before ^ after]
    concerned = Person.objects.filter(organization=organization, groups__name__in=named).distinct()
    kept = [settle_roles_of_groups(person_id=person.pk, now=now) for person in concerned.order_by("pk")]
    return any(kept)


@transaction.atomic
def settle_roles_of_groups(*, person_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Gives and ends what follows from groups, never what was given by hand; whether the latest administrator stayed.

    Groups and roles have been allowed by whoever set them: here the installation acts.
    """
    person = Person.objects.select_related("organization").get(pk=person_id)
    today = person.organization.today(now)
    exact = Group.objects.filter(organization_id=person.organization_id, people=person, said_as__in=GIVES_ROLES)
    wanted: set[str] = set()
    if person.is_still_here_on(today):
        following = GroupRole.objects.filter(
            organization_id=person.organization_id, group_name__in=exact.values("name")
        )
        wanted = set(following.values_list("role", flat=True))
    standing = list(RoleGrant.objects.on(today).filter(person=person))
    by_group = set(GrantByGroup.objects.filter(grant__in=standing).values_list("grant", flat=True))
    later = set(RoleGrant.objects.filter(person=person, starts_on__gt=today).values_list("role", flat=True))
    for role in sorted(wanted - {grant.role for grant in standing} - later):
        grant = grant_role(person_id=person.pk, role=role, starts_on=today, actor=None, now=now)
        GrantByGroup.objects.create(grant=grant)
    kept = [_is_kept(grant, today, now) for grant in standing if grant.pk in by_group and grant.role not in wanted]
    return any(kept)


def _is_kept(grant: RoleGrant, today: datetime.date, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            revoke_role(grant_id=grant.pk, until_on=today, actor=None, now=now)
    except LatestAdministrator:
        return True
    return False


def _make_groups(organization: Organization, said: set[GroupName], source: str, now: datetime.datetime) -> list[Group]:
    of_source = Group.objects.filter(organization=organization, source=source, name__in={one.name for one in said})
    known = {one: group for group in of_source if (one := GroupName(group.name, group.said_as)) in said}
    for one in sorted(said - known.keys()):
        known[one] = Group.objects.create(
            organization=organization, source=source, created_at=now, changed_at=now, **_check(one)._asdict()
        )
    return list(known.values())


def _check(said: GroupName) -> GroupName:
    if max(len(said.name), len(said.said_as)) > LONGEST_NAME:
        raise GroupNameTooLong
    return said


def _note_groups(
    organization: Organization,
    person: Person,
    *,
    added: Collection[str],
    removed: Collection[str],
    actor: Person | None,
    now: datetime.datetime,
) -> None:
    note(
        organization=organization,
        actor=actor,
        action="people.groups.changed",
        subject=person,
        now=now,
        added=list(added),
        removed=list(removed),
    )


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    name: str
    external_id: str = ""
    says_name: bool = True
    """Whether the source said it just now; else it is what stands here already."""


@transaction.atomic
def create_group(
    *,
    organization_id: uuid.UUID,
    source: str,
    facts: GroupFacts,
    person_ids: Collection[uuid.UUID],
    actor: Person | None,
    now: datetime.datetime,
) -> Group:
    """Raises GroupExists and GroupNameTooLong. Whom the source names must belong to the organization."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    require(may_keep_groups(actor, organization, on=organization.today(now)))
    said = _check(read_group_name(facts.name))
    _refuse_same_name(organization, source, said)
    group = Group.objects.create(
        organization=organization,
        source=source,
        name=said.name,
        said_as=said.said_as,
        external_id=facts.external_id,
        created_at=now,
        changed_at=now,
    )
    _set_members(group, person_ids, actor=actor, now=now)
    return group


@transaction.atomic
def edit_group(
    *,
    group_id: uuid.UUID,
    facts: GroupFacts,
    person_ids: Collection[uuid.UUID],
    actor: Person | None,
    now: datetime.datetime,
) -> Group:
    """All of it anew. A new name may give other roles."""
    group = _lock_group(group_id, actor, now)
    said = _check(read_group_name(facts.name))
    renamed = said != GroupName(group.name, "" if group.said_as == NOT_KNOWN else group.said_as)
    if renamed:
        _refuse_same_name(group.organization, group.source, said)
    is_new = renamed or facts.external_id != group.external_id
    if renamed:
        group.name, group.said_as = said
    group.external_id = facts.external_id
    if group.said_as == NOT_KNOWN and facts.says_name and not said.said_as:
        group.said_as = ""  # said to the letter now; whoever asks sees nothing new
        group.save(update_fields=["said_as"])
    if is_new:
        group.save(update_fields=["name", "said_as", "external_id"])
    moved = _set_members(group, person_ids, actor=actor, now=now)
    if renamed:
        for person in Person.objects.filter(groups=group).order_by("pk"):
            settle_roles_of_groups(person_id=person.pk, now=now)
    if is_new or moved:
        group.version, group.changed_at = group.version + 1, now
        group.save(update_fields=["version", "changed_at"])
    return group


@transaction.atomic
def delete_group(*, group_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> None:
    group = _lock_group(group_id, actor, now)
    _set_members(group, (), actor=actor, now=now)
    group.delete()


def _lock_group(group_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> Group:
    groups = Group.objects.select_related("organization").select_for_update(of=("self",))
    group = groups.filter(pk=group_id, **({"organization": actor.organization_id} if actor else {})).first()
    if group is None:
        raise Http404
    require(may_keep_groups(actor, group.organization, on=group.organization.today(now)))
    return group


def _refuse_same_name(organization: Organization, source: str, said: GroupName) -> None:
    said_as = [said.said_as] if said.said_as else GIVES_ROLES
    if Group.objects.filter(organization=organization, source=source, name=said.name, said_as__in=said_as).exists():
        raise GroupExists


def _set_members(
    group: Group, person_ids: Collection[uuid.UUID], *, actor: Person | None, now: datetime.datetime
) -> bool:
    """Whether anybody came or went."""
    present = set(GroupMembership.objects.filter(group=group).values_list("person", flat=True))
    added, removed = set(person_ids) - present, present - set(person_ids)
    GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, person_id=key, since=now) for key in sorted(added)], batch_size=500
    )
    gone = sorted(removed)
    for start in range(0, len(gone), 500):
        GroupMembership.objects.filter(group=group, person__in=gone[start : start + 500]).delete()
    changes = [
        Record(action="people.groups.changed", subject_id=key, detail={word: [group.name]})
        for word, keys in (("added", sorted(added)), ("removed", gone))
        for key in keys
    ]
    if changes:
        record_many(organization_id=group.organization_id, actor=actor, changes=changes, now=now)
        _settle_roles(group, sorted(added | removed), now)
    return bool(changes)


def _settle_roles(group: Group, person_ids: list[uuid.UUID], now: datetime.datetime) -> None:
    """Most groups give nothing."""
    gives = group.said_as in GIVES_ROLES
    if not gives or not GroupRole.objects.filter(organization=group.organization, group_name=group.name).exists():
        return
    for start in range(0, len(person_ids), 500):
        for person in Person.objects.filter(pk__in=person_ids[start : start + 500]).select_related("organization"):
            settle_roles_of_groups(person_id=person.pk, now=now)
