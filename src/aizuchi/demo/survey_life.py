"""Surveys of the company: an anonymous one and a pulse that have closed, and this month's pulse, which is open."""

import datetime
import json
import random
from collections import defaultdict
from dataclasses import replace

from aizuchi.anonymous_answers.asking_app import ClosedWindow, GroupAnswer, GroupCount
from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.demo.content.voices import WHAT_TO_CHANGE
from aizuchi.demo.pair_life import TOKYO
from aizuchi.demo.reply_life import make_thread_keys, talk_about
from aizuchi.demo.staffing import Company
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import (
    close_survey,
    copy_survey,
    create_survey,
    open_survey,
    send_answers,
    settle_survey,
    share_results,
)
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.operations.release import put_survey_together
from aizuchi.surveys.structure import Definition, Kind, Section, SurveyQuestion, Words

Moment = datetime.datetime
ANSWERED = 0.75
WRITES = 4
"""One in so many writes something, as long as there is anything left to say."""
MOST_BY_NAME = 100
"""So many answer a pulse, however large the company: it is loaded while somebody waits."""
OPEN_FOR = 10
PULSE = Words("今月の小さな成長", "Growing, this month")
ENGAGEMENT = Words("働きやすさと働きがい", "How it is to work here")
CHANGE = SurveyQuestion(
    code="change_first",
    kind=Kind.LONG_TEXT,
    words=Words(
        "働きやすくするために、まず変えるとよいのは何ですか。", "What should change first, so that work gets easier?"
    ),
)


def live_with_surveys(*, company: Company, rng: random.Random, now: Moment) -> None:
    _hold_engagement(company, rng, _morning(now, days=-50))
    earlier = _open_pulse(company, _make(company, "pulse", PULSE, "growth", _morning(now, days=-33)), days=-33, now=now)
    _answer(company, earlier, rng, _morning(now, days=-31), without_cast=False)
    close_survey(survey_id=earlier.pk, now=_morning(now, days=-33 + OPEN_FOR))
    hr = company.cast["fujishiro"]
    again = copy_survey(actor=hr, survey_id=earlier.pk, now=_morning(now, days=-3))
    _answer(company, _open_pulse(company, again, days=-3, now=now), rng, _morning(now, days=-1), without_cast=True)


def _morning(now: Moment, *, days: int) -> Moment:
    day = (now + datetime.timedelta(days=days)).astimezone(TOKYO).date()
    return datetime.datetime.combine(day, datetime.time(9), TOKYO)


def _make(company: Company, kind: str, title: Words, key: str, now: Moment) -> Survey:
    definition = replace(get_library_set(key), title=title)
    return create_survey(actor=company.cast["fujishiro"], kind=kind, definition=definition, now=now)


def _open_pulse(company: Company, survey: Survey, *, days: int, now: Moment) -> Survey:
    then = _morning(now, days=days)
    terms = SurveyTerms(opens_at=then, closes_at=_morning(now, days=days + OPEN_FOR))
    return _open(company, survey, terms, then)


def _open(company: Company, survey: Survey, terms: SurveyTerms, then: Moment) -> Survey:
    settle_survey(actor=company.cast["fujishiro"], survey_id=survey.pk, terms=terms, now=then)
    open_survey(survey_id=survey.pk, now=then)
    survey.refresh_from_db()
    return survey


def _answer(company: Company, survey: Survey, rng: random.Random, now: Moment, *, without_cast: bool) -> None:
    definition = survey.read()
    known = {person.pk for person in company.cast.values()} if without_cast else set()
    asked = [row.person for row in survey.participants.select_related("person__organization").order_by("person")]
    for person in [one for one in asked if one.pk not in known][:MOST_BY_NAME]:
        if rng.random() < ANSWERED:
            send_answers(actor=person, survey_id=survey.pk, given=_give(definition, rng), now=now)


def _give(definition: Definition, rng: random.Random, mood: float = 3.7) -> dict[str, str]:
    steps = [one.code for one in definition.list_questions() if one.kind == Kind.SCALE]
    return {code: str(min(5, max(1, round(rng.gauss(mood, 0.9))))) for code in steps}


def _hold_engagement(company: Company, rng: random.Random, then: Moment) -> None:
    """As the daily tick releases it, but that nothing was sealed: no key, no box."""
    over = then + datetime.timedelta(days=14)
    terms = SurveyTerms(opens_at=then, closes_at=over, is_anonymous=True, readers=Survey.Readers.HEADS)
    asked = get_library_set("engagement")
    words = Section(code="words", title=Words("ひとこと", "In your own words"), questions=(CHANGE,))
    asked = replace(asked, title=ENGAGEMENT, opening=Words(), sections=(*asked.sections, words))
    draft = create_survey(actor=company.cast["fujishiro"], kind="engagement", definition=asked, now=then)
    survey = _open(company, draft, terms, then)
    window, definition = AnswerWindow.objects.get(subject_key=survey.window_key), survey.read()
    groups: dict[str, GroupCount] = {}
    texts = iter(WHAT_TO_CHANGE)
    said: dict[str, list[GroupAnswer]] = defaultdict(list)
    for group in window.groups.order_by("key"):
        entitled, mood = group.eligibilities.count(), rng.gauss(3.7, 0.3)
        people = sum(rng.random() < ANSWERED for _ in range(entitled))
        groups[group.key] = GroupCount(entitled=entitled, people=people)
        for number in range(people):
            given = _give(definition, rng, mood)
            if number % WRITES == 0 and (text := next(texts, "")):
                given |= {CHANGE.code: text, f"{CHANGE.code}.thread": make_thread_keys(rng)}
            said[group.key].append(GroupAnswer(group=group.key, said=json.dumps(given).encode()))
    closed = ClosedWindow(
        window_id=window.pk,
        organization_id=survey.organization_id,
        subject_key=window.subject_key,
        k=window.k_mean,
        groups=groups,
        answers=[one for all_ in said.values() for one in all_],
    )
    put_survey_together(closed, over)()
    AnswerWindow.objects.filter(pk=window.pk).update(released_on=company.organization.today(over))
    shared_on = company.organization.today(over) + datetime.timedelta(days=7)
    share_results(actor=company.cast["fujishiro"], survey_id=survey.pk, on=shared_on, now=over)
    talk_about(company, survey, WHAT_TO_CHANGE[0], now=over + datetime.timedelta(days=2))
