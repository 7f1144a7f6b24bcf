"""A survey is built, goes out and is answered, page by page."""

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
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.operations import create_survey, open_survey
from aizuchi.surveys.structure import Choice, Comparison, Kind, Operator
from aizuchi.surveys.tests.definitions import question, survey, words

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def hr(cast: Cast, client_for: SignIn) -> Client:
    return client_for(cast.hr)


@pytest.fixture
def draft(hr: Client) -> Survey:
    typed = {"kind": "free", "title_ja": "秋のひとこと", "title_en": "A word in autumn", "sets": "growth"}
    hr.post(reverse("surveys:create"), typed)
    return Survey.objects.get()


@pytest.fixture
def opened(hr: Client, draft: Survey) -> Survey:
    return go_out(hr, draft)


def go_out(hr: Client, draft: Survey) -> Survey:
    today = timezone.localdate()
    terms = {
        "opens_on": f"{today}",
        "closes_on": f"{today + datetime.timedelta(days=6)}",
        "readers": "hr",
        "is_anonymous": "no",
        "smallest_group": "10",
    }
    answer = hr.post(at("settle", draft), terms)
    assert answer.status_code == 302
    open_survey(survey_id=draft.pk, now=timezone.now())
    draft.refresh_from_db()
    return draft


def at(name: str, survey: Survey, *more: str) -> str:
    return reverse(f"surveys:{name}", args=[survey.pk, *more])


def codes(survey: Survey) -> list[str]:
    return [one.code for one in Survey.objects.get(pk=survey.pk).read().list_questions()]


def revision(survey: Survey) -> str:
    return str(Survey.objects.get(pk=survey.pk).revision)


def test_it_begins_with_a_set_of_ours(hr: Client, draft: Survey) -> None:
    page = hr.get(at("build", draft)).content.decode()

    assert next(get_library_set("growth").list_questions()).words.ja in page
    assert codes(draft) == [one.code for one in get_library_set("growth").list_questions()]


def test_a_question_is_added_changed_moved_removed_and_taken_back(hr: Client, draft: Survey) -> None:
    before = codes(draft)
    answer = hr.post(at("add", draft), {"what": "single", "revision": revision(draft)})
    assert answer.headers["Location"] == at("change_question", draft, "question") + "#q-question"

    typed = {
        "revision": revision(draft),
        "question-words_ja": "何が重くしていますか。",
        "question-choices_ja": "会議\n手戻り",
        "question-choices_en": "Meetings\nRework",
        "question-demand": "free",
        "question-asked_0_0": before[0],
        "question-operator_0_0": "at_most",
        "question-value_0_0": "あまりあてはまらない",
    }
    assert hr.post(at("change_question", draft, "question"), typed).status_code == 302
    made = Survey.objects.get().read().find("question")
    assert made is not None
    assert [choice.words.en for choice in made.choices] == ["Meetings", "Rework"]
    assert made.condition == Comparison(before[0], Operator.AT_MOST, "2")

    hr.post(at("move", draft, "question"), {"to": "up", "revision": revision(draft)})
    assert codes(draft) == [*before[:-1], "question", before[-1]]
    hr.post(at("remove_question", draft, "question"), {"revision": revision(draft)})
    assert codes(draft) == before
    hr.post(at("take_back", draft), {"revision": revision(draft)})
    assert "question" in codes(draft)
    hr.post(at("do_again", draft), {"revision": revision(draft)})
    assert codes(draft) == before


def test_choices_keep_their_codes_when_one_is_put_between(hr: Client, draft: Survey) -> None:
    hr.post(at("add", draft), {"what": "single", "revision": revision(draft)})
    typed = {"question-words_ja": "どれ", "question-demand": "free"}
    for choices in ("赤\n青", "赤\n緑\n青"):
        hr.post(
            at("change_question", draft, "question"),
            {**typed, "question-choices_ja": choices, "revision": revision(draft)},
        )

    made = Survey.objects.get().read().find("question")
    assert made is not None
    assert [(choice.words.ja, choice.code) for choice in made.choices] == [("赤", "1"), ("緑", "2_2"), ("青", "2")]


