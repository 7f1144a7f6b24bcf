"""Groups that other systems tell, and the roles that follow."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.audit.operations import acting_as
from aizuchi.people.checks import find_problems
from aizuchi.people.models import Group, GroupRole, Person, RoleGrant
from aizuchi.people.models.group import NOT_KNOWN
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


@pytest.mark.database
@pytest.mark.parametrize(
    "said", ["Peo\u200bple", "People ", "\u3000People", "Peo\0ple", "Peo\ud800ple", "ＰＥople", "people"]
)
def test_a_group_that_only_reads_like_it_gives_nothing(cast: Cast, said: str) -> None:
    let_groups_give(cast, ("People", "hr"))

    set_groups(cast.member, said)
    set_groups(cast.colleague, "People")

    assert (roles_of(cast.member), roles_of(cast.colleague)) == (set(), {"hr"})
    set_groups(cast.colleague, said)
    assert roles_of(cast.colleague) == set()


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


@pytest.mark.database
@pytest.mark.parametrize(
    "lookalike",
    [
        "〜夜ガ ",
        "〜\u200b夜ガ",
        "\0〜夜ガ",
        "\uff5e夜ガ",
        "\t〜夜ガ",
        "〜夜ガ\u3000",
        "〜夜ガ\xa0",
        "〜夜\u30ab\u3099",
        "〜夜ｶﾞ",
    ],
)
def test_a_role_follows_from_a_name_to_the_letter_only(cast: Cast, lookalike: str) -> None:
    GroupRole.objects.create(organization=cast.organization, group_name="〜夜ガ", role="hr")

    set_groups(cast.member, lookalike)
    assert not roles_of(cast.member)
    assert [group.name_as_said for group in cast.member.groups.all()] == [lookalike.replace("\0", "\ufffd")]

    set_groups(cast.member, lookalike, "〜夜ガ")
    assert roles_of(cast.member) == {"hr"}


@pytest.mark.database
@pytest.mark.parametrize(("said", "keeps"), [("leaders", True), ("leaders\u200b", False)])
def test_what_came_before_names_were_kept_to_the_letter_is_settled_once_they_are_said(
    cast: Cast, said: str, keeps: bool
) -> None:
    GroupRole.objects.create(organization=cast.organization, group_name="leaders", role="administrator")
    set_groups(cast.member, "leaders")
    Group.objects.update(said_as=NOT_KNOWN)
    told = AuditEntry.objects.filter(action="people.groups.changed").count()
    assert "leaders" in " ".join(problem.what for problem in find_problems())

    set_groups(cast.member, said)

    assert roles_of(cast.member) == ({"administrator"} if keeps else set())
    assert AuditEntry.objects.filter(action="people.groups.changed").count() == told + (not keeps)
    assert AuditEntry.objects.filter(action="people.role.revoked").exists() is not keeps
    assert not list(find_problems())
