"""What HR sees of units: groups only, kept once, and nothing by subtraction."""

import datetime
import itertools

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory, UnitFactory

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.models import Block, EligibleCell, UnitResult
from aizuchi.feedback.operations.units import keep_unit_results
from aizuchi.feedback.queries.units import Result, UnitResults, get_unit_results
from aizuchi.feedback.tests.blocks import LATEST, find_response, find_topic, release
from aizuchi.people.models import Person, Unit

TODAY = datetime.date(2026, 11, 20)
SINCE = datetime.date(2024, 4, 1)
FAIR = [1, 1, 2, 4, 2]


def hire_mentor(unit: Unit, *, mentees: int = 5, met: list[int] | None = None) -> Person:
    """With people of their own, who could answer twice each, and a block of what they said."""
    mentor = PersonFactory(organization=unit.organization)
    MembershipFactory(person=mentor, unit=unit, starts_on=SINCE)
    window = AnswerWindow.objects.get_or_create(
        organization=unit.organization,
        starts_on=LATEST,
        defaults={"ends_on": LATEST + datetime.timedelta(13), "quarter_on": LATEST, "k_band": 3, "k_mean": 5},
    )[0]
    for mentee in PersonFactory.create_batch(mentees, organization=unit.organization):
        eligibility = Eligibility.objects.create(window=window, subject=mentor, person=mentee)
        EligibleCell.objects.create(eligibility=eligibility)
        EligibleCell.objects.create(
            eligibility=eligibility, topic=find_topic(mentor, "work"), response=find_response(mentor, "listen")
        )
    release(mentor, {"listen": met or FAIR})
    return mentor


def keep(cast: Cast, quarter_on: datetime.date = LATEST) -> int:
    return keep_unit_results(organization=cast.organization, quarter_on=quarter_on)


def look(cast: Cast) -> UnitResults:
    return get_unit_results(viewer=cast.hr, today=TODAY, quarter_on=None)


def hidden_of(cast: Cast, unit: Unit) -> str:
    return UnitResult.objects.get(unit=unit, response=None, quarter_on=LATEST).hidden


@pytest.mark.database
def test_a_unit_with_two_mentors_is_shown_in_coarse_numbers(cast: Cast) -> None:
    for _ in range(2):
        hire_mentor(cast.control)
    keep(cast)

    result = UnitResult.objects.get(unit=cast.control, response=None)

    assert [result.share_1, result.share_2, result.share_3, result.share_4, result.share_5] == [10, 10, 20, 40, 20]
    assert result.answered == UnitResult.Answered.MOST


@pytest.mark.database
def test_the_whole_less_what_is_shown_of_responses_is_not_one_mentors(cast: Cast) -> None:
    """Listening and advice would pass by themselves; what then remains was said about one of them."""
    mentors = [hire_mentor(cast.control) for _ in range(3)]
    for mentor, responses in zip(mentors, (["advice"], ["advice"], ["advice", "opinion"]), strict=True):
        for response in responses:
            release(mentor, {response: FAIR})
            for eligibility in Eligibility.objects.filter(subject=mentor):
                EligibleCell.objects.create(
                    eligibility=eligibility,
                    topic=find_topic(mentor, "career"),
                    response=find_response(mentor, response),
                )

    keep(cast)

    shown = UnitResult.objects.filter(unit=cast.company, hidden="", response__isnull=False)
    assert shown.count() == 1


@pytest.mark.database
def test_one_mentor_alone_is_never_shown(cast: Cast) -> None:
    hire_mentor(cast.control, mentees=30, met=[0, 0, 0, 30, 0])
    keep(cast)

    assert not UnitResult.objects.filter(hidden="").exists()
    assert hidden_of(cast, cast.control) == UnitResult.Hidden.FEW


def test_a_mentor_with_most_of_the_answers_hides_the_unit(cast: Cast) -> None:
    hire_mentor(cast.control, met=[0, 0, 0, 40, 0])
    hire_mentor(cast.control)
    keep(cast)

    assert hidden_of(cast, cast.control) == UnitResult.Hidden.FEW


