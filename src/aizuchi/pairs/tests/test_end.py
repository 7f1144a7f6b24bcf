import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.notes.models import CircleMember
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import end_pair
from aizuchi.pairs.policies import may_read_pair, may_write_pair
from aizuchi.pairs.tests.conftest import NOW, TODAY


@pytest.mark.parametrize("who", ["member", "mentor", "hr"])
def test_either_side_and_hr_end_it_without_a_reason(cast: Cast, mentor_pair: Pair, who: str) -> None:
    pair = end_pair(actor=getattr(cast, who), pair_id=mentor_pair.pk, now=NOW)

    assert pair.until_on == TODAY
    assert not pair.holds_on(TODAY)


def test_afterwards_both_read_and_neither_writes(cast: Cast, mentor_pair: Pair) -> None:
    pair = end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    for person in (cast.member, cast.mentor):
        assert may_read_pair(person, pair)
        assert not may_write_pair(person, pair, TODAY)
    assert not CircleMember.objects.filter(circle=pair.circle, may_write=True).exists()


def test_who_ended_it_stands_nowhere_but_in_the_record(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    assert AuditEntry.objects.get(action="pairs.pair.ended").actor_id == cast.member.pk
    assert str(cast.member.pk) not in str(AuditEntry.objects.get(action="pairs.pair.ended").detail)


@pytest.mark.parametrize("who", ["member", "manager", "hr", "executive"])
def test_a_supervisor_pair_ends_with_the_line_only(cast: Cast, supervisor_pair: Pair, who: str) -> None:
    with pytest.raises((PermissionDenied, Http404)):
        end_pair(actor=getattr(cast, who), pair_id=supervisor_pair.pk, now=NOW)

    supervisor_pair.refresh_from_db()
    assert supervisor_pair.until_on is None


@pytest.mark.parametrize("who", ["manager", "peer", "executive", "administrator", "colleague", "stranger"])
def test_does_not_exist_for_anybody_else(cast: Cast, mentor_pair: Pair, who: str) -> None:
    with pytest.raises(Http404):
        end_pair(actor=getattr(cast, who), pair_id=mentor_pair.pk, now=NOW)


def test_cannot_be_ended_twice(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    with pytest.raises(PermissionDenied):
        end_pair(actor=cast.mentor, pair_id=mentor_pair.pk, now=NOW)
