import datetime

import pytest
from tests.cast import Cast

from aizuchi.pairs.models import Pair
from aizuchi.pairs.policies import (
    may_edit_settings,
    may_edit_words,
    may_end_pair,
    may_manage_pairs,
    may_read_pair,
    may_write_pair,
)
from aizuchi.pairs.tests.conftest import TODAY

OUTSIDERS = ["hr", "executive", "administrator", "peer", "colleague", "stranger"]


def test_visible_to_and_may_read_pair_agree(cast: Cast, supervisor_pair: Pair, mentor_pair: Pair) -> None:
    for person in cast.everybody:
        visible = set(Pair.objects.visible_to(person))
        for pair in (supervisor_pair, mentor_pair):
            assert (pair in visible) == may_read_pair(person, pair)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_but_the_two_reads_or_writes(cast: Cast, supervisor_pair: Pair, who: str) -> None:
    person = getattr(cast, who)

    assert not may_read_pair(person, supervisor_pair)
    assert not may_write_pair(person, supervisor_pair, TODAY)
    assert not may_edit_settings(person, supervisor_pair, TODAY)
    assert not any(may_edit_words(person, supervisor_pair, field, TODAY) for field in ("purpose", "care", "wish"))


def test_only_hr_manages_pairs(cast: Cast) -> None:
    assert [person for person in cast.everybody if may_manage_pairs(person, TODAY)] == [cast.hr]


def test_a_pair_holds_until_the_evening_before_it_ends(cast: Cast, mentor_pair: Pair) -> None:
    mentor_pair.until_on = TODAY

    assert may_write_pair(cast.member, mentor_pair, TODAY - datetime.timedelta(days=1))
    assert not may_write_pair(cast.member, mentor_pair, TODAY)
    assert not may_end_pair(cast.member, mentor_pair, TODAY)
    assert may_read_pair(cast.member, mentor_pair)
