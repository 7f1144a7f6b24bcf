"""Both sides are asked by surveys, and what may be told stands side by side."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.scene import Scene

from aizuchi.programs.models import Program, ProgramSurvey
from aizuchi.programs.operations.questionnaires import prepare_questionnaires
from aizuchi.programs.queries.results import get_program_results, make_results_table
from aizuchi.programs.survey_audiences import AUDIENCE, audience_of
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.surveys.asked import WhoIsAsked, find_asked
from aizuchi.surveys.models import AnswerSheet
from aizuchi.surveys.operations import close_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms

DAY = datetime.timedelta(days=1)


@pytest.fixture
def program(cast: Cast) -> Program:
    """Six on each side."""
    program = make_program(cast.hr, state="running")
    for side in ("mentee", "mentor"):
        for _number in range(6):
            take_part(program, PersonFactory(organization=cast.organization), side)
    return program


def answer_and_close(asked: ProgramSurvey, cast: Cast, step: str) -> None:
    began = timezone.now() - 8 * DAY
    terms = SurveyTerms(opens_at=began, closes_at=timezone.now(), smallest_group=5, audience=asked.survey.audience)
    settle_survey(actor=cast.hr, survey_id=asked.survey_id, terms=terms, now=began)
    open_survey(survey_id=asked.survey_id, now=began)
    AnswerSheet.objects.bulk_create(
        AnswerSheet(participant=one, answers={"see_other_units": step}, sent_at=began, changed_at=began)
        for one in asked.survey.participants.all()
    )
    close_survey(survey_id=asked.survey_id, now=timezone.now())


def test_questions_to_both_sides_are_prepared_once(program: Program, cast: Cast) -> None:
    for _press in range(2):
        prepare_questionnaires(actor=cast.hr, program_id=program.pk, moment="after", now=timezone.now())

    asked = {one.side: one.survey.audience for one in ProgramSurvey.objects.filter(program=program)}
    assert asked == {side: audience_of(program, side) for side in ("mentee", "mentor")}


def test_a_survey_asks_those_of_one_side_who_take_part(program: Program, cast: Cast) -> None:
    gone = program.participants.filter(side="mentee").first()
    assert gone is not None
    program.participants.filter(pk=gone.pk).update(state="left")

    who = WhoIsAsked(audience=audience_of(program, "mentee"))
    asked = find_asked(cast.organization, who, on=timezone.localdate())

    assert set(asked) == set(program.participants.joined().filter(side="mentee").values_list("person", flat=True))
    assert len(asked) == 5


def test_who_looks_after_no_program_is_offered_none(program: Program, cast: Cast) -> None:
    assert list(AUDIENCE.list_choices(cast.hr, timezone.localdate()))
    assert not list(AUDIENCE.list_choices(cast.manager, timezone.localdate()))
    assert not AUDIENCE.find_people(cast.stranger.organization, f"{program.pk}.mentee", timezone.localdate())
    assert not AUDIENCE.find_people(cast.organization, "nothing.mentee", timezone.localdate())


def test_both_sides_stand_beside_each_other_with_the_round_before(program: Program, cast: Cast, client_for) -> None:
    before = program
    again = make_program(cast.hr, state="running", copied_from=before, mode="assign")
    for one in before.participants.all():
        take_part(again, one.person, one.side)
    for each, step in ((before, "1"), (again, "5")):
        for asked in prepare_questionnaires(actor=cast.hr, program_id=each.pk, moment="after", now=timezone.now()):
            answer_and_close(asked, cast, step)

    found = get_program_results(viewer=cast.hr, program_id=again.pk, now=timezone.now())

    line = next(line for line in found.lines if line.code == "see_other_units")
    assert [(one.side, one.percent, one.before_percent) for one in line.sides] == [
        ("mentee", 100, 0),
        ("mentor", 100, 0),
    ]
    assert found.mode_changed
    assert len(list(make_results_table(found).rows)) == 2
    page = client_for(cast.hr).get(reverse("programs:results", args=[again.pk])).content.decode()
    assert "ほかの部署が、どう働いているかを知ることができた。" in page


def test_without_answers_the_page_says_so(cast: Cast, client_for) -> None:
    program = Scene(cast).program

    page = client_for(cast.hr).get(reverse("programs:results", args=[program.pk])).content.decode()

    assert "まだ、答えがありません" in page
