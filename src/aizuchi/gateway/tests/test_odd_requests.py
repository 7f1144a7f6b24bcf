"""What a directory, or somebody with its token, says oddly: a sentence, and nothing half done."""

from typing import Any

import pytest
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.gateway.models import HeldChange
from aizuchi.gateway.tests.conftest import Directory
from aizuchi.people.models import Person

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "", "value": "x"},
        {"op": "replace", "path": "nothing.of.this", "value": "x"},
        {"op": "replace", "path": "emails[", "value": "x"},
        {"op": "replace", "path": 'emails[type eq "work"', "value": "x@example.jp"},
        {"op": "replace", "path": "name[familyName eq 1].x[y].z", "value": "x"},
        {"op": "replace", "path": "title" * 400, "value": "x"},
        {"op": "replace", "path": "タイトル", "value": "x"},
        {"op": "replace", "path": "id", "value": "00000000-0000-4000-8000-000000000000"},
        {"op": "replace", "path": "meta.version", "value": 'W/"x"'},
        {"op": "replace", "path": "title", "value": {"$ref": "x"}},
        {"op": "replace", "path": "active", "value": {"value": False}},
        {"op": "replace", "path": ["active"], "value": False},
        {"op": "move", "path": "title", "value": "x"},
        {"op": "remove"},
        {"op": "remove", "path": "userName"},
        {"op": "remove", "path": "name"},
        {"op": "add", "path": "emails", "value": [[]]},
        {"op": None},
        {},
    ],
)
def test_an_odd_operation_breaks_nothing(directory: Directory, cast: Cast, operation: dict[str, Any]) -> None:
    before = Person.objects.filter(pk=cast.member.pk).values().get()

    status, told = directory.patch(cast.member.pk, operation)

    after = Person.objects.filter(pk=cast.member.pk).values().get()
    assert status == 200 or (status == 400 and told["detail"]), (status, told)
    assert {**after, "version": 0} == {**before, "version": 0}


def test_ten_megabytes_are_not_read(directory: Directory, cast: Cast) -> None:
    body = b'{"userName": "a", "title": "' + b"x" * 10_000_000 + b'"}'

    status, told = directory.ask("POST", "Users", body)

    assert (status, told["detail"]) == (413, "A request has at most 1000000 bytes")


def test_of_two_who_read_one_version_the_second_is_refused(directory: Directory, cast: Cast) -> None:
    version = directory.ask("GET", f"Users/{cast.member.pk}")[1]["meta"]["version"]
    change = {"op": "replace", "path": "title", "value": "主任"}

    first, _ = directory.patch(cast.member.pk, change, **{"If-Match": version})
    second, told = directory.patch(cast.member.pk, {**change, "value": "部長"}, **{"If-Match": version})
    gone, _ = directory.ask("DELETE", f"Users/{cast.member.pk}", **{"If-Match": version})

    assert (first, second, gone) == (200, 412, 412)
    assert told["detail"]
    assert cast.member.employments.get(until_on=None).title == "主任"


def test_two_of_five_at_once_wait_but_for_three(directory: Directory, cast: Cast) -> None:
    people = PersonFactory.create_batch(20, organization=cast.organization)
    gone = {"op": "replace", "path": "active", "value": False}

    answers = [directory.patch(person.pk, gone) for person in people[:12]]

    assert [status for status, _told in answers] == [200] * 3 + [409] * 9
    assert all("administrator" in told["detail"] for status, told in answers if status == 409)
    assert HeldChange.objects.count() == 9
    assert Person.objects.filter(pk__in=[person.pk for person in people], left_on=None).count() == 17
