"""Menus, applications and themes: whoever presses first gets the place, and no refusal tells what is in the way."""

import datetime
import uuid

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.meetings.models import Meeting
from aizuchi.notifications.models import Notice
from aizuchi.pairs.models import Pair
from aizuchi.programs.models import Application, Match, OfferedSlot, Participant, Program, ProgramTheme
from aizuchi.programs.operations.choosing import (
    AnsweredAlready,
    AskedEnough,
    HasSomebody,
    NotPossible,
    SlotGone,
    ThemeFull,
    accept_application,
    apply_to,
    decline_application,
    gather_around,
    take_place,
    withdraw_application,
)
from aizuchi.programs.operations.inviting import invite_mentors
from aizuchi.programs.operations.joining import JoiningAnswers, save_answers
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.programs.vetoes import seal_vetoes

NOW = timezone.now()


def _open(cast: Cast, mode: str, **facts: object) -> Program:
    return make_program(cast.hr, units=[cast.control], state="open", mode=mode, **facts)


def _take(program: Program, mentee: Participant, mentor: Participant, slot: uuid.UUID | None = None) -> Match:
    return take_place(actor=mentee.person, program_id=program.pk, mentor_id=mentor.pk, slot_id=slot, now=NOW)


def _ask(program: Program, mentee: Participant, mentor: Participant) -> Application:
    return apply_to(actor=mentee.person, program_id=program.pk, mentor_id=mentor.pk, words="", now=NOW)


def test_the_last_place_goes_to_one_and_begins_their_1on1(cast: Cast) -> None:
    program = _open(cast, "menu")
    mentor = take_part(program, cast.mentor, "mentor")
    first, second = take_part(program, cast.member, "mentee"), take_part(program, cast.peer, "mentee")

    match = _take(program, first, mentor)

    with pytest.raises(NotPossible):
        _take(program, second, mentor)
    with pytest.raises(HasSomebody):
        _take(program, first, mentor)
    assert match.pair == Pair.objects.get(mentee=cast.member, mentor=cast.mentor)
    assert Notice.objects.filter(person=cast.mentor, key__endswith=":taken").exists()


def test_whatever_is_in_the_way_is_said_in_one_way(cast: Cast, client: Client) -> None:
    """A veto, the line, a full mentor and somebody who left: the same sentence, and nobody of them on the menu."""
    program = _open(cast, "menu")
    own = take_part(program, cast.member, "mentee")
    vetoing = take_part(program, cast.mentor, "mentor")
    seal_vetoes(vetoing, [cast.member.pk], organization_id=cast.organization.pk, now=NOW)
    vetoing.save()
    above, gone = take_part(program, cast.manager, "mentor"), take_part(program, cast.hr, "mentor", state="left")
    full = take_part(program, cast.colleague, "mentor")
    Match.objects.create(program=program, mentee=take_part(program, cast.peer, "mentee"), mentor=full, published_at=NOW)
    client.force_login(cast.member)

    said = set()
    for mentor in (vetoing, above, gone, full):
        with pytest.raises(NotPossible) as refused:
            _take(program, own, mentor)
        said.add(str(refused.value))
    shown = client.get(f"/programs/{program.pk}/menu/").content.decode()

    assert len(said) == 1
    assert not any(str(mentor.pk) in shown for mentor in (vetoing, above, gone, full))


def test_a_time_is_taken_once_and_is_the_first_meeting(cast: Cast, client: Client) -> None:
    program = _open(cast, "menu", offers_slots=True)
    mentor = take_part(program, cast.mentor, "mentor", capacity=2)
    client.force_login(cast.mentor)
    day = cast.organization.today(NOW) + datetime.timedelta(days=7)
    client.post(f"/programs/{program.pk}/slots/", {"do": "add", "day": day.isoformat(), "time": "10:00"})
    slot = OfferedSlot.objects.get()
    match = _take(program, take_part(program, cast.member, "mentee"), mentor, slot.pk)
    assert Meeting.objects.get(pair=match.pair, starts_at__isnull=False).starts_at == slot.starts_at

    with pytest.raises(SlotGone):
        _take(program, take_part(program, cast.peer, "mentee"), mentor, slot.pk)


