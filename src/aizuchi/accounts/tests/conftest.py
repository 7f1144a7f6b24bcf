import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.people.models import Person


@pytest.fixture
def today(cast: Cast) -> datetime.date:
    """As the clocks of the cast's organization tell it."""
    return cast.organization.today(timezone.now())


@pytest.fixture
def member(cast: Cast) -> Person:
    """Who signs in by a password."""
    cast.member.set_password(PASSWORD)
    cast.member.save()
    return cast.member
