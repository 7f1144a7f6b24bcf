"""A few of the bodies of `python -m bench.hostile`, so that it goes on to send what it says."""

import pytest
from bench.hostile.bodies import KINDS, measure

from tests.installations import Installation

SOME = {"actions:add", "people:set_photo", "account_logout"}


@pytest.mark.own_server
def test_a_few_random_bodies_break_nothing_and_reach_what_they_are_sent_to(installation: Installation) -> None:
    seen = measure(installation.home, 0, only=SOME.__contains__, least=len(KINDS))

    assert seen.is_up
    assert seen.count == len(SOME) * len(KINDS)
    assert set(seen.statuses) == {kind.__name__ for kind in KINDS}
    assert seen.broken == []
    assert seen.refused == []  # not the guard against other sites answered
    assert seen.taken == SOME
    assert seen.served
    assert seen.not_served == 0
