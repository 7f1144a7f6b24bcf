"""Who hears of a survey: of one by name those who have not answered, of one without names everybody."""

import datetime
import uuid

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Leave
from aizuchi.surveys import notices
from aizuchi.surveys.exchange.document import write_definition
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import create_survey, open_survey, send_answers, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
LATE = NOW + 9 * DAY
"""A day before it closes: reminders are due."""


def begin(cast: Cast, *, days: int = 10) -> Survey:
    made = create_survey(actor=cast.hr, kind="free", definition=survey(question("mood")), now=NOW)
    terms = SurveyTerms(opens_at=NOW, closes_at=NOW + days * DAY, unit_ids=[cast.development.pk])
    settle_survey(actor=cast.hr, survey_id=made.pk, terms=terms, now=NOW)
    open_survey(survey_id=made.pk, now=NOW)
    made.refresh_from_db()
    return made


def told(now: datetime.datetime) -> set[uuid.UUID]:
    return {due.person_id for due in notices.find(now)}


def messages(now: datetime.datetime) -> list[str]:
    raise_notices(notification_type=notices.SURVEY, dues=list(notices.find(now)), now=now)
    rows = list(Notice.objects.filter(notification_type=notices.SURVEY.code).select_related("person__organization"))
    return [message.subject for message in notices.compose(rows, now).values()]


def test_everybody_asked_hears_that_it_opened(cast: Cast) -> None:
    begin(cast)

    assert told(NOW) == {cast.member.pk, cast.peer.pk, cast.mentor.pk, cast.manager.pk}
    assert set(messages(NOW)) == {"サーベイが届きました：a survey"}


@pytest.mark.parametrize("kind", [Kind.SCALE, Kind.LONG_TEXT])
def test_where_something_is_written_the_mail_says_that_it_is_read_word_by_word(kind: Kind) -> None:
    asked = Survey(is_anonymous=True, smallest_group=5, definition=write_definition(survey(question("q", kind))))

    said = " ".join(notices._say_terms(asked, is_reminder=False))

    assert ("word by word" in said or "そのまま読まれます" in said) == (kind == Kind.LONG_TEXT)


def test_only_those_who_have_not_answered_by_name_are_reminded(cast: Cast) -> None:
    send_answers(actor=cast.member, survey_id=begin(cast).pk, given={"mood": "1"}, now=NOW)

    assert told(LATE) == {cast.peer.pk, cast.mentor.pk, cast.manager.pk}


def test_whoever_answers_meanwhile_is_not_told_any_more(cast: Cast) -> None:
    made = begin(cast)
    before = len(messages(LATE))

    send_answers(actor=cast.member, survey_id=made.pk, given={"mood": "1"}, now=LATE)

    assert len(messages(LATE)) == before - 1


def test_without_names_everybody_is_reminded_and_told_that_everybody_is(cast: Cast) -> None:
    made = begin(cast)
    Survey.objects.filter(pk=made.pk).update(is_anonymous=True)

    assert told(LATE) == {cast.member.pk, cast.peer.pk, cast.mentor.pk, cast.manager.pk}
    raise_notices(notification_type=notices.SURVEY, dues=list(notices.find(LATE)), now=LATE)
    rows = list(Notice.objects.filter(notification_type=notices.SURVEY.code).select_related("person__organization"))
    lines = {line for message in notices.compose(rows, LATE).values() for line in message.lines}
    assert "このお知らせは、答えられる人みんなに届きます。だれが答えたかは、記録していません。" in lines


def test_whoever_is_on_leave_hears_nothing(cast: Cast) -> None:
    begin(cast)
    Leave.objects.create(person=cast.peer, starts_on=LATE.date() - DAY)

    assert cast.peer.pk not in told(LATE)


def test_one_that_is_open_for_days_only_reminds_nobody(cast: Cast) -> None:
    begin(cast, days=5)

    assert told(NOW + 4 * DAY) == set()


def test_nobody_is_told_once_it_has_closed(cast: Cast) -> None:
    begin(cast)
    messages(LATE)

    assert messages(NOW + 10 * DAY) == []
