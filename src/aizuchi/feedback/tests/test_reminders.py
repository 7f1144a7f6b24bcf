"""Everybody who may answer is reminded, whether or not they have: the reminder must not tell one from the other."""

import datetime
import inspect

import pytest
from tests.cast import Cast

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.feedback import reminders
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import raise_notices

JST = datetime.timezone(datetime.timedelta(hours=9))


@pytest.fixture
def window(cast: Cast) -> AnswerWindow:
    starts_on = datetime.date(2026, 6, 1)
    return AnswerWindow.objects.create(
        organization=cast.organization,
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(days=13),
        quarter_on=starts_on,
        k_band=3,
        k_mean=5,
    )


def at(day: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=JST)


def test_all_who_may_answer_hear_of_it_once(cast: Cast, window: AnswerWindow) -> None:
    for mentee in (cast.member, cast.peer):
        Eligibility.objects.create(window=window, subject=cast.manager, person=mentee)
    day = window.answers_until - datetime.timedelta(days=3)

    assert list(reminders.find(at(day, 9))) == []
    dues = list(reminders.find(at(day, 10)))
    assert {due.person_id for due in dues} == {cast.member.pk, cast.peer.pk}
    raise_notices(notification_type=reminders.ANSWER, dues=dues, now=at(day, 10))
    told = reminders.compose(list(Notice.objects.select_related("person__organization")), at(day, 10))
    assert {message.subject for message in told.values()} == {"森川さんとの1on1は、いかがでしたか"}
    assert (
        len({message.link for message in told.values()}) == 1
    )  # which of them a log of addresses meets, it does not say


def test_once_answering_is_over_nobody_is_reminded(cast: Cast, window: AnswerWindow) -> None:
    Eligibility.objects.create(window=window, subject=cast.manager, person=cast.member)
    late = window.answers_until + datetime.timedelta(days=1)
    dues = list(reminders.find(at(window.answers_until, 10)))
    raise_notices(notification_type=reminders.ANSWER, dues=dues, now=at(window.answers_until, 10))

    assert len(dues) == 1
    assert reminders.compose(list(Notice.objects.select_related("person__organization")), at(late, 10)) == {}


def test_nothing_about_answers_is_looked_at() -> None:
    """The mailbox lies in a database of its own; whoever reminds must not even know it."""
    assert "ailbox" not in inspect.getsource(reminders)
