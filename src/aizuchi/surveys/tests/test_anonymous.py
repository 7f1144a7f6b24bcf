"""A survey without names: who may answer in which group, and what of it is ever kept."""

import datetime
import html
import json
import uuid
from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PairFactory, PersonFactory

from aizuchi.anonymous_answers.asking_app import ClosedWindow, GroupAnswer, GroupCount
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, GroupSize, PossibleAuthors, ReplyThread
from aizuchi.anonymous_answers.tests.group_windows.authors import Author
from aizuchi.people.models import Person, Unit
from aizuchi.surveys.adding_up import WrittenText
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Participant, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.operations import close_survey, create_survey, keep_answers, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.operations.release import put_survey_together
from aizuchi.surveys.refusals import AnsweredInTheBrowser, TooFewAsked
from aizuchi.surveys.results.keeping import list_possible_groups
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
WEEK = datetime.timedelta(days=7)
K = 5
ASKED = survey(question("mood"), question("word", Kind.LONG_TEXT))


def terms(k: int = K) -> SurveyTerms:
    return SurveyTerms(opens_at=NOW, closes_at=NOW + WEEK, is_anonymous=True, smallest_group=k)


@pytest.fixture
def draft(cast: Cast) -> Survey:
    return create_survey(actor=cast.hr, kind="condition", definition=ASKED, now=NOW)


@pytest.fixture
def large_units(cast: Cast) -> tuple[Unit, Unit]:
    """Six more in each unit."""
    for unit in (cast.company, cast.development, cast.control, cast.mechanics) * 6:
        MembershipFactory(person=PersonFactory(organization=cast.organization), unit=unit, is_main=True)
    return cast.control, cast.mechanics


@pytest.fixture
def opened(cast: Cast, draft: Survey, large_units: tuple[Unit, Unit]) -> Survey:
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)
    draft.refresh_from_db()
    return draft


def key_of(opened: Survey, unit: Unit) -> str:
    return SurveyGroup.objects.get(survey=opened, unit=unit).key


ALL_STEPS = "1+2+3+4+5"
"""Told together: on one side there were fewer than five."""


def write(said: object) -> bytes:
    return said if isinstance(said, bytes) else json.dumps(said).encode()


def release(opened: Survey, said: dict[str, Iterable[object]]) -> None:
    """As it comes from the sealed answers."""
    window = AnswerWindow.objects.get(subject_key=opened.window_key)
    rights = {group.key: group.eligibilities.count() for group in window.groups.all()}
    texts = {
        key: [one if isinstance(one, bytes) else json.dumps(one).encode() for one in all_] for key, all_ in said.items()
    }
    closed = ClosedWindow(
        window_id=window.pk,
        organization_id=opened.organization_id,
        subject_key=opened.window_key,
        k=window.k_mean,
        groups={key: GroupCount(entitled=rights[key], people=len(texts.get(key, ()))) for key in rights},
        answers=[GroupAnswer(group=key, said=text) for key, all_ in texts.items() for text in all_],
    )
    put_survey_together(closed, NOW + 9 * (WEEK / 7))()


def counts_of(unit: Unit | None) -> dict[str, int] | None:
    sums = AnswerSums.objects.filter(group__unit=unit, question="mood").first()
    return sums and sums.counts


def test_everybody_asked_has_one_right_in_a_group_that_is_large_enough(opened: Survey) -> None:
    rights = Eligibility.objects.filter(window__subject_key=opened.window_key)
    by_group = {group.key: group.eligibilities.count() for group in AnswerWindow.objects.get().groups.all()}

    assert rights.count() == Participant.objects.filter(survey=opened).count()
    assert min(by_group.values()) >= K
    assert by_group.keys() <= set(SurveyGroup.objects.values_list("key", flat=True))


def test_the_page_knows_the_names_of_one_s_partners_to_mark_them_before_sending(
    cast: Cast, opened: Survey, client_for: Callable[[Person], Client]
) -> None:
    PairFactory(mentee=cast.member, mentor=cast.mentor)

    page = client_for(cast.member).get(reverse("surveys:answer", args=[opened.pk])).content.decode()

    names = json.loads(html.unescape(page.split('data-names="')[1].split('"')[0]))
    assert {*cast.member.name_spellings, *cast.mentor.name_spellings} <= set(names)
    assert not {cast.stranger.family_name, cast.stranger.given_name} & set(names)


def test_that_what_is_written_is_read_word_by_word_is_told_first_and_beside_the_question(
    cast: Cast, opened: Survey, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.member).get(reverse("surveys:answer", args=[opened.pk])).content.decode()

    first, questions = page.split("data-start")[1].split("</header>", 1)
    assert "そのまま読まれます" in first
    mood, word = (questions.split(f'data-question="{code}"')[1].split("</fieldset>")[0] for code in ("mood", "word"))
    assert ("そのまま読まれます" in mood, "そのまま読まれます" in word, "人事" in word) == (False, True, True)


def test_the_list_leaves_it_to_the_browser_whether_it_was_answered(
    cast: Cast, opened: Survey, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.member).get(reverse("surveys:list")).content.decode()

    right = Eligibility.objects.get(person=cast.member, window__subject_key=opened.window_key)
    assert f'data-right="{right.pk}"' in page
    assert "data-when-answered hidden" in page


def test_that_no_third_browser_can_answer_is_told_before_the_first_question(
    cast: Cast, opened: Survey, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.member).get(reverse("surveys:answer", args=[opened.pk])).content.decode()

    before_the_first = page.split("data-start")[1].split("</header>")[0]
    assert 'data-problem="elsewhere"' in before_the_first
    assert "続けて使うブラウザで答えてください" in before_the_first


