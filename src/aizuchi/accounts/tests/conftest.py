import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast


@pytest.fixture
def today(cast: Cast) -> datetime.date:
    """As the clocks of the cast's organization tell it."""
    return cast.organization.today(timezone.now())
