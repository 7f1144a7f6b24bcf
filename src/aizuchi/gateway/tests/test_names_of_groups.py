"""A role follows from a group's name to the letter: what came before that was kept settles as soon as it is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.gateway.tests.conftest import Directory
from aizuchi.people.models import Group, GroupRole, Person
from aizuchi.people.models.group import NOT_KNOWN
from aizuchi.people.policies import has_role

LIST = "/connections/scim/"


@pytest.fixture
def group(cast: Cast, directory: Directory) -> Group:
    """That gives a role, and of which nobody knows how the directory writes it."""
    GroupRole.objects.create(organization=cast.organization, group_name="〜夜 人事", role="hr")
    body = {"displayName": "〜夜 人事", "members": [{"value": str(cast.member.pk)}]}
    directory.ask("POST", "Groups", body)
    Group.objects.update(said_as=NOT_KNOWN)
    return Group.objects.get()


def is_settled() -> bool:
    return Group.objects.get().said_as != NOT_KNOWN


def put(directory: Directory, group: Group, cast: Cast, **more: Any) -> int:
    body = {"displayName": group.name, "members": [{"value": str(cast.member.pk)}]}
    status, _told = directory.ask("PUT", f"Groups/{group.pk}", body | more)
    return status


@pytest.mark.database
def test_a_put_of_the_same_name_says_it(cast: Cast, directory: Directory, group: Group) -> None:
    version = group.version

    assert put(directory, group, cast) == 200

    assert is_settled()
    assert Group.objects.get().version == version
    assert has_role(cast.member, "hr", on=cast.member.today(timezone.now()))


@pytest.mark.parametrize("path", ["displayName", "urn:ietf:params:scim:schemas:core:2.0:Group:displayName", ""])
def test_a_patch_of_the_same_name_says_it(directory: Directory, group: Group, path: str) -> None:
    operation = {"op": "replace", "path": path, "value": group.name} if path else {"op": "Replace"}
    if not path:
        operation["value"] = {"id": str(group.pk), "displayName": group.name}  # as Okta renames

    status, _told = directory.patch(group.pk, operation, path="Groups")

    assert status in (200, 204)
    assert is_settled()


def test_a_patch_of_members_alone_says_nothing_of_the_name(cast: Cast, directory: Directory, group: Group) -> None:
    added = {"op": "add", "path": "members", "value": [{"value": str(cast.peer.pk)}]}

    assert directory.patch(group.pk, added, path="Groups")[0] in (200, 204)

    assert not is_settled()
    assert group.people.count() == 2


@pytest.mark.parametrize("lookalike", ["～夜 人事", "〜夜　人事", "〜夜 人事 ", "〜夜\u200b 人事"])
def test_one_that_only_reads_like_it_takes_the_role_away(
    cast: Cast, directory: Directory, group: Group, lookalike: str
) -> None:
    assert put(directory, group, cast, displayName=lookalike) == 200

    assert Group.objects.get().said_as == lookalike
    assert not has_role(cast.member, "hr", on=cast.member.today(timezone.now()))


@pytest.mark.database
def test_a_group_is_not_found_by_its_name_in_another_case(cast: Cast, directory: Directory) -> None:
    """A directory would fill the administrators' group with the people of its own lookalike."""
    directory.ask("POST", "Groups", {"displayName": "aizuchi-Admins"})

    counts = [
        directory.ask("GET", f'Groups?filter=displayName eq "{name}"')[1]["totalResults"]
        for name in ("aizuchi-Admins", "Aizuchi-Admins", "AIZUCHI-ADMINS")
    ]

    assert counts == [1, 0, 0]


def test_the_page_says_what_to_do(
    cast: Cast, directory: Directory, group: Group, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.administrator).get(LIST).content.decode()
    assert "「〜夜 人事」の1人には役割がついていますが" in page

    put(directory, group, cast, displayName="～夜　人事")

    page = client_for(cast.administrator).get(LIST).content.decode()
    assert "役割がついていますが" not in page
    assert "[U+FF5E]夜[U+3000]人事" in page
    assert '<code class="secret">〜夜 人事</code>' in page


def test_nothing_of_another_organization(
    cast: Cast, directory: Directory, group: Group, client_for: Callable[[Person], Client]
) -> None:
    GroupRole.objects.update(organization=cast.stranger.organization)
    Group.objects.update(organization=cast.stranger.organization)

    assert "夜 人事" not in client_for(cast.administrator).get(LIST).content.decode()
