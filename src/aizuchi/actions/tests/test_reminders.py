import datetime

import pytest
from django.core import mail
from tests import notices
from tests.cast import Cast
from tests.factories import ActionItemFactory, PairFactory

from aizuchi.actions.models import ActionItem

MORNING = datetime.datetime(2026, 6, 17, 0, 5, tzinfo=datetime.UTC)  # 9:05 in Tokyo
TODAY = datetime.date(2026, 6, 17)


def remind(now: datetime.datetime) -> list[str]:
    mail.outbox.clear()
    notices.remind(now)
    return [message.subject for message in mail.outbox]


def action(cast: Cast, **more) -> ActionItem:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    return ActionItemFactory(pair=pair, owner=cast.member, created_by=cast.member, due_on=TODAY, **more)


@pytest.mark.database
def test_the_owner_hears_on_the_day_that_there_is_one_and_not_what(cast: Cast) -> None:
    made = action(cast, text="上司に退職の相談をする")

    assert remind(MORNING) == ["今日が期日のTODOが1件あります"]
    assert mail.outbox[0].to == [cast.member.email]
    assert made.text not in mail.outbox[0].body
    assert remind(MORNING + datetime.timedelta(hours=1)) == []


def test_before_its_morning_nothing_is_said(cast: Cast) -> None:
    action(cast)

    assert remind(MORNING - datetime.timedelta(minutes=10)) == []
    assert remind(MORNING - datetime.timedelta(days=1)) == []


def test_what_is_done_is_not_asked_for(cast: Cast) -> None:
    action(cast, state=ActionItem.State.DONE, done_at=MORNING)

    assert remind(MORNING) == []
