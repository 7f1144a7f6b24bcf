import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.hints import operations
from aizuchi.hints.cards import Cell
from aizuchi.hints.models import Invitation
from aizuchi.hints.queries import invitation_for
from aizuchi.hints.tests.test_pages import Write
from aizuchi.kernel import write_behind

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 4, 6, 10, tzinfo=datetime.UTC)


def is_invited(cast: Cast, cell: Cell, now: datetime.datetime) -> bool:
    return invitation_for(viewer=cast.manager, strong_cells=[cell], now=now) is not None


def test_who_is_strong_somewhere_is_invited_for_a_week_a_quarter(cast: Cast, cell: Cell) -> None:
    operations.note_invited(viewer=cast.manager, now=NOW)
    operations.note_invited(viewer=cast.manager, now=NOW + 3 * DAY)
    write_behind.flush_all()

    days = [0, 6, 7, 60, 90]
    assert [is_invited(cast, cell, NOW + number * DAY) for number in days] == [True, True, False, False, True]


def test_nobody_is_invited_without_a_strength(cast: Cast) -> None:
    assert invitation_for(viewer=cast.manager, strong_cells=[], now=NOW) is None


@pytest.mark.parametrize(("for_good", "next_quarter"), [(False, True), (True, False)])
def test_an_answer_is_heard(for_good: bool, next_quarter: bool, cast: Cast, cell: Cell) -> None:
    operations.note_invited(viewer=cast.manager, now=NOW)
    write_behind.flush_all()
    operations.answer_invitation(actor=cast.manager, for_good=for_good, now=NOW + DAY)

    assert [is_invited(cast, cell, NOW + number * DAY) for number in (2, 90)] == [False, next_quarter]


def test_who_wrote_there_already_is_not_asked_again(cast: Cast, cell: Cell, write: Write) -> None:
    write(cast.manager)

    assert not is_invited(cast, cell, timezone.now())


def test_what_somebody_is_strong_in_is_not_kept(cast: Cast, cell: Cell) -> None:
    """It would tell their strengths to whoever reads the database."""
    assert {field.name for field in Invitation._meta.get_fields()} == {
        "person",
        "first_shown_on",
        "answered_on",
        "is_refused",
    }
