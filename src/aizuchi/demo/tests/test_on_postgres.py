import datetime
import os

import pytest
from tests.thorough import THOROUGH

from aizuchi.audit.queries import verify_chain
from aizuchi.demo import load
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Organization

pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(not os.environ.get("AIZUCHI_DATABASE_URL"), reason="about PostgreSQL"),
    pytest.mark.skipif(not THOROUGH, reason="takes a minute: its operations have tests of their own there"),
]


def test_the_smallest_company_that_tells_its_stories_is_invented_there_too(db: None) -> None:
    load(people=20, months=2, today=datetime.date(2026, 6, 16))

    assert verify_chain(organization_id=Organization.objects.get().pk) is None
    assert not Pair.objects.filter(until_on__isnull=True).exclude(meetings__state="planned").exists()
