import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.growth import operations, queries
from aizuchi.growth.models import Spark
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=14)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=NOW, started_at=NOW)


@pytest.fixture
def next_meeting(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair, starts_at=LATER)


@pytest.mark.database
def test_a_meeting_ends_with_one_thing_to_keep_in_mind(cast: Cast, meeting: Meeting) -> None:
    operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    operations.keep_in_mind(actor=cast.manager, meeting_id=meeting.pk, text=" まず10分 ", now=LATER)

    words = queries.get_words_of(viewer=cast.member, meeting_id=meeting.pk)
    assert words
    assert (words.text, words.written_by, words.since_on) == ("まず10分", cast.manager, datetime.date(2026, 6, 18))


@pytest.mark.database
def test_an_empty_line_takes_the_words_back(cast: Cast, meeting: Meeting) -> None:
    operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="  ", now=NOW)

    assert queries.list_words(viewer=cast.member, pair_id=meeting.pair_id) == []


@pytest.mark.database
def test_the_next_meeting_asks_what_became_of_them(cast: Cast, meeting: Meeting, next_meeting: Meeting) -> None:
    spark = operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    assert spark
    operations.answer_outcome(actor=cast.member, spark_id=spark.pk, outcome=Spark.Outcome.PARTLY, now=LATER)
    operations.keep_in_mind(actor=cast.member, meeting_id=next_meeting.pk, text="つぎ", now=LATER)

    words = queries.get_latest_words(
        viewer=cast.manager, pair_id=meeting.pair_id, other_than_of=next_meeting.pk, until=LATER
    )

    assert words
    assert (words.text, words.outcome, words.outcome_on) == ("まず5分", "partly", datetime.date(2026, 7, 2))


@pytest.mark.database
def test_an_answer_can_be_taken_back(cast: Cast, meeting: Meeting) -> None:
    spark = operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    assert spark
    operations.answer_outcome(actor=cast.member, spark_id=spark.pk, outcome="kept", now=LATER)

    operations.answer_outcome(actor=cast.member, spark_id=spark.pk, outcome="", now=LATER)

    spark.refresh_from_db()
    assert (spark.outcome, spark.outcome_at) == ("", None)


def test_an_answer_nobody_offered_is_refused(cast: Cast, meeting: Meeting) -> None:
    spark = operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    assert spark

    with pytest.raises(Http404):
        operations.answer_outcome(actor=cast.member, spark_id=spark.pk, outcome="failed", now=LATER)


@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger", "peer"])
def test_nobody_else_finds_the_words(cast: Cast, meeting: Meeting, who: str) -> None:
    spark = operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    outsider = getattr(cast, who)
    assert spark

    assert queries.list_words(viewer=outsider, pair_id=meeting.pair_id) == []
    assert queries.get_words_of(viewer=outsider, meeting_id=meeting.pk) is None
    with pytest.raises(Http404):
        operations.keep_in_mind(actor=outsider, meeting_id=meeting.pk, text="x", now=NOW)
    with pytest.raises(Http404):
        operations.answer_outcome(actor=outsider, spark_id=spark.pk, outcome="kept", now=NOW)


def test_after_the_pair_has_ended_both_read_and_neither_writes(cast: Cast, meeting: Meeting) -> None:
    operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="まず5分", now=NOW)
    meeting.pair.until_on = NOW.date()
    meeting.pair.save(update_fields=["until_on"])

    with pytest.raises(PermissionDenied):
        operations.keep_in_mind(actor=cast.member, meeting_id=meeting.pk, text="x", now=LATER)

    assert [words.text for words in queries.list_words(viewer=cast.manager, pair_id=meeting.pair_id)] == ["まず5分"]
