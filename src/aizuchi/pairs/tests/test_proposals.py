import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.pairs.operations import Frame, accept_proposal, decline_proposal, propose, withdraw_proposal
from aizuchi.pairs.operations.proposals import AlreadyAnswered, AlreadyAsked, NeedsWords, TooManyWords
from aizuchi.pairs.operations.start import AlreadyPaired, FollowsTheLine, InTheChain, NotHere, SamePerson
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.models import Person


def ask(
    actor: Person,
    other: Person,
    *,
    kind: str = PairKind.MENTOR,
    my_seat: str = "mentee",
    words: str = "設計の話を聞きたいです",
) -> Proposal:
    frame = Frame(kind=kind, aim=Pair.Aim.DEEPEN, cadence=Pair.Cadence.MONTHLY, minutes=30)
    return propose(actor=actor, to_id=other.pk, my_seat=my_seat, frame=frame, words=words, now=NOW)


def test_the_other_accepts_and_the_pair_begins(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)

    pair = accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)

    assert (pair.mentee, pair.mentor, pair.starts_on) == (cast.member, cast.mentor, TODAY)
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.pair) == (Proposal.Answer.ACCEPTED, pair)


def test_one_may_offer_to_be_the_mentor(cast: Cast) -> None:
    proposal = ask(cast.mentor, cast.member, my_seat="mentor")

    pair = accept_proposal(actor=cast.member, proposal_id=proposal.pk, now=NOW)

    assert (pair.mentee, pair.mentor) == (cast.member, cast.mentor)


def test_declining_needs_no_reason_and_makes_no_pair(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)

    decline_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)

    assert not Pair.objects.exists()
    assert ask(cast.member, cast.mentor).answer == ""


def test_who_asked_takes_it_back(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)

    withdraw_proposal(actor=cast.member, proposal_id=proposal.pk, now=NOW)

    with pytest.raises(AlreadyAnswered):
        accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)


def test_who_asked_does_not_answer(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)

    with pytest.raises(PermissionDenied):
        accept_proposal(actor=cast.member, proposal_id=proposal.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)


@pytest.mark.parametrize("who", ["manager", "peer", "hr", "executive", "administrator", "stranger"])
def test_does_not_exist_for_anybody_else(cast: Cast, who: str) -> None:
    proposal = ask(cast.member, cast.mentor)

    for answer in (accept_proposal, decline_proposal, withdraw_proposal):
        with pytest.raises(Http404):
            answer(actor=getattr(cast, who), proposal_id=proposal.pk, now=NOW)


def test_asks_nobody_of_another_organization(cast: Cast) -> None:
    with pytest.raises(Http404):
        ask(cast.member, cast.stranger)


def test_refuses_what_cannot_become_a_pair(cast: Cast) -> None:
    with pytest.raises(SamePerson):
        ask(cast.member, cast.member)
    with pytest.raises(InTheChain):
        ask(cast.member, cast.executive)
    with pytest.raises(FollowsTheLine):
        ask(cast.member, cast.manager, kind=PairKind.SUPERVISOR)


@pytest.mark.parametrize(("words", "refusal"), [("  ", NeedsWords), ("あ" * 501, TooManyWords)])
def test_asks_for_a_line_about_why(cast: Cast, words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ask(cast.member, cast.mentor, words=words)


def test_asks_once_at_a_time(cast: Cast) -> None:
    ask(cast.member, cast.peer, kind=PairKind.PEER)

    with pytest.raises(AlreadyAsked):
        ask(cast.peer, cast.member, kind=PairKind.PEER)


def test_looks_again_when_it_is_accepted(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)
    PairFactory(mentee=cast.member, mentor=cast.mentor, kind=PairKind.MENTOR)

    with pytest.raises(AlreadyPaired):
        accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)


def test_does_not_begin_with_somebody_who_left(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)
    Person.objects.filter(pk=cast.member.pk).update(left_on="2026-06-17")

    with pytest.raises(NotHere):
        accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)
