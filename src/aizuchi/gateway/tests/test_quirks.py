"""What Entra and Okta are known to send, as their own pages and other services' issues show it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cast import Cast

from aizuchi.gateway.scim.normalizing import normalize_patch, normalize_user
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.people.models import Group, Person, ReportingLine

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
def entra(connect: Callable[..., Directory]) -> Directory:
    return connect("Entra")


@pytest.fixture
def okta(connect: Callable[..., Directory]) -> Directory:
    return connect("Okta")


def members_of(group: Any) -> set[str]:
    return {str(person.pk) for person in Group.objects.get(pk=group["id"]).people.all()}


def supervisor_of(person: Person) -> Person | None:
    line = ReportingLine.objects.filter(person=person, until_on=None).first()
    return line.supervisor if line else None


@pytest.mark.database
def test_entra_takes_one_member_out_by_a_value_array_and_the_others_stay(entra: Directory, cast: Cast) -> None:
    keys = [str(cast.member.pk), str(cast.manager.pk), str(cast.peer.pk)]
    _, group = entra.ask("POST", "Groups", {"displayName": "開発", "members": [{"value": key} for key in keys]})

    status, _ = entra.patch(
        group["id"], {"op": "Remove", "path": "members", "value": [{"value": keys[0]}]}, path="Groups"
    )

    assert status in (200, 204)
    assert members_of(group) == set(keys[1:])


@pytest.mark.database
def test_the_value_array_of_a_stranger_empties_nothing(entra: Directory, cast: Cast) -> None:
    _, group = entra.ask("POST", "Groups", {"displayName": "開発", "members": [{"value": str(cast.member.pk)}]})

    entra.patch(
        group["id"],
        {"op": "Remove", "path": "members", "value": [{"value": "7f000001-0000-4000-8000-000000000000"}]},
        path="Groups",
    )

    assert members_of(group) == {str(cast.member.pk)}


def test_entra_repeats_active_and_changes_nothing(entra: Directory, cast: Cast) -> None:
    user = entra.add("mio@example.jp")
    version = entra.ask("GET", f"Users/{user['id']}")[1]["meta"]["version"]

    for said in (True, "True", "true"):
        status, _ = entra.patch(user["id"], {"op": "Replace", "path": "active", "value": said})
        assert status in (200, 204)

    assert entra.ask("GET", f"Users/{user['id']}")[1]["meta"]["version"] == version


@pytest.mark.parametrize("said", [False, "False", "false"])
@pytest.mark.parametrize("form", ["path", "object"])
def test_entra_says_false_in_words(entra: Directory, said: object, form: str) -> None:
    user = entra.add("mio@example.jp")
    operation = (
        {"op": "Replace", "path": "active", "value": said}
        if form == "path"
        else {"op": "Replace", "value": {"active": said}}
    )

    entra.patch(user["id"], operation)

    assert entra.ask("GET", f"Users/{user['id']}")[1]["active"] is False


@pytest.mark.parametrize("path", [f"{ENTERPRISE}:manager", f"{ENTERPRISE}:manager.value", "manager"])
def test_entra_writes_a_manager_as_a_plain_text(entra: Directory, cast: Cast, path: str) -> None:
    user = entra.add("mio@example.jp")

    status, told = entra.patch(user["id"], {"op": "Add", "path": path, "value": str(cast.manager.pk)})

    assert status in (200, 204), told
    assert supervisor_of(Person.objects.get(pk=user["id"])) == cast.manager


@pytest.mark.parametrize("empty", ["", None, {}, []])
def test_entra_takes_a_manager_away_by_writing_nothing(entra: Directory, cast: Cast, empty: object) -> None:
    user = entra.add("mio@example.jp", **{ENTERPRISE: {"manager": str(cast.manager.pk)}})
    assert supervisor_of(Person.objects.get(pk=user["id"])) == cast.manager

    entra.patch(user["id"], {"op": "Replace", "path": f"{ENTERPRISE}:manager", "value": empty})

    assert supervisor_of(Person.objects.get(pk=user["id"])) is None


def test_entra_writes_an_address_to_an_entry_that_is_not_there(entra: Directory) -> None:
    user = entra.add("mio")
    assert Person.objects.get(pk=user["id"]).email is None

    status, told = entra.patch(
        user["id"], {"op": "Add", "path": 'emails[type eq "work"].value', "value": "Mio@Example.JP"}
    )

    assert status in (200, 204), told
    assert Person.objects.get(pk=user["id"]).email == "mio@example.jp"


@pytest.mark.database
def test_entra_sends_an_object_without_a_path_with_dots_in_its_keys(entra: Directory, cast: Cast) -> None:
    user = entra.add("mio@example.jp")

    status, told = entra.patch(
        user["id"],
        {
            "op": "Replace",
            "value": {
                "name.familyName": "佐久間",
                "displayName": "佐久間 澪",
                f"{ENTERPRISE}:department": "制御ソフト課",
                f"{ENTERPRISE}:manager": str(cast.manager.pk),
                'emails[type eq "work"].value': "m.sakuma@example.jp",
            },
        },
    )

    person = Person.objects.get(pk=user["id"])
    assert status in (200, 204), told
    assert (person.family_name, person.given_name, person.email) == ("佐久間", "澪", "m.sakuma@example.jp")
    assert person.memberships.get().unit == cast.control
    assert supervisor_of(person) == cast.manager


def test_what_is_not_kept_does_not_stand_in_the_way(entra: Directory) -> None:
    user = entra.add("mio@example.jp", phoneNumbers=[{"type": "work", "value": "03"}], locale="ja", password="x1!")

    status, told = entra.patch(
        user["id"],
        {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "090"},
        {"op": "Add", "path": 'addresses[type eq "work"].locality', "value": "東京"},
        {"op": "Replace", "path": "title", "value": "主任"},
    )

    assert status in (200, 204), told
    assert Person.objects.get(pk=user["id"]).employments.get(until_on=None).title == "主任"


@pytest.mark.database
def test_a_put_of_okta_that_knows_no_manager_takes_none_away(okta: Directory, cast: Cast) -> None:
    user = okta.find(str(cast.member.email))

    status, told = okta.ask(
        "PUT",
        f"Users/{user['id']}",
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": user["id"],
            "userName": cast.member.email,
            "name": {"givenName": "葵", "familyName": "小野寺"},
            "emails": [{"primary": True, "value": cast.member.email, "type": "work"}],
            "active": True,
            "groups": [],
            "password": "1mz050nq",
        },
    )

    assert status == 200, told
    assert supervisor_of(cast.member) == cast.manager
    assert cast.member.memberships.filter(until_on=None).get().unit == cast.control


def test_a_put_of_okta_lets_somebody_go(okta: Directory, cast: Cast) -> None:
    user = okta.add("mio@example.jp", active="true")

    okta.ask("PUT", f"Users/{user['id']}", as_body("mio@example.jp", active=False))

    assert not Person.objects.get(pk=user["id"]).is_active


def test_an_empty_address_is_none() -> None:
    assert normalize_user({"emails": [{"value": "", "type": "work"}, {"value": "a@b.jp", "primary": "True"}]}) == {
        "emails": [{"value": "a@b.jp", "primary": True}]
    }


@pytest.mark.parametrize("odd", [None, [], "text", {"Operations": "text"}, {"Operations": [1, None, {}]}])
def test_what_is_no_request_is_left_to_whoever_refuses_it(odd: Any) -> None:
    assert normalize_patch(odd) is not False
    assert normalize_user(odd) == odd or isinstance(odd, dict)
