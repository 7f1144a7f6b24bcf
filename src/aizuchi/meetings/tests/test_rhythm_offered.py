"""Somebody offers two people another rhythm: both read the same, in their own language, and decide alone."""

import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.meetings.reminders.rhythm import RHYTHM
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import tell
from aizuchi.pairs.models import Pair


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="monthly")


def compose(pair: Pair, now: datetime.datetime) -> list[str]:
    tell(type_code="rhythm_offered", person_ids=[pair.mentee_id, pair.mentor_id], key="w", subject_id=pair.pk, now=now)
    notices = list(Notice.objects.filter(notification_type="rhythm_offered").order_by("person__family_kana"))
    messages = RHYTHM.compose(notices, now)
    return [f"{messages[one.pk].subject} {messages[one.pk].link}" for one in notices if one.pk in messages]


def test_each_reads_of_the_other_and_is_led_to_what_the_two_decide(cast: Cast, pair: Pair) -> None:
    said = compose(pair, timezone.now())

    assert ["森川" in said[0], "小野寺" in said[1]] == [True, True]
    assert all(words.endswith(f"/pairs/{pair.pk}/settings/") for words in said)


def test_a_pair_that_has_ended_meanwhile_hears_nothing(cast: Cast, pair: Pair) -> None:
    Pair.objects.filter(pk=pair.pk).update(until_on=timezone.localdate())

    assert compose(pair, timezone.now()) == []
