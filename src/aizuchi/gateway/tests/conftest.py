import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.gateway.models import Connector
from aizuchi.gateway.tokens import make_token


class Directory:
    """Another system, with its token."""

    def __init__(self, connector: Connector) -> None:
        self.connector = connector
        self.token = make_token(connector, actor=None, now=timezone.now())
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        content = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        answer = self.client.generic(
            method,
            f"/scim/v2/{path}",
            content,
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )
        return answer.status_code, answer.json() if answer.content else None

    def find(self, user_name: str) -> Any:
        status, told = self.ask("GET", f'Users?filter=userName eq "{user_name}"')
        assert status == 200, told
        return (told.get("Resources") or [None])[0]

    def add(self, user_name: str, **more: Any) -> Any:
        status, told = self.ask("POST", "Users", as_body(user_name, **more))
        assert status == 201, told
        return told

    def patch(self, key: object, *operations: dict[str, Any], path: str = "Users", **headers: str) -> tuple[int, Any]:
        body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}
        return self.ask("PATCH", f"{path}/{key}", body, **headers)


def as_body(user_name: str, **more: Any) -> dict[str, Any]:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": user_name,
        "name": {"familyName": "佐倉", "givenName": "澪"},
        **more,
    }


@pytest.fixture
def connect(cast: Cast) -> Callable[..., Directory]:
    def make(name: str = "会社の名簿", **facts: Any) -> Directory:
        usual = {"mode": Connector.Mode.ACTS, "writes_groups": True, "organization": cast.organization}
        return Directory(Connector.objects.create(name=name, created_at=timezone.now(), **{**usual, **facts}))

    return make


@pytest.fixture
def directory(connect: Callable[..., Directory]) -> Directory:
    return connect()
