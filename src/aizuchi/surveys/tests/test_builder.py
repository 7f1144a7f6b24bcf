"""What whoever builds a survey is told of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import create_survey
from aizuchi.surveys.structure import Definition, Kind, Operator, SurveyQuestion
from aizuchi.surveys.tests.definitions import all_of, question, survey, when, words

pytestmark = pytest.mark.django_db

MOOD = question("mood")
LOW = question("low", Kind.LONG_TEXT, condition=when("mood", Operator.AT_MOST, "2"))
LOST = question("lost", condition=all_of([when("mood", Operator.IS, "1"), when("mood", Operator.IS, "2")]))


@pytest.fixture
def hr(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.hr)


@pytest.fixture
def build(cast: Cast) -> Callable[..., Survey]:
    def make(*questions: SurveyQuestion, **more: object) -> Survey:
        definition: Definition = replace(survey(*questions), **more)  # type: ignore[arg-type]  # names of its fields
        return create_survey(actor=cast.hr, kind="free", definition=definition, now=timezone.now())

    return make


def read(client: Client, name: str, draft: Survey, *more: str) -> str:
    answer = client.get(reverse(f"surveys:{name}", args=[draft.pk, *more]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_said_who_is_asked_what_and_what_nobody_is(hr: Client, build: Callable[..., Survey]) -> None:
    page = read(hr, "reach", build(MOOD, LOW, LOST))

    never, some, everybody = (page.index(f'id="{part}"') for part in ("never", "sometimes", "always"))
    assert never < page.index(">lost</a>") < some < page.index(">low</a>") < everybody < page.index(">mood</a>")
    assert "「mood」が「2」以下のときだけ" in page
    assert "「mood」に「1」" in page


def test_as_long_as_a_condition_is_about_what_comes_later_nobody_can_say(
    hr: Client, build: Callable[..., Survey]
) -> None:
    page = read(hr, "reach", build(LOW, MOOD, question("unnamed", Kind.DATE)))

    assert "だれに聞くかは分かりません" in page
    assert 'id="always"' not in page


def test_a_question_without_words_hides_nothing_of_it(hr: Client, build: Callable[..., Survey]) -> None:
    page = read(hr, "reach", build(MOOD, LOST, replace(question("empty"), words=words(""))))

    assert 'id="never"' in page
