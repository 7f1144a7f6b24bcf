"""What HR sees of the use of hints: units of enough people, coarse, and never again another number."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.hints.models import Hint, Trial, UnitUsage
from aizuchi.hints.operations.unit_usage import keep_unit_usage
from aizuchi.hints.queries import usage_by_unit
from aizuchi.hints.tests.conftest import Write
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Unit

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SPAN = {"since": TODAY, "until": TODAY + datetime.timedelta(days=1), "k": 5}


@pytest.fixture
def hint(cast: Cast, write: Write) -> Hint:
    return write(cast.mentor)


def let_try(cast: Cast, unit: Unit, hint: Hint, meeting: Meeting, *, people: int, outcome: str = "helped") -> None:
    answered_at = NOW if outcome else None
    for _ in range(people):
        person = PersonFactory(organization=cast.organization)
        MembershipFactory(person=person, unit=unit, is_main=True)
        Trial.objects.create(
            person=person, hint=hint, meeting=meeting, created_at=NOW, outcome=outcome, answered_at=answered_at
        )


def test_units_of_enough_people_are_told_coarsely(cast: Cast, hint: Hint, meeting: Meeting) -> None:
    let_try(cast, cast.control, hint, meeting, people=6)
    let_try(cast, cast.sales, hint, meeting, people=7)
    keep_unit_usage(organization=cast.organization, **SPAN)

    used = usage_by_unit(viewer=cast.hr, quarter_on=TODAY, now=NOW)
    assert (used[cast.control.pk].tried, used[cast.control.pk].helped_share) == (5, 100)
    assert used[cast.company.pk].tried == 15
    assert used[cast.mechanics.pk].is_hidden


def test_it_helped_is_told_only_where_enough_people_said_so(cast: Cast, hint: Hint, meeting: Meeting) -> None:
    """Six tried, and four of them said how it went: how often is told, the share is not."""
    let_try(cast, cast.control, hint, meeting, people=4)
    let_try(cast, cast.control, hint, meeting, people=2, outcome="")
    let_try(cast, cast.sales, hint, meeting, people=6)
    keep_unit_usage(organization=cast.organization, **SPAN)

    used = usage_by_unit(viewer=cast.hr, quarter_on=TODAY, now=NOW)
    assert (used[cast.control.pk].tried, used[cast.control.pk].helped_share) == (5, None)
    # Ten said so in the whole company: beside the six of one unit, their share would tell that of the four.
    assert (used[cast.company.pk].helped_share is None) or (used[cast.sales.pk].helped_share is None)


@pytest.mark.database
def test_a_parent_gives_no_small_child_away(cast: Cast, hint: Hint, meeting: Meeting) -> None:
    """Six and two: the eight of both, told beside the six, would tell the two."""
    let_try(cast, cast.control, hint, meeting, people=6)
    let_try(cast, cast.mechanics, hint, meeting, people=2)
    keep_unit_usage(organization=cast.organization, **SPAN)

    used = usage_by_unit(viewer=cast.hr, quarter_on=TODAY, now=NOW)
    assert used[cast.mechanics.pk].is_hidden
    assert used[cast.control.pk].is_hidden or used[cast.development.pk].is_hidden


@pytest.mark.database
def test_what_was_told_once_never_changes(cast: Cast, hint: Hint, meeting: Meeting) -> None:
    let_try(cast, cast.control, hint, meeting, people=6)
    keep_unit_usage(organization=cast.organization, **SPAN)
    before = list(UnitUsage.objects.order_by("unit").values_list("unit", "tried"))
    let_try(cast, cast.control, hint, meeting, people=9)

    assert keep_unit_usage(organization=cast.organization, **SPAN) == 0
    assert list(UnitUsage.objects.order_by("unit").values_list("unit", "tried")) == before


def test_others_are_not_told(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        usage_by_unit(viewer=cast.manager, quarter_on=TODAY, now=NOW)
