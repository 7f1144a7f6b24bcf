"""Where somebody is left alone, all are asked alike."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.notifications.models import Notice
from aizuchi.programs.models import MatchDraft, Program, Unmatched
from aizuchi.programs.operations.calling import ask_mentors_for_more, call_for_more_mentors
from aizuchi.programs.refusals import NobodyToAsk


@pytest.fixture
def program(cast: Cast) -> Program:
    """A draft that leaves the member alone."""
    program, now = Scene(cast).program, timezone.now()
    draft = MatchDraft.objects.create(program=program, number=1, created_by=cast.hr, created_at=now, solved_at=now)
    alone = program.participants.get(person=cast.member)
    Unmatched.objects.create(draft=draft, participant=alone, why=Unmatched.Why.ALL_FULL)
    return program


def told() -> set[object]:
    return set(Notice.objects.filter(notification_type="match").values_list("person", flat=True))


def test_mentors_are_asked_once_and_read_of_nobody(program: Program, cast: Cast, client_for) -> None:
    for _press in range(2):
        client_for(cast.hr).post(reverse("programs:call", args=[program.pk]), {"whom": "mentors"})

    assert told() == {cast.mentor.pk}
    assert Notice.objects.filter(notification_type="match").count() == 1


def test_whoever_may_be_a_partner_is_called_and_no_one_who_takes_part(program: Program, cast: Cast) -> None:
    call_for_more_mentors(actor=cast.hr, program_id=program.pk, now=timezone.now())

    assert cast.colleague.pk in told()
    assert not {cast.member.pk, cast.mentor.pk, cast.stranger.pk} & told()


def test_where_nobody_is_alone_nobody_is_asked(program: Program, cast: Cast) -> None:
    Unmatched.objects.all().delete()

    with pytest.raises(NobodyToAsk):
        ask_mentors_for_more(actor=cast.hr, program_id=program.pk, now=timezone.now())
    assert not told()
