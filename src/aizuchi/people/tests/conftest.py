import datetime
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel import events


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """Every fact that is published while the test runs; no other room listens."""
    facts: list[Any] = []
    with mock.patch.object(events, "publish", facts.append):
        yield facts


@pytest.fixture
def today(cast: Cast) -> datetime.date:
    """As the clocks of the cast's organization tell it."""
    return cast.organization.today(timezone.now())
