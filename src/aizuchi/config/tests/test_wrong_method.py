from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.people.models import Person


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/meetings/{Scene(cast).meeting.pk}/start"


def test_an_address_that_changes_something_says_so_when_it_is_opened_like_a_page(
    cast: Cast, client_for: Callable[[Person], Client], address: str
) -> None:
    answer = client_for(cast.member).get(address)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "何も変わっていません。" in answer.content.decode()


def test_a_fragment_gets_no_page(cast: Cast, client_for: Callable[[Person], Client], address: str) -> None:
    answer = client_for(cast.member).get(address, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (405, b"")
