import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.start import InTheChain
from aizuchi.programs.models import Match, Program
from aizuchi.programs.operations.begin import ProgramIsOver, begin_match, begin_matches, months_later
from aizuchi.programs.tests.programs import make_program, take_part


def _match(program: Program, mentee: object, mentor: object) -> Match:
    return Match.objects.create(
        program=program,
        mentee=take_part(program, mentee, "mentee"),  # type: ignore[arg-type]
        mentor=take_part(program, mentor, "mentor"),  # type: ignore[arg-type]
    )


def test_two_begin_as_the_program_says_and_only_once(cast: Cast) -> None:
    now = timezone.now()
    today = cast.organization.today(now)
    program = make_program(
        cast.hr, state="running", minutes=45, ends_on=today + datetime.timedelta(days=30), cadence="monthly"
    )
    match = _match(program, cast.member, cast.mentor)

    pair = begin_match(match, actor=cast.hr, now=now)
    again = begin_match(Match.objects.get(pk=match.pk), actor=cast.hr, now=now)

    assert pair.pk == again.pk == Match.objects.get(pk=match.pk).pair_id
    assert (pair.minutes, pair.until_on) == (45, today + datetime.timedelta(days=31))
    assert Meeting.objects.filter(pair=pair).exists()
    assert Match.objects.published().count() == 1


def test_a_pair_of_one_line_does_not_begin_and_stops_no_other(cast: Cast) -> None:
    now = timezone.now()
    program = make_program(cast.hr, state="running", is_evergreen=True, kind="peer")
    in_line, apart = _match(program, cast.member, cast.manager), _match(program, cast.peer, cast.mentor)

    refused = begin_matches([in_line, apart], actor=cast.hr, now=now)

    assert [(match.pk, type(why)) for match, why in refused] == [(in_line.pk, InTheChain)]
    assert list(Pair.objects.filter(kind="peer").values_list("pk", flat=True)) == [apart.pair_id]


def test_nothing_begins_after_the_last_day(cast: Cast) -> None:
    now = timezone.now()
    yesterday = cast.organization.today(now) - datetime.timedelta(days=1)
    match = _match(make_program(cast.hr, state="running", ends_on=yesterday), cast.member, cast.mentor)

    with pytest.raises(ProgramIsOver):
        begin_match(match, actor=cast.hr, now=now)

    assert Match.objects.get(pk=match.pk).published_at is None


def test_months_are_those_of_the_calendar() -> None:
    assert months_later(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 3, 1)
    assert months_later(datetime.date(2026, 12, 15), 12) == datetime.date(2027, 12, 15)
    assert months_later(datetime.date(2026, 10, 31), 13) == datetime.date(2027, 12, 1)
