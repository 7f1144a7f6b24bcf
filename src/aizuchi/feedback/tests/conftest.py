import datetime

import pytest
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.catalogue.models import ExpectedResponse, Topic

NOW = datetime.datetime(2026, 6, 18, 5, 2, tzinfo=datetime.UTC)  # a Thursday, in the window from 15 June


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast)


@pytest.fixture
def topics(scene: Scene) -> list[Topic]:
    return list(Topic.objects.filter(organization=scene.cast.organization, pair_kind=""))


@pytest.fixture
def responses(scene: Scene) -> list[ExpectedResponse]:
    return list(ExpectedResponse.objects.filter(organization=scene.cast.organization))
