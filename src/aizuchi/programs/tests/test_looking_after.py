"""What comes by itself while a program runs."""

import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory
from tests.scene import Scene

from aizuchi.notifications.models import Notice
from aizuchi.pairs.operations import end_pair
from aizuchi.programs.models import EndChoice, Match, Program
from aizuchi.programs.operations.partners import choose_end, keep_meeting
from aizuchi.programs.operations.running import look_after_program

DAY = datetime.timedelta(days=1)


@pytest.fixture
def match(cast: Cast) -> Match:
    match = Scene(cast).program_match
    Program.objects.filter(pk=match.program_id).update(state="running")
    Match.objects.filter(pk=match.pk).update(fit_asked_at=None)
    match.pair.meetings.all().delete()
    return match


def look(match: Match, now: datetime.datetime) -> Match:
    look_after_program(program_id=match.program_id, now=now)
    return Match.objects.select_related("pair").get(pk=match.pk)


def told(what: str) -> set[object]:
    return set(Notice.objects.filter(key__endswith=f":{what}").values_list("person", flat=True))


def test_both_are_asked_whether_it_fits_after_their_first_1on1_and_once_more(match: Match, cast: Cast) -> None:
    now = timezone.now()
    assert look(match, now).fit_asked_at is None

    MeetingFactory(pair=match.pair, state="held", starts_at=now - DAY, started_at=now - DAY)
    assert look(match, now).fit_asked_at == now
    assert told("fit") == {cast.member.pk, cast.mentor.pk}
    assert look(match, now + 27 * DAY).fit_asked_again_at is None
    assert look(match, now + 28 * DAY).fit_asked_again_at == now + 28 * DAY


def test_a_pair_silent_for_90_days_is_asked_and_then_closed_kindly(match: Match, cast: Cast) -> None:
    now = timezone.now()
    assert look(match, now + 89 * DAY).silence_asked_at is None

    asked = look(match, now + 91 * DAY)
    assert asked.silence_asked_at is not None
    assert asked.pair.until_on is None
    assert told("silence") == {cast.member.pk, cast.mentor.pk}
    assert look(match, now + 118 * DAY).ended_at is None
    closed = look(match, now + 119 * DAY)
    assert closed.ended_at is not None
    assert closed.pair.closed_at is not None
    assert told("closed") == {cast.member.pk, cast.mentor.pk}


@pytest.mark.parametrize("what", ["date", "word"])
def test_a_date_or_a_word_of_one_of_the_two_keeps_them_together(match: Match, what: str, cast: Cast) -> None:
    now = timezone.now()
    asked_at = now + 91 * DAY
    look(match, asked_at)
    if what == "word":
        keep_meeting(actor=cast.mentor, match_id=match.pk, now=asked_at)
    else:
        MeetingFactory(pair=match.pair, starts_at=asked_at + 40 * DAY)

    assert look(match, asked_at + 30 * DAY).ended_at is None


def test_it_goes_on_only_if_both_would_like_to(match: Match, cast: Cast) -> None:
    now = timezone.now()
    last = cast.organization.today(now) + 10 * DAY
    match.pair.until_on = last
    match.pair.save()
    assert look(match, now).ended_at is None
    assert told("ending") == {cast.member.pk, cast.mentor.pk}

    assert not choose_end(actor=cast.member, match_id=match.pk, choice=EndChoice.Choice.GO_ON, now=now)
    match.pair.refresh_from_db()
    assert match.pair.until_on == last
    assert choose_end(actor=cast.mentor, match_id=match.pk, choice=EndChoice.Choice.GO_ON, now=now)

    match.pair.refresh_from_db()
    assert match.pair.until_on is None


def test_a_program_ends_after_its_last_day_and_not_on_it(match: Match, cast: Cast) -> None:
    now = timezone.now()
    Program.objects.filter(pk=match.program_id).update(ends_on=cast.organization.today(now))
    assert look(match, now).ended_at is None

    assert look(match, now + DAY).ended_at is not None
    assert Program.objects.get(pk=match.program_id).state == "ended"


def test_either_leaves_without_a_reason(match: Match, cast: Cast) -> None:
    end_pair(actor=cast.member, pair_id=match.pair_id, now=timezone.now())

    match.refresh_from_db()
    assert match.ended_at is not None
