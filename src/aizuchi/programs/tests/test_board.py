"""The board of whoever looks after a program: drafts, changes by hand, publishing."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel.refusals import Stale
from aizuchi.notifications.models import Notice
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person, ReportingLine
from aizuchi.programs.models import Match, MatchDraft, Participant, Program, Wish
from aizuchi.programs.operations import publishing
from aizuchi.programs.operations.changes import NotToBeChosen, PartnerChoice, change_match, lock_match
from aizuchi.programs.operations.drafts import StillBeingSetUp, StillWorking, begin_draft, work_out_draft
from aizuchi.programs.operations.publishing import publish_draft
from aizuchi.programs.queries import conflicts
from aizuchi.programs.queries.board import get_board
from aizuchi.programs.queries.partner_choice import get_panel
from aizuchi.programs.solving.drafted import version_of
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.programs.vetoes import seal_vetoes

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SignIn = Callable[[Person], Client]

NOW = timezone.now()
TODAY = NOW.date()


def make_draft(program: Program) -> MatchDraft:
    draft = begin_draft(actor=program.owner, program_id=program.pk, now=NOW)
    worked = work_out_draft(draft_id=draft.pk, now=NOW)
    assert worked
    return worked


def partners(draft: MatchDraft) -> dict[Person, Person]:
    matches = draft.matches.select_related("mentee__person", "mentor__person")
    return {match.mentee.person: match.mentor.person for match in matches}


@pytest.fixture
def program(cast: Cast) -> Program:
    """Two mentees; two mentors who can, and one who is above both."""
    program = make_program(cast.hr, state="open")
    for person, side in ((cast.member, "mentee"), (cast.peer, "mentee"), (cast.mentor, "mentor")):
        take_part(program, person, side)
    take_part(program, cast.colleague, "mentor")
    take_part(program, cast.manager, "mentor", capacity=5)
    return program


def seat(program: Program, person: Person) -> Participant:
    return Participant.objects.get(program=program, person=person)


def test_wishes_come_true_and_say_so(cast: Cast, program: Program) -> None:
    member = seat(program, cast.member)
    Wish.objects.create(participant=member, wanted=seat(program, cast.mentor), rank=1)

    draft = make_draft(program)

    assert partners(draft) == {cast.member: cast.mentor, cast.peer: cast.colleague}
    panel = get_panel(cast.hr, program.pk, str(member.pk), now=NOW)
    assert panel
    assert [card.pk for card in panel.in_line] == [cast.manager.pk]
    assert panel.reasons[0].words == "小野寺さんの1番目の希望"


def test_the_same_people_are_matched_alike_each_time(program: Program) -> None:
    assert partners(make_draft(program)) == partners(make_draft(program))


def test_the_page_shows_all_and_one(cast: Cast, program: Program, client_for: SignIn) -> None:
    make_draft(program)
    member, mentor = seat(program, cast.member), seat(program, cast.colleague)

    empty = client_for(cast.hr).get(f"/programs/{make_program(cast.hr, state='open').pk}/board/").content.decode()
    page = (
        client_for(cast.hr)
        .get(f"/programs/{program.pk}/board/?mentee={member.pk}&partner={mentor.pk}")
        .content.decode()
    )

    assert "まだ、だれも組み合わされていません。" in empty
    assert "全員（2人）の相手が決まりました。" in page
    assert "上司・部下の系統にあたるため、選べません。" in page
    assert client_for(cast.hr).get(f"/programs/{program.pk}/board/?mentee=nobody").status_code == 404
    assert "小野寺" in client_for(cast.hr).get(f"/programs/{program.pk}/board/?q=おのでら").content.decode()


def test_nothing_shows_a_veto(cast: Cast, program: Program, client_for: SignIn) -> None:
    """Neither the page nor what is refused says more than if the mentor were full."""
    member, mentor = seat(program, cast.member), seat(program, cast.mentor)
    Wish.objects.create(participant=member, wanted=mentor, rank=1)
    Program.objects.filter(pk=program.pk).update(mode=Program.Mode.ASSIGN)
    seal_vetoes(mentor, [cast.member.pk], organization_id=cast.organization.pk, now=NOW)
    mentor.save()
    draft = make_draft(program)
    address = f"/programs/{program.pk}/board/?mentee={member.pk}"

    vetoed = client_for(cast.hr).get(address).content.decode()
    with pytest.raises(NotToBeChosen) as with_veto:
        change_match(
            actor=cast.hr, program_id=program.pk, choice=choose(member, mentor), version=version_of(draft), now=NOW
        )
    seal_vetoes(mentor, [], organization_id=cast.organization.pk, now=NOW)
    mentor.save()
    full = client_for(cast.hr).get(address).content.decode()
    with pytest.raises(NotToBeChosen) as when_full:
        change_match(
            actor=cast.hr, program_id=program.pk, choice=choose(member, mentor), version=version_of(draft), now=NOW
        )

    assert partners(draft) == {cast.member: cast.colleague, cast.peer: cast.mentor}
    assert str(with_veto.value) == str(when_full.value)
    assert _without_tokens(vetoed) == _without_tokens(full)


def _without_tokens(page: str) -> str:
    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"|nonce="[^"]*"|X-CSRFToken[^}]*', "", page)


def choose(mentee: Participant, mentor: Participant | None, because: str = "") -> PartnerChoice:
    return PartnerChoice(mentee_id=mentee.pk, mentor_id=mentor.pk if mentor else None, because=because)


def test_a_change_by_hand_stays_when_the_rest_is_matched_anew(cast: Cast, program: Program) -> None:
    Participant.objects.filter(side="mentor").update(capacity=2)
    member, mentor = seat(program, cast.member), seat(program, cast.mentor)
    for rank, wanted in enumerate((mentor, seat(program, cast.colleague)), start=1):  # a wish with a place is offered
        Wish.objects.create(participant=member, wanted=wanted, rank=rank)
    draft = make_draft(program)
    chosen = mentor if partners(draft)[cast.member] != cast.mentor else seat(program, cast.colleague)

    changed = change_match(
        actor=cast.hr,
        program_id=program.pk,
        choice=choose(member, chosen, "本人の希望"),
        version=version_of(draft),
        now=NOW,
    )
    again = make_draft(program)

    assert changed.version == 2
    match = again.matches.get(mentee=member)
    assert (match.mentor_id, match.is_locked, match.because) == (chosen.pk, True, "本人の希望")
    lock_match(actor=cast.hr, match_id=match.pk, is_locked=False, version=version_of(again), now=NOW)
    assert make_draft(program).matches.filter(is_locked=True).count() == 0


def test_two_who_change_one_draft_lose_nothing(cast: Cast, program: Program, client_for: SignIn) -> None:
    draft = make_draft(program)
    member, seen = seat(program, cast.member), version_of(draft)
    change_match(actor=cast.hr, program_id=program.pk, choice=choose(member, None), version=seen, now=NOW)

    answer = client_for(cast.hr).post(
        f"/programs/{program.pk}/board/change/",
        {"mentee": str(member.pk), "partner": "nobody", "because": "今期は休みたい", "version": seen},
    )

    assert answer.status_code == 422
    assert "今期は休みたい" in answer.content.decode()
    assert str(Stale.sentence) in answer.content.decode()
    assert list(draft.unmatched.values_list("participant", flat=True)) == [member.pk]


def test_publishing_begins_pairs_tells_both_why_and_happens_once(
    cast: Cast, program: Program, client_for: SignIn
) -> None:
    draft = make_draft(program)
    press = {"version": version_of(draft)}

    first = client_for(cast.hr).post(f"/programs/{program.pk}/board/publish/", press, follow=True).content.decode()
    second = client_for(cast.hr).post(f"/programs/{program.pk}/board/publish/", press, follow=True).content.decode()

    assert "2組を公開しました。" in first
    assert "もう公開されています。" in second
    assert Pair.objects.filter(kind="mentor").count() == 2
    assert Notice.objects.filter(notification_type="match").count() == 4
    assert Program.objects.get(pk=program.pk).state == "running"


def test_a_worker_killed_while_publishing_leaves_nothing(
    cast: Cast, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(program)

    def die(*_args: object, **_detail: object) -> None:
        raise SystemExit

    monkeypatch.setattr(publishing, "record_step", die)
    with pytest.raises(SystemExit):
        publish_draft(actor=cast.hr, program_id=program.pk, version=version_of(draft), now=NOW)

    assert not Pair.objects.filter(kind="mentor").exists()
    assert not Match.objects.published().exists()
    assert not Notice.objects.filter(notification_type="match").exists()


def test_what_happened_since_is_told_and_left_out(cast: Cast, program: Program, client_for: SignIn) -> None:
    """A move puts two into one line; somebody goes on leave."""
    draft = make_draft(program)
    have = partners(draft)
    ReportingLine.objects.filter(person=cast.member).update(supervisor=have[cast.member])
    Leave.objects.create(person=cast.peer, starts_on=TODAY - datetime.timedelta(days=2))

    board = get_board(cast.hr, program.pk, now=NOW)
    published = publish_draft(actor=cast.hr, program_id=program.pk, version=version_of(draft), now=NOW)

    assert (board.conflicts, board.publishable) == (2, 0)
    assert sorted(published.left_out.values()) == [conflicts.LEAVE, conflicts.LINE]
    assert published.matches == 0
    page = client_for(cast.hr).get(f"/programs/{program.pk}/board/").content.decode()
    assert "異動で同じ系統になりました" in page


def test_more_mentees_than_places_leave_some_with_a_reason(cast: Cast, program: Program, client_for: SignIn) -> None:
    Participant.objects.filter(person=cast.colleague).delete()

    draft = make_draft(program)

    assert [one.why for one in draft.unmatched.all()] == ["full"]
    assert (
        "2人のうち、1人の相手が決まりました。"
        in client_for(cast.hr).get(f"/programs/{program.pk}/board/").content.decode()
    )


def test_rules_that_leave_nobody_and_nobody_who_volunteers(cast: Cast) -> None:
    program = make_program(cast.hr, state="open")
    take_part(program, cast.member, "mentee")
    assert [one.why for one in make_draft(program).unmatched.all()] == ["full"]

    take_part(program, cast.manager, "mentor")
    assert [one.why for one in make_draft(program).unmatched.all()] == ["nobody"]


def test_wishes_for_somebody_who_left_count_for_the_next(cast: Cast, program: Program) -> None:
    member = seat(program, cast.member)
    for rank, person in enumerate((cast.mentor, cast.colleague), start=1):
        Wish.objects.create(participant=member, wanted=seat(program, person), rank=rank)
    Participant.objects.filter(person=cast.colleague).update(capacity=2)
    Person.objects.filter(pk=cast.mentor.pk).update(left_on=TODAY - datetime.timedelta(days=2))

    match = make_draft(program).matches.get(mentee=member)

    assert match.mentor.person == cast.colleague
    assert match.reasons["ranks"] == [1, 0]


def test_peers_are_paired_and_one_who_offered_takes_two(cast: Cast) -> None:
    program = make_program(cast.hr, state="open", kind="peer")
    for person in (cast.member, cast.peer, cast.mentor, cast.colleague, cast.hr):
        take_part(program, person, "peer", takes_two=person == cast.mentor)

    draft = make_draft(program)

    assert draft.matches.count() == 3
    assert not draft.unmatched.exists()
    publish_draft(actor=cast.hr, program_id=program.pk, version=version_of(draft), now=NOW)
    again = begin_draft(actor=cast.hr, program_id=program.pk, now=NOW, is_next_round=True)
    work_out_draft(draft_id=again.pk, now=NOW)
    two = {frozenset([match.mentee_id, match.mentor_id]) for match in draft.matches.all()}
    assert not two & {frozenset([match.mentee_id, match.mentor_id]) for match in again.matches.all()}


def test_a_program_that_is_set_up_has_no_draft_and_one_is_made_at_a_time(cast: Cast, program: Program) -> None:
    with pytest.raises(StillBeingSetUp):
        begin_draft(actor=cast.hr, program_id=make_program(cast.hr).pk, now=NOW)
    begin_draft(actor=cast.hr, program_id=program.pk, now=NOW)
    with pytest.raises(StillWorking):
        begin_draft(actor=cast.hr, program_id=program.pk, now=NOW)


def test_a_mentee_asks_once_and_full_reads_as_a_veto_does(cast: Cast, program: Program, client_for: SignIn) -> None:
    Program.objects.filter(pk=program.pk).update(mode=Program.Mode.ASSIGN)
    member, mentor = seat(program, cast.member), seat(program, cast.mentor)
    for rank, wanted in enumerate((mentor, seat(program, cast.colleague)), start=1):
        Wish.objects.create(participant=member, wanted=wanted, rank=rank)
    seal_vetoes(mentor, [cast.member.pk], organization_id=cast.organization.pk, now=NOW)
    mentor.save()
    draft = make_draft(program)
    publish_draft(actor=cast.hr, program_id=program.pk, version=version_of(draft), now=NOW)
    match = Match.objects.published().get(mentee=member)
    address = f"/programs/partner/{match.pk}/what-if/"

    answers = []
    for vetoes in ([cast.member.pk], []):  # whether by a veto or for want of a place
        seal_vetoes(mentor, vetoes, organization_id=cast.organization.pk, now=NOW)
        mentor.save()
        Match.objects.filter(pk=match.pk).update(what_if_at=None)
        client_for(cast.member).post(address)
        answers.append(Match.objects.get(pk=match.pk).reasons["what_if"])

    assert answers[0] == answers[1]
    assert [became for _wanted, became in answers[0]] == ["not_possible", "given"]
    page = client_for(cast.member).get(address).content.decode()
    assert "枠がいっぱいか、決まりに合いません" in page
    assert client_for(cast.mentor).get(address).status_code == 404


def test_everybody_wants_one_and_one_has_them(cast: Cast, program: Program) -> None:
    for person in (cast.member, cast.peer):
        Wish.objects.create(participant=seat(program, person), wanted=seat(program, cast.mentor), rank=1)

    draft = make_draft(program)

    assert sorted(match.reasons["first_wish"] for match in draft.matches.all()) == ["given", "not_possible"]
    assert draft.summary["now"]["matched"] == 2
