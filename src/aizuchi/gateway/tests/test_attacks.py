"""Whoever holds a token, or none, and wants more than it gives."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.gateway.models import Connector, ConnectorToken, Misfit
from aizuchi.gateway.scim import answering
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.kernel.limits import Limit
from aizuchi.people.models import Group, Person

pytestmark = pytest.mark.database

BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def bulk(directory: Directory, *operations: dict[str, Any]) -> tuple[int, Any]:
    return directory.ask("POST", "Bulk", {"schemas": [BULK], "Operations": list(operations)})


class TestTokens:
    @pytest.mark.parametrize("said", ["", "Bearer", "Bearer azs_wrong", "Basic azs_x", "Bearer " + "x" * 5000])
    def test_without_a_token_nothing_opens(self, directory: Directory, cast: Cast, said: str) -> None:
        answer = Client().get("/scim/v2/Users", headers={"Authorization": said})

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Bearer realm="SCIM"'
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]

    def test_a_session_is_no_token(self, cast: Cast, client_for: Callable[[Person], Client]) -> None:
        assert client_for(cast.administrator).get("/scim/v2/Users").status_code == 401

    def test_a_token_that_is_over_or_stopped_opens_nothing(self, directory: Directory, cast: Cast) -> None:
        ConnectorToken.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
        assert directory.ask("GET", "Users")[0] == 401

        ConnectorToken.objects.update(until=None)
        Connector.objects.update(stopped_at=timezone.now())
        assert directory.ask("GET", "Users")[0] == 403

    def test_nobody_reads_a_token_in_the_database(self, directory: Directory) -> None:
        stored = json.dumps(list(ConnectorToken.objects.values()), default=str)

        assert directory.token not in stored
        assert len(directory.token) > 40

    def test_another_organizations_token_sees_and_changes_nothing(self, directory: Directory, cast: Cast) -> None:
        other = Directory(
            Connector.objects.create(
                organization=cast.stranger.organization, name="x", mode="acts", created_at=timezone.now()
            )
        )

        assert other.ask("GET", f"Users/{cast.member.pk}")[0] == 404
        assert other.patch(cast.member.pk, {"op": "replace", "path": "active", "value": False})[0] == 404
        assert other.ask("DELETE", f"Users/{cast.member.pk}")[0] == 404
        assert {one["id"] for one in other.ask("GET", "Users")[1]["Resources"]} == {str(cast.stranger.pk)}
        assert Person.objects.get(pk=cast.member.pk).left_on is None

    def test_a_supervisor_of_another_organization_is_nobody(self, directory: Directory, cast: Cast) -> None:
        told = directory.add(
            "mio@example.jp",
            **{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": str(cast.stranger.pk)}},
        )

        assert not Person.objects.get(pk=told["id"]).reporting_lines.exists()
        assert Misfit.objects.get().reason == "manager"

    def test_groups_of_another_connector_are_not_there(self, connect: Callable[..., Directory], cast: Cast) -> None:
        mine, theirs = connect("a"), connect("b")
        _, group = theirs.ask("POST", "Groups", {"displayName": "開発"})

        assert mine.ask("GET", f"Groups/{group['id']}")[0] == 404
        assert mine.ask("DELETE", f"Groups/{group['id']}")[0] == 404
        assert Group.objects.count() == 1

    def test_a_token_writes_only_what_it_is_for(self, connect: Callable[..., Directory], cast: Cast) -> None:
        people_only, groups_only = connect("a", writes_groups=False), connect("b", writes_people=False)

        assert people_only.ask("POST", "Groups", {"displayName": "x"})[0] == 403
        assert groups_only.ask("POST", "Users", as_body("mio@example.jp"))[0] == 403
        assert groups_only.patch(cast.member.pk, {"op": "replace", "path": "title", "value": "x"})[0] == 403
        assert groups_only.ask("GET", "Users")[0] == 200

    def test_a_scope_holds_within_a_bulk_request_too(self, connect: Callable[..., Directory], cast: Cast) -> None:
        directory = connect(writes_groups=False)

        _, told = bulk(directory, {"method": "POST", "path": "/Groups", "bulkId": "1", "data": {"displayName": "x"}})

        assert told["Operations"][0]["status"] == "403"

    def test_guessing_is_slowed_down_and_so_is_haste(
        self, directory: Directory, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        minute = datetime.timedelta(minutes=1)
        monkeypatch.setattr(answering, "WRONG_TOKENS", Limit(name="w", most=3, per=minute))
        monkeypatch.setattr(answering, "REQUESTS", Limit(name="r", most=2, per=minute))

        guesses = [Client().get("/scim/v2/Users").status_code for _ in range(5)]
        asked = [directory.ask("GET", "Users?count=1")[0] for _ in range(4)]

        assert guesses == [401, 401, 401, 429, 429]
        assert asked == [200, 200, 429, 429]  # guesses of others take nothing from it


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b'{"userName": NaN}',
            b'{"userName": "\\u0000"}',
            b"[" * 3000 + b"]" * 3000,
            b'{"a":' * 40 + b"1" + b"}" * 40,
            b'{"userName": ["x"]}',
            b'{"userName": ""}',
            b'{"userName": "' + b"x" * 300 + b'"}',
            b'{"userName": "a", "name": {"familyName": "' + b"x" * 61 + b'"}}',
            b'{"userName": "a", "active": "perhaps"}',
            b'{"userName": "a", "emails": [{"value": "no address"}]}',
            b'{"userName": "a", "emails": "a@b.jp"}',
        ],
    )
    def test_what_cannot_be_is_refused_with_a_sentence(self, directory: Directory, cast: Cast, body: bytes) -> None:
        before = Person.objects.count()

        status, told = directory.ask("POST", "Users", body)

        assert status == 400, told
        assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
        assert told["detail"]
        assert Person.objects.count() == before

    def test_what_is_too_large_is_not_read(self, directory: Directory, cast: Cast) -> None:
        assert directory.ask("POST", "Users", b'{"userName": "' + b"x" * 1_000_001 + b'"}')[0] in (400, 413)

    @pytest.mark.parametrize(
        "said",
        [
            "userName eq " + '"x" or userName eq ' * 60 + '"x"',
            "not (" * 300 + 'userName eq "x"' + ")" * 300,
            'userName eq "' + "x" * 3000 + '"',
        ],
    )
    def test_a_huge_filter_is_refused(self, directory: Directory, cast: Cast, said: str) -> None:
        status, told = directory.ask("GET", f"Users?filter={said}")
        assert (status, told["scimType"]) == (400, "invalidFilter")

        body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": said}
        assert directory.ask("POST", "Users/.search", body)[0] == 400

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "GET"])
    def test_an_id_that_is_none_is_not_found(self, directory: Directory, cast: Cast, method: str) -> None:
        body = as_body("x") if method == "PUT" else {"Operations": [{"op": "remove", "path": "title"}]}
        for key in ("1", "x" * 300, "../Groups", "00000000-0000-4000-8000-000000000000"):
            assert directory.ask(method, f"Users/{key}", body if method != "GET" else None)[0] == 404


class TestBulk:
    def test_one_poisoned_item_stops_no_other(self, directory: Directory, cast: Cast) -> None:
        status, told = bulk(
            directory,
            {"method": "POST", "path": "/Users", "bulkId": "1", "data": as_body("one@example.jp")},
            {"method": "POST", "path": "/Users", "bulkId": "2", "data": as_body(str(cast.member.email))},
            {"method": "POST", "path": "/Users", "bulkId": "3", "data": {"userName": ["poison"]}},
            {"method": "DELETE", "path": "/Users/nobody"},
            {"method": "POST", "path": "/Users", "bulkId": "5", "data": as_body("five@example.jp", active="True")},
        )

        assert status == 200
        assert [one["status"] for one in told["Operations"]] == ["201", "409", "400", "404", "201"]
        assert Person.objects.filter(email__in=["one@example.jp", "five@example.jp"]).count() == 2

    def test_the_limit_holds_within_one_request(self, directory: Directory, cast: Cast) -> None:
        people = PersonFactory.create_batch(10, organization=cast.organization)
        let_go = {"Operations": [{"op": "replace", "value": {"active": "False"}}]}

        _, told = bulk(
            directory, *({"method": "PATCH", "path": f"/Users/{person.pk}", "data": let_go} for person in people)
        )

        assert [one["status"] for one in told["Operations"]].count("409") == 7

    def test_more_than_a_hundred_are_refused(self, directory: Directory, cast: Cast) -> None:
        many = [{"method": "DELETE", "path": f"/Users/{cast.member.pk}"}] * 101

        assert bulk(directory, *many)[0] == 413
        assert Person.objects.get(pk=cast.member.pk).left_on is None


class TestDying:
    def test_what_dies_in_the_middle_has_changed_nothing_and_can_be_said_again(
        self, directory: Directory, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr("aizuchi.gateway.scim.people_write.person_leaves", lambda **_: 1 / 0)
            status, told = directory.patch(
                cast.member.pk,
                {"op": "replace", "path": "title", "value": "主任"},
                {"op": "replace", "path": "active", "value": False},
            )
        assert status == 500
        assert "ZeroDivision" not in str(told)
        assert not cast.member.employments.filter(title="主任").exists()

        status, _ = directory.patch(cast.member.pk, {"op": "replace", "path": "active", "value": False})
        assert status in (200, 204)