def test_what_somebody_else_changed_meanwhile_is_said(hr: Client, draft: Survey) -> None:
    hr.post(at("pick", draft, "growth"), {"revision": revision(draft)})

    answer = hr.post(at("pick", draft, "growth"), {"revision": "1"}, follow=True)

    assert "ほかの人" in answer.content.decode()


def test_a_member_answers_and_changes_it(cast: Cast, client_for: SignIn, opened: Survey) -> None:
    member = client_for(cast.member)
    assert at("answer", opened) in member.get(reverse("surveys:list")).content.decode()
    page = member.get(at("answer", opened)).content.decode()
    assert "読む人" in page

    member.post(at("keep", opened), {"growth_more": "2"})
    assert 'value="2" checked' in member.get(at("answer", opened)).content.decode()
    member.post(at("answer", opened), {"growth_more": "4", "growth_next": "3"})

    sheet = AnswerSheet.objects.get()
    assert sheet.answers == {"growth_more": "4", "growth_next": "3"}
    assert sheet.sent_at


def test_what_cannot_be_chosen_is_said_and_the_rest_is_kept(cast: Cast, client_for: SignIn, opened: Survey) -> None:
    answer = client_for(cast.member).post(at("answer", opened), {"growth_more": "9", "growth_next": "3"})

    assert answer.status_code == 422
    sheet = AnswerSheet.objects.get()
    assert (sheet.sent_at, sheet.draft) == (None, {"growth_more": "9", "growth_next": "3"})


def test_what_was_typed_when_it_closed_stays_there_to_copy(cast: Cast, client_for: SignIn, hr: Client) -> None:
    word = question("word", Kind.LONG_TEXT)
    made = create_survey(actor=cast.hr, kind="free", definition=survey(word), now=timezone.now())
    out = go_out(hr, made)
    Survey.objects.filter(pk=out.pk).update(closes_at=timezone.now(), opens_at=timezone.now() - WEEK)

    late = client_for(cast.member).post(at("answer", out), {"word": "夜ふけに書きました"})

    assert late.status_code == 409
    assert "夜ふけに書きました" in late.content.decode()


def test_a_sentence_repeats_what_was_answered_before(cast: Cast, client_for: SignIn, hr: Client) -> None:
    why = replace(question("why", Kind.LONG_TEXT), words=words("「{way}」を選んだわけは？"))
    way = question("way", Kind.SINGLE, choices=(Choice("boat", words("船")), Choice("bus", words("バス"))))
    made = create_survey(actor=cast.hr, kind="free", definition=survey(way, why), now=timezone.now())
    out, member = go_out(hr, made), client_for(cast.member)

    member.post(at("keep", out), {"way": "boat"})

    assert '「<span data-answer-of="way">船</span>」を選んだわけは？' in member.get(at("answer", out)).content.decode()


def test_nobody_of_another_organization_sees_it(cast: Cast, client_for: SignIn, opened: Survey) -> None:
    stranger = client_for(cast.stranger)

    assert stranger.get(at("answer", opened)).status_code == 404
    assert stranger.get(at("build", opened)).status_code == 404
    assert client_for(cast.member).get(at("build", opened)).status_code == 403


def test_what_is_seldom_changed_is_folded_until_it_is_or_does_not_fit(hr: Client, draft: Survey) -> None:
    folded = '<details class="survey-more">'
    before = hr.get(at("build", draft)).content.decode()
    typed = {"opens_on": "2030-01-01", "closes_on": "2030-01-09", "is_anonymous": "no", "readers": "hr"}
    after = hr.post(at("settle", draft), typed | {"smallest_group": "2"}).content.decode()

    assert before.count(folded) == 2
    assert after.count(folded) == 1
