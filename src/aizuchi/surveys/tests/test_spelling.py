"""Spelling of a survey that is out: what may be put right, and who is told."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import (
    close_survey,
    copy_survey,
    correct_spelling,
    create_survey,
    open_survey,
    settle_survey,
)
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.refusals import MoreThanSpelling, OnlyWhileOut
from aizuchi.surveys.spelling_form import SpellingForm
from aizuchi.surveys.structure import Words
from aizuchi.surveys.structure.spelling import WordsPlace, is_spelling, is_within
from aizuchi.surveys.tests.definitions import question, survey

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
WRONG, RIGHT = "仕事の量は、ちょうどよいでか。", "仕事の量は、ちょうどよいですか。"
LOAD = WordsPlace("load", "words")
DEFINITION = survey(replace(question("load"), words=Words(WRONG, "Is your workload rigth?")))


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (WRONG, RIGHT, True),
        ("Is your workload rigth?", "Is your workload right?", True),
        ("あてはまならい", "あてはまらない", False),  # it turns a sentence round, as far as anybody can tell
        ("仕事の量は、ちょうどよい。", "仕事の量は、ちょうどよくない。", False),
        ("I am at ease.", "I am not at ease.", False),
        ("この1週間", "この4週間", False),
        ("仕事はどうですか。", "上司はどうですか。", True),
        ("仕事はどうですか。", "会社の人はどうですか。", False),
        ("{load}のわけは？", "{mood}のわけは？", False),
        ("はい", "いいえ", False),
        ("仕事", "", False),
        ("", "仕事", False),
    ],
)
def test_a_few_letters_are_spelling_and_everything_else_is_not(before: str, after: str, may: bool) -> None:
    assert is_spelling(before, after) is may


@pytest.mark.parametrize(("before", "after", "steps"), [("kitten", "sitting", 3), ("abc", "abc", 0), ("ab", "ba", 2)])
def test_letters_are_counted(before: str, after: str, steps: int) -> None:
    assert [is_within(before, after, most) for most in range(5)] == [most >= steps for most in range(5)]


@pytest.fixture
def out(cast: Cast) -> Survey:
    draft = create_survey(actor=cast.hr, kind="free", definition=DEFINITION, now=NOW)
    terms = SurveyTerms(opens_at=NOW, closes_at=NOW + 7 * DAY, is_anonymous=False)
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms, now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)
    draft.refresh_from_db()
    return draft


def correct(actor: Person, out: Survey, after: str, now: datetime.datetime = NOW) -> Survey:
    current = Survey.objects.get(pk=out.pk).revision
    return correct_spelling(actor=actor, survey_id=out.pk, typed={(LOAD, "ja"): after}, revision=current, now=now)


@pytest.mark.django_db
def test_it_is_put_right_and_kept_what_it_was(cast: Cast, out: Survey) -> None:
    correct(cast.hr, out, RIGHT)

    made = Survey.objects.get(pk=out.pk)
    assert made.read() == survey(replace(question("load"), words=Words(RIGHT, "Is your workload rigth?")))
    [one] = made.list_corrections()
    assert (one.place, one.language, one.before, one.after) == (LOAD, "ja", WRONG, RIGHT)
    assert copy_survey(actor=cast.hr, survey_id=out.pk, now=NOW).list_corrections() == []


@pytest.mark.django_db
def test_many_small_steps_are_measured_against_what_it_was_at_first(cast: Cast, out: Survey) -> None:
    correct(cast.hr, out, RIGHT)
    correct(cast.hr, out, WRONG)

    correct(cast.hr, out, WRONG[2:])
    with pytest.raises(MoreThanSpelling):
        correct(cast.hr, out, WRONG[4:])


@pytest.mark.django_db
def test_it_is_put_right_only_while_the_survey_is_out_and_by_whoever_builds(cast: Cast, out: Survey) -> None:
    with pytest.raises(Stale):
        correct_spelling(actor=cast.hr, survey_id=out.pk, typed={}, revision=99, now=NOW)
    with pytest.raises(OnlyWhileOut):
        correct(cast.hr, out, RIGHT, NOW + 8 * DAY)
    with pytest.raises(Http404):
        correct(cast.stranger, out, RIGHT)
    draft = create_survey(actor=cast.hr, kind="free", definition=DEFINITION, now=NOW)
    with pytest.raises(OnlyWhileOut):
        correct(cast.hr, draft, RIGHT)


@pytest.mark.django_db
def test_whoever_reads_the_result_is_told(cast: Cast, client_for: Callable[[Person], Client], out: Survey) -> None:
    hr, address = client_for(cast.hr), reverse("surveys:correct_spelling", args=[out.pk, "load"])
    form = SpellingForm(out.read(), "load")
    typed = {form.add_prefix(name): text for name, text in form.initial.items()} | {"revision": f"{out.revision}"}
    [name] = [name for name, text in typed.items() if text == WRONG]
    refused = hr.post(address, {**typed, name: WRONG[5:]})
    assert refused.status_code == 422

    answer = hr.post(address, {**typed, name: RIGHT})

    assert answer.status_code == 302, answer.content.decode()
    close_survey(survey_id=out.pk, now=NOW + 8 * DAY)
    page = hr.get(reverse("surveys:results", args=[out.pk])).content.decode()
    assert f"<del>{WRONG}</del> → <ins>{RIGHT}</ins>" in page
