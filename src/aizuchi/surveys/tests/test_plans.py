"""A pulse by a plan: what is asked in which month, and when."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.operations import change_definition, create_survey, open_round, start_plan, stop_plan
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.operations.plans import Rotation
from aizuchi.surveys.refusals import DependsOnOthers, LongerThanMinute, RotatesTooSlowly
from aizuchi.surveys.structure import Definition, Kind, Operator
from aizuchi.surveys.structure.edits import add_question
from aizuchi.surveys.structure.rotation import choose_questions
from aizuchi.surveys.tests.definitions import question, survey, when

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
CODES = ["a", "b", "c", "d", "e"]
POOL = survey(*[question(code) for code in CODES])
THREE_TWO = Rotation(per_month=2, every_months=3)


@pytest.fixture
def pool(cast: Cast) -> Survey:
    return create_survey(actor=cast.hr, kind="pulse", definition=POOL, now=NOW)


def start(cast: Cast, pool: Survey, *, actor: Person | None = None, rotation: Rotation = THREE_TWO) -> PulsePlan:
    terms = SurveyTerms(opens_at=NOW, closes_at=NOW + 7 * DAY, unit_ids=[cast.development.pk])
    return start_plan(actor=actor or cast.hr, survey_id=pool.pk, terms=terms, rotation=rotation, now=NOW)


def run(plan: PulsePlan, now: datetime.datetime) -> list[str] | None:
    opened = open_round(plan_id=plan.pk, now=now)
    return opened and [one.code for one in opened.read().list_questions()]


@pytest.mark.django_db
def test_each_month_those_come_that_were_not_asked_for_longest(cast: Cast, pool: Survey) -> None:
    plan = start(cast, pool)

    asked = [run(plan, NOW + number * 31 * DAY) for number in range(4)]

    assert asked == [["a", "b"], ["c", "d"], ["a", "e"], ["b", "c"]]
    rounds = Survey.objects.filter(opened_at__isnull=False)
    assert {(one.series, one.participants.count(), one.minutes) for one in rounds} == {(pool.series, 4, 1)}


@pytest.mark.django_db
def test_a_month_is_asked_once_and_one_that_went_by_is_left_out(cast: Cast, pool: Survey) -> None:
    plan = start(cast, pool)
    assert run(plan, NOW) == ["a", "b"]
    assert run(plan, NOW + DAY) is None

    plan.refresh_from_db()
    assert plan.next_on is not None
    late = NOW + (plan.next_on - NOW.date()) + 12 * DAY
    assert run(plan, late) is None
    plan.refresh_from_db()
    assert plan.next_on > late.date()
    assert Survey.objects.filter(opened_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_once_stopped_nothing_goes_out(cast: Cast, pool: Survey) -> None:
    plan = start(cast, pool)

    stop_plan(actor=cast.hr, survey_id=pool.pk, now=NOW)

    assert run(plan, NOW + 40 * DAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["member", "manager", "executive", "stranger"])
def test_nobody_but_hr_and_administrators_starts_or_stops_it(cast: Cast, pool: Survey, who: str) -> None:
    plan, other = start(cast, pool), getattr(cast, who)

    with pytest.raises((Http404, PermissionDenied)):
        start(cast, pool, actor=other)
    with pytest.raises((Http404, PermissionDenied)):
        stop_plan(actor=other, survey_id=pool.pk, now=NOW)
    plan.refresh_from_db()
    assert plan.next_on is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("definition", "rotation", "refusal"),
    [
        (POOL, Rotation(per_month=1, every_months=4), RotatesTooSlowly),
        (survey(*[question(f"q{n}") for n in range(6)]), Rotation(per_month=6, every_months=1), LongerThanMinute),
        (survey(question("a"), question("b", condition=when("a", Operator.IS, "1"))), THREE_TWO, DependsOnOthers),
    ],
)
def test_what_cannot_take_turns_is_said(
    cast: Cast, definition: Definition, rotation: Rotation, refusal: type[Refusal]
) -> None:
    made = create_survey(actor=cast.hr, kind="pulse", definition=definition, now=NOW)

    with pytest.raises(refusal):
        start(cast, made, rotation=rotation)
    assert not PulsePlan.objects.exists()


@pytest.mark.django_db
def test_a_question_on_condition_that_comes_later_is_never_asked_by_name(cast: Cast, pool: Survey) -> None:
    plan = start(cast, pool)
    tired = question("tired", theme="condition")
    change: dict[str, Any] = {"change": lambda one: add_question(one, tired), "revision": pool.revision, "now": NOW}
    change_definition(actor=cast.hr, survey_id=pool.pk, **change)

    assert run(plan, NOW) is None

    plan.refresh_from_db()
    assert (plan.next_on, plan.survey.kept_back) == (None, "faults")


@pytest.mark.django_db
def test_it_is_started_and_stopped_from_the_page(
    cast: Cast, client_for: Callable[[Person], Client], pool: Survey
) -> None:
    hr, today = client_for(cast.hr), timezone.localdate()
    typed = {
        "opens_on": f"{today}", "closes_on": f"{today + 6 * DAY}", "readers": "hr", "is_anonymous": "no",
        "smallest_group": "10", "per_month": "2", "every_months": "3", "monthly": "1",
    }  # fmt: skip

    assert hr.post(reverse("surveys:settle", args=[pool.pk]), typed).status_code == 302
    plan = PulsePlan.objects.get()
    assert (plan.per_month, plan.every_months, plan.days_open) == (2, 3, 7)
    assert "毎月、この中から2問を送ります" in hr.get(reverse("surveys:build", args=[pool.pk])).content.decode()

    hr.post(reverse("surveys:stop_plan", args=[pool.pk]))
    plan.refresh_from_db()
    assert plan.next_on is None


@given(st.integers(1, 12), st.integers(1, 5))
def test_each_is_asked_at_least_as_often_as_was_promised(questions: int, per_month: int) -> None:
    pool = survey(*[question(f"q{number}", Kind.SCALE) for number in range(questions)])
    every = -(-questions // per_month)
    rounds: list[list[str]] = []
    for _ in range(3 * every):
        rounds.append([one.code for one in choose_questions(pool, rounds, per_month).list_questions()])

    for first in range(len(rounds) - every + 1):
        assert len({code for one in rounds[first : first + every] for code in one}) == questions
