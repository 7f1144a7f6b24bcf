"""What is done once and not for each request, or for each part of one: both were most of what it cost."""

import gc
import importlib._bootstrap
import inspect
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic._internal._model_construction import ModelMetaclass
from tests.cast import Cast

from aizuchi.gateway.scim.schema import ENTERPRISE
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.pairs.models import Pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    usual = ModelMetaclass.__new__

    def note(mcs: Any, name: str, *rest: Any, **more: Any) -> Any:
        names.append(name)
        return usual(mcs, name, *rest, **more)

    monkeypatch.setattr(ModelMetaclass, "__new__", note)
    return names


def test_no_request_builds_a_model(directory: Directory, cast: Cast, built: list[str]) -> None:
    key = directory.add("mio@example.jp")["id"]
    step = {"method": "POST", "path": "/Users", "bulkId": "1", "data": as_body("rei@example.jp")}
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [step]}
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": 3}

    for _again in range(2):
        gc.collect()  # what nobody holds is gone
        built.clear()
        assert directory.find("mio@example.jp")["id"] == key
        assert directory.ask("GET", f"Users/{key}?attributes=userName")[0] == 200
        assert directory.patch(key, {"op": "replace", "path": "title", "value": "主任"})[0] in (200, 204)
        assert directory.ask("POST", ".search", search)[0] == 200
        assert directory.ask("POST", "Users/.search", search)[0] == 200
        assert directory.ask("GET", "Groups")[0] == 200
        assert directory.ask("POST", "Bulk", body)[0] == 200

    assert built == []


def test_whoever_imports_is_found_without_looking_through_all_modules() -> None:
    """Pydantic asks it of each function that a model was called from: two seconds of the first request."""
    assert inspect.getmodule(compile("", "<frozen importlib._bootstrap>", "exec")) is importlib._bootstrap


def test_the_rows_of_somebody_new_are_locked_and_saved_as_one(directory: Directory, cast: Cast) -> None:
    work = {"department": "CTRL", "manager": {"value": str(cast.manager.pk)}}

    with CaptureQueriesContext(connection) as captured:
        directory.add("mio@example.jp", **{ENTERPRISE: work})

    asked = [one["sql"] for one in captured]
    assert Pair.objects.filter(mentor=cast.manager, mentee__email="mio@example.jp").exists()
    assert len([sql for sql in asked if sql.startswith("SAVEPOINT")]) <= 8