def test_who_is_asked_says_yes_and_the_two_begin(cast: Cast, client: Client) -> None:
    program = _open(cast, "apply")
    mentor, own = take_part(program, cast.mentor, "mentor"), take_part(program, cast.member, "mentee")
    application = _ask(program, own, mentor)
    client.force_login(cast.mentor)
    assert "小野寺" in client.get(f"/programs/{program.pk}/asked/").content.decode()

    match = accept_application(actor=cast.mentor, application_id=application.pk, now=NOW)

    assert match.pair is not None
    assert {"asked", "accepted"} <= {key.rpartition(":")[2] for key in Notice.objects.values_list("key", flat=True)}
    with pytest.raises(AnsweredAlready):
        decline_application(actor=cast.mentor, application_id=application.pk, now=NOW)


def test_a_no_needs_no_reason_no_mail_and_is_asked_once(cast: Cast, client: Client) -> None:
    program = _open(cast, "apply")
    application = _ask(program, take_part(program, cast.member, "mentee"), take_part(program, cast.mentor, "mentor"))
    told = Notice.objects.count()

    decline_application(actor=cast.mentor, application_id=application.pk, now=NOW)

    assert Notice.objects.count() == told
    client.force_login(cast.member)
    assert "今回は見送り" in client.get(f"/programs/{program.pk}/menu/").content.decode()
    with pytest.raises(NotPossible):
        _ask(program, application.mentee, application.mentor)
    assert not Pair.objects.filter(kind="mentor").exists()


def test_one_waits_for_so_many_answers_at_once(cast: Cast) -> None:
    program = _open(cast, "apply", most_wishes=1)
    own = take_part(program, cast.member, "mentee")
    first = _ask(program, own, take_part(program, cast.mentor, "mentor"))
    other = take_part(program, cast.colleague, "mentor")
    with pytest.raises(AskedEnough):
        _ask(program, own, other)

    withdraw_application(actor=cast.member, application_id=first.pk, now=NOW)

    assert _ask(program, own, other).answer == ""


def test_others_neither_answer_nor_take_back(cast: Cast) -> None:
    program = _open(cast, "apply")
    application = _ask(program, take_part(program, cast.member, "mentee"), take_part(program, cast.mentor, "mentor"))

    for act in (accept_application, decline_application, withdraw_application):
        with pytest.raises(Http404):
            act(actor=cast.hr, application_id=application.pk, now=NOW)
    with pytest.raises(Http404):
        withdraw_application(actor=cast.mentor, application_id=application.pk, now=NOW)


def test_a_theme_has_as_many_places_as_it_says(cast: Cast) -> None:
    program = _open(cast, "theme", kind="peer")
    theme = ProgramTheme.objects.create(program=program, label="いまの手ごたえ", places=1)
    take_part(program, cast.member, "peer")
    take_part(program, cast.peer, "peer")
    gather_around(actor=cast.member, program_id=program.pk, theme_id=theme.pk, joins=True, now=NOW)

    with pytest.raises(ThemeFull):
        gather_around(actor=cast.peer, program_id=program.pk, theme_id=theme.pk, joins=True, now=NOW)
    gather_around(actor=cast.member, program_id=program.pk, theme_id=theme.pk, joins=False, now=NOW)
    gather_around(actor=cast.peer, program_id=program.pk, theme_id=theme.pk, joins=True, now=NOW)

    assert [one.person for one in theme.participants.all()] == [cast.peer]


def test_hr_asks_whom_the_rules_leave_out_and_they_join(cast: Cast) -> None:
    program = _open(cast, "mutual")
    program.counterpart_units.set([cast.sales])

    invited = invite_mentors(actor=cast.hr, program_id=program.pk, person_ids=[cast.mentor.pk], now=NOW)
    again = invite_mentors(actor=cast.hr, program_id=program.pk, person_ids=[cast.mentor.pk], now=NOW)

    assert [one.person for one in invited] == [cast.mentor]
    assert again == []
    assert Notice.objects.filter(person=cast.mentor, key__endswith=":invited").count() == 1
    answers = JoiningAnswers(version=invited[0].version, capacity=2)
    assert (
        save_answers(
            actor=cast.mentor, program_id=program.pk, side="mentor", answers=answers, joins=False, now=NOW
        ).state
        == "invited"
    )
