import datetime

import pytest
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 6, 18)


@pytest.fixture
def supervisor_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def mentor_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.mentor, kind=PairKind.MENTOR)
