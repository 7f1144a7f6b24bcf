"""What no database keeps never reaches one; `test_odd_values` sends it to every address."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.db import connections
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

import aizuchi
from aizuchi.kernel.measure import can_be_stored
from aizuchi.meetings.models import AgendaItem
from aizuchi.people.models import Person
from tests.cast import Cast
from tests.scene import Scene
from tests.test_access import address

_READ = re.compile(r"""(?:POST|GET|posted|data|typed|given)(?:\.get|\.getlist)?[(\[]f?"([a-z_0-9-]+)""")


class ReachedTheDatabase(AssertionError):
    pass


@contextmanager
def watched_databases() -> Iterator[None]:
    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for row in params or () if many else [params or ()]:
            for value in row.values() if isinstance(row, dict) else row:
                if isinstance(value, str) and not can_be_stored(value):
                    raise ReachedTheDatabase(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(look))
        yield


def list_fields(scene: Scene) -> set[str]:
    """Every name by which a form of ours or a view takes text."""
    item = scene.key_of("item_id")
    return {f"{name}{item}" if name.endswith("-") else name for name in _list_names()}


@functools.cache
def _list_names() -> frozenset[str]:
    waiting, names = list(forms.BaseForm.__subclasses__()), set[str]()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("aizuchi."):
            names |= {name for name, field in form.base_fields.items() if isinstance(field, forms.CharField)}
    for path in Path(aizuchi.__path__[0]).rglob("*.py"):
        if "tests" not in path.parts:
            names |= set(_READ.findall(path.read_text()))
    return frozenset(names)


def test_the_fields_are_found(cast: Cast) -> None:
    scene = Scene(cast)

    fields = list_fields(scene)

    item = scene.key_of("item_id")
    assert {"text", "family_name", "own_words", f"comment-{item}", "question", "because"} <= fields


@pytest.mark.parametrize("code", ["utf-7", "unicode_escape", "raw_unicode_escape", "hex", "utf-16"])
def test_a_form_in_another_code_brings_no_half_signs(
    code: str, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    scene = Scene(cast)
    item = scene.key_of("item_id")
    body = encode_multipart(BOUNDARY, {f"comment-{item}": "+2D0- \\ud83d ok"})
    client = client_for(cast.member)

    with watched_databases():
        answer = client.generic(
            "POST",
            address("meetings:write_comment", scene, scene.key_of),
            body,
            content_type=f"{MULTIPART_CONTENT}; charset={code}",
        )

    assert answer.status_code < 400
    assert AgendaItem.objects.get(pk=item).comment == "+2D0- \\ud83d ok"


def test_the_rest_of_a_comment_is_kept(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    scene = Scene(cast)
    item = scene.key_of("item_id")

    client_for(cast.member).post(
        address("meetings:write_comment", scene, scene.key_of), {f"comment-{item}": "前\0後\nつぎの行 👩‍👧"}
    )

    assert AgendaItem.objects.get(pk=item).comment == "前後\nつぎの行 👩‍👧"


def test_an_address_with_a_sign_that_cannot_be_stored_leads_nowhere(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    with watched_databases():
        answer = client_for(cast.hr).get(f"/people/{cast.member.pk}/photo/a%00b.webp")

    assert answer.status_code == 404
