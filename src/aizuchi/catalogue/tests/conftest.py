import datetime

import pytest
from tests.cast import Cast

from aizuchi.catalogue.operations import install_catalogue

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)


@pytest.fixture
def installed(cast: Cast) -> Cast:
    install_catalogue(organization_id=cast.organization.pk)
    return cast
