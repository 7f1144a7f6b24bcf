"""What every test stands on: compiled sentences, the shared cast, a browser's client for each person."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import Cast, make_cast

from aizuchi.config.messages import compile_messages
from aizuchi.people.models import Person


def pytest_configure(config: pytest.Config) -> None:
    compile_messages()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Rate limits must not leak from one test into the next."""
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A client that is signed in as that person."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