def test_a_larger_size_that_the_organization_promised_holds_here_too(
    cast: Cast, draft: Survey, large_units: tuple[Unit, Unit]
) -> None:
    GroupSize.objects.create(organization=cast.organization, k_band=7, k_mean=7)

    assert settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW).smallest_group == 7


def test_too_few_are_not_asked_at_all(cast: Cast, draft: Survey) -> None:
    with pytest.raises(TooFewAsked):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(500), now=NOW)


def test_nothing_of_it_is_ever_kept_by_person(cast: Cast, opened: Survey) -> None:
    with pytest.raises(AnsweredInTheBrowser):
        keep_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "1"}, now=NOW)

    assert not AnswerSheet.objects.exists()


def test_it_does_not_close_before_its_answers_are_released(opened: Survey) -> None:
    assert not close_survey(survey_id=opened.pk, now=NOW + 2 * WEEK)


def test_sums_are_of_groups_and_of_all_above(opened: Survey, large_units: tuple[Unit, Unit]) -> None:
    control, mechanics = large_units
    low, high = [{"mood": "1", "word": "Warm"}] * 5, [{"mood": "5"}] * 6

    release(opened, {key_of(opened, control): low, key_of(opened, mechanics): high})

    opened.refresh_from_db()
    assert opened.closed_at
    assert counts_of(control) == {ALL_STEPS: 5}
    assert (counts_of(mechanics), counts_of(None)) == ({ALL_STEPS: 6}, {"1+2+3": 5, "4+5": 6})
    assert list(TextAnswer.objects.values_list("group__unit", "text")) == [(control.pk, "Warm")] * 5


def test_where_too_few_answered_they_are_told_only_with_others(opened: Survey, large_units: tuple[Unit, Unit]) -> None:
    control, mechanics = large_units

    release(opened, {key_of(opened, control): [{"mood": "1"}] * 2, key_of(opened, mechanics): [{"mood": "5"}] * 6})

    group = SurveyGroup.objects.get(unit=control)
    assert (counts_of(control), group.answered, group.hidden) == (None, None, "few")
    assert group.asked > 0
    assert counts_of(None) == {ALL_STEPS: 8}
    assert counts_of(mechanics) in (None, {ALL_STEPS: 6})


def test_where_all_together_are_too_few_nothing_is_kept(opened: Survey, large_units: tuple[Unit, Unit]) -> None:
    release(opened, {key_of(opened, large_units[0]): [{"mood": "1", "word": "Alone"}] * 4})

    opened.refresh_from_db()
    assert opened.closed_at
    assert not AnswerSums.objects.exists()
    assert not TextAnswer.objects.exists()


@pytest.mark.parametrize("odd", [b"", b"\xff", b"[]", b"{}", b'{"mood": "9"}', b'{"mood": {"a": 1}}', b"[" * 5000])
def test_whatever_is_in_a_box_breaks_nothing(opened: Survey, large_units: tuple[Unit, Unit], odd: bytes) -> None:
    release(opened, {key_of(opened, large_units[0]): [odd, *[{"mood": "1"}] * 5]})

    assert counts_of(large_units[0]) == {ALL_STEPS: 5}


def test_the_page_asks_in_the_browser_and_nothing_is_posted(
    cast: Cast, client_for: Callable[..., object], opened: Survey
) -> None:
    page = client_for(cast.member).get(f"/surveys/{opened.pk}/").content.decode()  # type: ignore[attr-defined]
    right = Eligibility.objects.get(person=cast.member)

    assert f'data-right="{right.pk}"' in page
    assert uuid.UUID(page.split('data-group="')[1][:36]) == right.group_id
    assert "<form" not in page


def say_with_keys(count: int) -> list[dict[str, str]]:
    return [{"mood": "1", "word": "Warm", "word.thread": Author().sent} for _ in range(count)]


def test_what_is_kept_can_be_replied_to_where_keys_came_with_it(opened: Survey, large_units: tuple[Unit, Unit]) -> None:
    said = [*say_with_keys(5), {"mood": "1", "word": "Cold", "word.thread": "no keys"}]

    release(opened, {key_of(opened, large_units[0]): said})

    threads = TextAnswer.objects.filter(thread__isnull=False)
    assert (TextAnswer.objects.count(), threads.count(), ReplyThread.objects.count()) == (6, 5, 5)
    assert set(threads.values_list("text", flat=True)) == {"Warm"}
    (authors,) = PossibleAuthors.objects.all()
    assert [group.key for group in authors.groups.all()] == [key_of(opened, large_units[0])]


def test_the_keys_of_what_is_not_kept_are_nowhere(opened: Survey, large_units: tuple[Unit, Unit]) -> None:
    release(opened, {key_of(opened, large_units[0]): [*say_with_keys(4), *[{"mood": "1"}] * 4]})

    assert not TextAnswer.objects.exists()
    assert not ReplyThread.objects.exists()


def test_of_words_that_lie_higher_up_all_may_be_the_author_who_have_none_of_their_own() -> None:
    written = [WrittenText("all", "word", "a"), WrittenText("north", "word", "b"), WrittenText("all", "why", "c")]
    within = {"all": ["all"], "north": ["north", "all"], "cold": ["cold", "north", "all"], "south": ["south", "all"]}

    assert list_possible_groups(written, within) == {
        ("all", "word"): {"all", "south"},
        ("north", "word"): {"north", "cold"},
        ("all", "why"): {"all", "north", "cold", "south"},
    }
