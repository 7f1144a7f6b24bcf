import pytest

from aizuchi.demo import load
from aizuchi.people.models import Organization


class Interrupted(Exception):
    pass


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_behind():
    def interrupt(share: float, what: str) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        load(progress=interrupt)

    assert not Organization.objects.exists()