def test_a_sibling_that_would_give_a_hidden_unit_away_is_hidden_with_it(cast: Cast) -> None:
    for unit in (cast.control, cast.control, cast.control, cast.mechanics):
        hire_mentor(unit)
    keep(cast)

    assert hidden_of(cast, cast.mechanics) == UnitResult.Hidden.FEW
    assert hidden_of(cast, cast.control) == UnitResult.Hidden.GIVES_AWAY
    assert hidden_of(cast, cast.development) == ""


@pytest.mark.database
def test_no_difference_of_shown_numbers_is_about_one_mentor(cast: Cast) -> None:
    """Whatever HR takes from whatever, at least two mentors are in what remains."""
    third = UnitFactory(parent=cast.development, code="THIRD")
    mentors = {
        unit.pk: {hire_mentor(unit).pk for _ in range(n)}
        for unit, n in ((cast.control, 2), (cast.mechanics, 3), (third, 1), (cast.sales, 1))
    }
    keep(cast)

    below = {
        cast.company.pk: set().union(*mentors.values()),
        cast.development.pk: mentors[cast.control.pk] | mentors[cast.mechanics.pk] | mentors[third.pk],
        cast.control.pk: mentors[cast.control.pk],
        cast.mechanics.pk: mentors[cast.mechanics.pk],
        cast.sales.pk: mentors[cast.sales.pk],
    }
    shown = UnitResult.objects.filter(hidden="", response=None).values_list("unit", flat=True)
    for one, *others in itertools.permutations([below[key] for key in shown]):
        for count in range(len(others) + 1):
            if all(other < one for other in others[:count]):
                assert len(one - set().union(*others[:count])) != 1


@pytest.mark.database
def test_numbers_stand_still_whatever_happens_later(cast: Cast) -> None:
    for _ in range(2):
        hire_mentor(cast.control)
    keep(cast)
    before = list(UnitResult.objects.values())
    hire_mentor(cast.control, met=[9, 0, 0, 0, 0])

    assert keep(cast) == 0
    assert list(UnitResult.objects.values()) == before


@pytest.mark.database
def test_mentors_count_where_they_were_when_the_quarter_ended(cast: Cast) -> None:
    mentors = [hire_mentor(cast.control) for _ in range(2)]
    for mentor in mentors:
        mentor.memberships.update(until_on=LATEST + QUARTER)
        MembershipFactory(person=mentor, unit=cast.sales, starts_on=LATEST + QUARTER)
    keep(cast)

    assert hidden_of(cast, cast.control) == ""
    assert hidden_of(cast, cast.sales) == UnitResult.Hidden.FEW


@pytest.mark.database
def test_a_response_is_judged_by_its_own_mentors(cast: Cast) -> None:
    one, other = hire_mentor(cast.control), hire_mentor(cast.control)
    for mentor in (one, other):
        release(mentor, {None: FAIR})
    release(one, {"advice": FAIR})
    keep(cast)

    found = {
        row.response.key: row.hidden
        for row in UnitResult.objects.filter(unit=cast.control, response__isnull=False).select_related("response")
    }

    assert found == {"listen": "", "advice": UnitResult.Hidden.FEW}


@pytest.mark.database
def test_what_is_hidden_is_not_even_kept(cast: Cast) -> None:
    hire_mentor(cast.control)
    keep(cast)

    assert not UnitResult.objects.exclude(share_5=None, answered=None).exists()
    assert Block.objects.exists()


@pytest.mark.database
def test_hr_reads_why_nothing_is_shown(cast: Cast) -> None:
    hire_mentor(cast.control)
    keep(cast)

    assert {row.result.hidden for row in look(cast).rows} == {
        "人数が少ないか、ひとりへの声がほとんどのため、表示していません"
    }


@pytest.mark.parametrize("who", ["manager", "mentor", "executive", "administrator", "member", "stranger"])
def test_only_hr_may_ask(who: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        get_unit_results(viewer=getattr(cast, who), today=TODAY, quarter_on=None)


def test_bars_run_from_yes_to_no_as_their_legend_does() -> None:
    result = Result(hidden="", answered="", shares=[10, 10, 20, 40, 20])

    assert [(share.level, share.start) for share in result.bar] == [(5, 0), (4, 20), (3, 60), (2, 80), (1, 90)]
    assert result.good == 60
