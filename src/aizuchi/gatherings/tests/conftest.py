import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.operations import GatheringFacts, create_gathering
from aizuchi.people.models import Person

Hold = Callable[..., Gathering]


def facts(*, days: int = 3, **more: Any) -> GatheringFacts:
    starts_at = (timezone.now() + datetime.timedelta(days=days)).replace(hour=3, minute=0, second=0, microsecond=0)
    return GatheringFacts(**{"kind": "training", "title": "聞く練習", "starts_at": starts_at, "minutes": 60, **more})


@pytest.fixture
def hold(cast: Cast) -> Hold:
    def make(actor: Person | None = None, **more: Any) -> Gathering:
        return create_gathering(actor=actor or cast.hr, facts=facts(**more), now=timezone.now())

    return make
