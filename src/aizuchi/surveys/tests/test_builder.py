"""What whoever builds a survey is told of it."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import change_definition, copy_survey, create_survey
from aizuchi.surveys.structure import Definition, Kind, Operator, Section, SurveyQuestion, Words
from aizuchi.surveys.structure.edits import add_question, replace_question
from aizuchi.surveys.structure.languages import SurveyPart, list_missing
from aizuchi.surveys.structure.made_up import make_up_answers
from aizuchi.surveys.tests.definitions import FIVE, all_of, question, survey, when, words

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
WEEK = datetime.timedelta(days=7)
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


def test_what_is_missing_in_a_language_is_counted_and_led_to_one_after_the_other(
    hr: Client, build: Callable[..., Survey]
) -> None:
    no_english, no_japanese = replace(MOOD, words=Words("気分", "")), replace(LOW, words=Words("", "Why"))
    draft = build(no_english, no_japanese)
    page = read(hr, "build", draft)
    at_mood = reverse("surveys:change_question", args=[draft.pk, "mood"])
    at_low = reverse("surveys:change_question", args=[draft.pk, "low"])
    assert "2か所で" in page
    assert f'{at_mood}#id_mood-words_en"' in page

    assert f'{at_low}#id_low-words_ja"' in read(hr, "change_question", draft, "mood")
    typed = {"mood-words_ja": "気分", "mood-words_en": "Mood", "mood-demand": "free"}
    typed |= {"mood-choices_ja": "1\n2", "mood-choices_en": "1\n2", "revision": "1", "next_missing": "1"}
    answer = hr.post(at_mood, typed)

    assert answer.headers["Location"] == f"{at_low}#id_low-words_ja"


def test_titles_and_what_is_said_before_and_after_are_counted_too() -> None:
    half = Words("半分")
    sections = (Section(code="now", title=half, questions=(MOOD,)),)
    definition = Definition(title=words("a"), opening=half, closing=half, sections=sections)

    assert [(one.part, one.name) for one in list_missing(definition)] == [
        (SurveyPart.WHOLE, "opening"),
        (SurveyPart.SECTION, "title"),
        (SurveyPart.WHOLE, "closing"),
    ]
    assert list_missing(replace(definition, languages=("ja",))) == []


def test_an_earlier_answer_is_picked_from_a_list_and_read_by_its_question(
    hr: Client, build: Callable[..., Survey]
) -> None:
    why = question("why", Kind.LONG_TEXT)
    draft = build(MOOD, replace(why, words=words("{mood}のわけは？")))

    assert "［「mood」の答え］のわけは？" in read(hr, "build", draft)
    assert 'data-insert="{mood}"' in read(hr, "change_question", draft, "why")
    assert "data-insert" not in read(hr, "change_question", draft, "mood")


def test_made_up_answers_show_what_is_asked_by_its_condition(hr: Client, build: Callable[..., Survey]) -> None:
    draft = build(MOOD, LOW)
    moods = {seed: make_up_answers(draft.read(), seed=seed).get("mood") for seed in range(1, 30)}

    for asked, steps in ((1, {"3", "4", "5"}), (2, {"1", "2"})):
        seed = next(seed for seed, mood in moods.items() if mood in steps)
        page = hr.get(reverse("surveys:try", args=[draft.pk]), {"seed": seed}).content.decode()
        tag = page.split('data-question="low"')[1].split(">")[0]

        assert ("hidden" in tag) == (asked == 1)
        assert f"2問のうち{asked}問を聞きます" in page


def test_questions_of_ours_are_picked_one_by_one_and_as_a_set(hr: Client, build: Callable[..., Survey]) -> None:
    draft = build(MOOD)
    pick = reverse("surveys:pick", args=[draft.pk, "program_mentee_middle"])
    [first, *_more, last] = get_library_set("program_mentee_middle").list_questions()
    assert last.condition

    hr.post(pick, {"question": last.code, "revision": "1"})
    alone = Survey.objects.get().read()
    page = read(hr, "library", draft)
    hr.post(pick, {"revision": "2"})
    both = Survey.objects.get().read()

    assert list(alone.list_questions()) == [MOOD, replace(last, condition=None)]
    assert page.count("このサーベイに入っています") == 1
    assert [section.code for section in both.sections] == ["all", "so_far"]
    assert both.sections[1].questions[0].code == first.code
    assert hr.post(pick, {"question": "nothing", "revision": "3"}).status_code == 404


def test_of_the_next_one_of_a_series_it_is_said_what_can_be_compared(
    cast: Cast, hr: Client, build: Callable[..., Survey]
) -> None:
    first = build(MOOD, question("load"))
    assert "前回と比べられ" not in read(hr, "build", first)
    Survey.objects.update(
        is_settled=True, is_anonymous=False, opens_at=NOW - WEEK, opened_at=NOW - WEEK, closes_at=NOW, closed_at=NOW
    )

    following = copy_survey(actor=cast.hr, survey_id=first.pk, now=NOW)
    shorter = replace(question("load"), choices=FIVE[:3])
    change_definition(
        actor=cast.hr,
        survey_id=following.pk,
        change=lambda one: add_question(replace_question(one, "load", shorter), question("new")),
        revision=1,
        now=NOW,
    )

    page = read(hr, "build", following)
    parts = [part.split("</header>")[0] for part in page.split('<li class="card survey-question')[1:]]
    assert ["前回と比べられます" in part for part in parts] == [True, False, False]
    assert ["前回と比べられません" in part for part in parts] == [False, True, False]
    assert ["今回はじめて" in part for part in parts] == [False, False, True]


def test_what_is_taken_back_is_gone_on_at(hr: Client, build: Callable[..., Survey]) -> None:
    draft = build(MOOD, LOW)
    hr.post(reverse("surveys:remove_question", args=[draft.pk, "low"]), {"revision": "1"})

    answer = hr.post(reverse("surveys:take_back", args=[draft.pk]), {"revision": "2"})

    assert answer.headers["Location"].endswith("/build/#q-low")
