import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.refusals import InThePast
from aizuchi.notes.models import CircleMember
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import Frame, open_and_close_due_pairs, start_pair
from aizuchi.pairs.operations.start import (
    AlreadyPaired,
    FollowsTheLine,
    InTheChain,
    NotHere,
    SamePerson,
)
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)


def start(
    actor: Person, mentee: Person, mentor: Person, *, kind: str = PairKind.MENTOR, starts_on: datetime.date = TODAY
) -> Pair:
    frame = Frame(kind=kind, aim=Pair.Aim.DEEPEN, cadence=Pair.Cadence.MONTHLY, minutes=60)
    return start_pair(actor=actor, mentee_id=mentee.pk, mentor_id=mentor.pk, frame=frame, starts_on=starts_on, now=NOW)


def test_hr_brings_two_people_together(cast: Cast) -> None:
    pair = start(cast.hr, cast.member, cast.mentor)

    assert pair.holds_on(TODAY)
    assert (pair.kind, pair.cadence, pair.minutes) == ("mentor", "monthly", 60)


@pytest.mark.database
def test_the_circle_is_exactly_the_two(cast: Cast) -> None:
    pair = start(cast.hr, cast.member, cast.mentor)

    members = CircleMember.objects.filter(circle=pair.circle, may_write=True)
    assert {member.person_id for member in members} == {cast.member.pk, cast.mentor.pk}


@pytest.mark.database
def test_is_recorded_without_names(cast: Cast) -> None:
    pair = start(cast.hr, cast.member, cast.mentor)

    entry = AuditEntry.objects.get(action="pairs.pair.started", subject_id=pair.pk)
    assert entry.actor_id == cast.hr.pk
    assert entry.detail["mentee"] == str(cast.member.pk)
    assert "小野寺" not in str(entry.detail)


@pytest.mark.parametrize("who", ["member", "manager", "mentor", "executive", "administrator"])
def test_nobody_else_brings_people_together(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        start(getattr(cast, who), cast.colleague, cast.mentor)


def test_does_not_find_people_of_another_organization(cast: Cast) -> None:
    with pytest.raises(Http404):
        start(cast.hr, cast.member, cast.stranger)


def test_refuses_one_person_twice(cast: Cast) -> None:
    with pytest.raises(SamePerson):
        start(cast.hr, cast.member, cast.member)


def test_refuses_the_same_pair_twice(cast: Cast) -> None:
    start(cast.hr, cast.member, cast.mentor)

    with pytest.raises(AlreadyPaired):
        start(cast.hr, cast.member, cast.mentor)


def test_refuses_the_same_peers_the_other_way_round(cast: Cast) -> None:
    start(cast.hr, cast.member, cast.peer, kind=PairKind.PEER)

    with pytest.raises(AlreadyPaired):
        start(cast.hr, cast.peer, cast.member, kind=PairKind.PEER)


@pytest.mark.parametrize("kind", [PairKind.MENTOR, PairKind.DIAGONAL])
def test_refuses_somebody_above_in_the_chain_of_command(cast: Cast, kind: str) -> None:
    with pytest.raises(InTheChain):
        start(cast.hr, cast.member, cast.executive, kind=kind)
    with pytest.raises(InTheChain):
        start(cast.hr, cast.executive, cast.member, kind=kind)


def test_allows_a_mentor_beside_the_chain(cast: Cast) -> None:
    assert start(cast.hr, cast.member, cast.colleague).mentor == cast.colleague


def test_leaves_supervisor_pairs_to_the_reporting_line(cast: Cast) -> None:
    with pytest.raises(FollowsTheLine):
        start(cast.hr, cast.member, cast.manager, kind=PairKind.SUPERVISOR)


def test_refuses_who_has_left_by_then(cast: Cast) -> None:
    Person.objects.filter(pk=cast.mentor.pk).update(left_on=TODAY + 3 * DAY)

    with pytest.raises(NotHere):
        start(cast.hr, cast.member, cast.mentor, starts_on=TODAY + 4 * DAY)


def test_refuses_a_day_gone_by(cast: Cast) -> None:
    with pytest.raises(InThePast):
        start(cast.hr, cast.member, cast.mentor, starts_on=TODAY - DAY)


@pytest.mark.database
def test_a_pair_to_come_is_nowhere_before_its_day(cast: Cast) -> None:
    pair = start(cast.hr, cast.member, cast.mentor, starts_on=TODAY + DAY)

    assert pair.circle is None
    assert not Pair.objects.visible_to(cast.member).exists()

    open_and_close_due_pairs(organization=cast.organization, actor=None, now=NOW + DAY)

    assert Pair.objects.visible_to(cast.member).get().circle is not None
