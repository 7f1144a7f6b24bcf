"""Groups that other systems tell, and the roles that follow."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.audit.operations import acting_as
from aizuchi.people.models import Group, Person, RoleGrant
from aizuchi.people.operations import (
    GroupNameTooLong,
    GroupsChange,
    TooManyGroups,
    person_leaves,
    set_group_roles,
    set_groups_of_person,
)
from aizuchi.people.policies import has_role
from aizuchi.people.queries.audit_log import Filters, list_entries


def set_groups(person: Person, *names: str, source: str = "scim:1") -> GroupsChange:
    return set_groups_of_person(person_id=person.pk, names=names, source=source, actor=None, now=timezone.now())


def let_groups_give(cast: Cast, *roles: tuple[str, str]) -> bool:
    return set_group_roles(
        organization_id=cast.organization.pk, roles=roles, actor=cast.administrator, now=timezone.now()
    )


def roles_of(person: Person) -> set[str]:
    today = person.organization.today(timezone.now())
    return set(RoleGrant.objects.on(today).filter(person=person).values_list("role", flat=True))


def groups_of(person: Person) -> set[tuple[str, str]]:
    return set(Group.objects.filter(people=person).values_list("source", "name"))


@pytest.mark.database
def test_a_source_says_all_groups_and_those_of_others_stay(cast: Cast) -> None:
    set_groups(cast.member, "開発", "全員")
    set_groups(cast.member, "vpn", source="oidc:1")

    change = set_groups(cast.member, "全員", "夜間")

    assert change == GroupsChange(added=("夜間",), removed=("開発",))
    assert groups_of(cast.member) == {("scim:1", "全員"), ("scim:1", "夜間"), ("oidc:1", "vpn")}


def test_a_role_follows_from_a_group_and_ends_with_it(cast: Cast) -> None:
    let_groups_give(cast, ("People", "hr"))

    set_groups(cast.member, "People")
    assert roles_of(cast.member) == {"hr"}

    set_groups(cast.member)
    assert roles_of(cast.member) == set()


def test_a_role_follows_at_once_where_the_group_was_there_before(cast: Cast) -> None:
    set_groups(cast.member, "People")

    let_groups_give(cast, ("People", "hr"))
    assert roles_of(cast.member) == {"hr"}

    let_groups_give(cast)
    assert roles_of(cast.member) == set()


def test_a_role_that_was_given_by_hand_stays(cast: Cast) -> None:
    let_groups_give(cast, ("People", "hr"))
    set_groups(cast.hr, "People")

    set_groups(cast.hr)

    assert roles_of(cast.hr) == {"hr"}


@pytest.mark.database
def test_the_latest_administrator_stays_whatever_the_groups_say(cast: Cast) -> None:
    let_groups_give(cast, ("Admins", "administrator"), ("Admins", "hr"))
    set_groups(cast.member, "Admins")
    RoleGrant.objects.filter(person=cast.administrator).delete()
    Person.objects.filter(pk=cast.member.pk).update(last_login=timezone.now())

    change = set_groups(cast.member)

    assert change.kept_administrator
    assert roles_of(cast.member) == {"administrator"}


def test_groups_give_nothing_to_whoever_has_left(cast: Cast) -> None:
    now = timezone.now()
    let_groups_give(cast, ("People", "hr"))
    yesterday = cast.organization.today(now).replace(year=2025)
    person_leaves(person_id=cast.member.pk, left_on=yesterday, actor=None, now=now)

    set_groups(cast.member, "People")

    assert not has_role(cast.member, "hr", on=cast.organization.today(now))


def test_only_an_administrator_says_groups_and_what_they_give(cast: Cast) -> None:
    for person in (cast.hr, cast.member):
        with pytest.raises(PermissionDenied):
            set_groups_of_person(person_id=cast.member.pk, names=["x"], source="s", actor=person, now=timezone.now())
        with pytest.raises(PermissionDenied):
            set_group_roles(organization_id=cast.organization.pk, roles=[], actor=person, now=timezone.now())
    with pytest.raises(Http404):
        set_groups_of_person(
            person_id=cast.stranger.pk, names=["x"], source="s", actor=cast.administrator, now=timezone.now()
        )


def test_what_is_too_much_is_refused_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(GroupNameTooLong):
        set_groups(cast.member, "a", "x" * 121)
    with pytest.raises(TooManyGroups):
        set_groups(cast.member, *map(str, range(1001)))

    assert groups_of(cast.member) == set()


@pytest.mark.database
def test_the_record_says_which_system_it_was(cast: Cast) -> None:
    with acting_as("会社の名簿"):
        set_groups(cast.member, "開発")

    line = list_entries(cast.organization, filters=Filters(), number=1)[0][0]
    assert (line.actor, line.words) == ("会社の名簿", "小野寺 葵のグループを変えました")
    assert AuditEntry.objects.get(action="people.groups.changed").detail["by"] == "会社の名簿"


def test_what_nobody_sees_of_a_name_keeps_lookalikes_apart(cast: Cast) -> None:
    set_groups(cast.member, "夜間", "夜間 ", "夜\u200b間")

    assert groups_of(cast.member) == {("scim:1", "夜間"), ("scim:1", "夜間 \ufffd")}
