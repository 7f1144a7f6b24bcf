"""scim2-tester, written by others, asks everything that it knows of all resources."""

from collections.abc import Callable, Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from aizuchi.gateway.tests.conftest import Directory


@pytest.fixture
def _kept_connection() -> Iterator[None]:
    """As Django's own test client does: the end of a request would close the connection of the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.usefixtures("_kept_connection")
def test_everything_that_the_tester_asks_is_right(connect: Callable[..., Directory]) -> None:
    directory = connect(most_leaving=100)  # it tidies up after itself by letting all of them go
    headers = {"Authorization": f"Bearer {directory.token}"}
    client = WSGISCIMClient(WSGIHandler(), base_url="http://testserver/scim/v2", headers=headers)
    results = check_server(client)

    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in results if one.status != Status.SUCCESS]
    assert wrong == [], "\n".join(wrong)
    assert len(results) > 80
