"""The ten main pages and what makes them full: 八木 and 御園, with one 1on1 to come, one going on and one closed."""

import datetime
from typing import Any

from django.utils import timezone

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models import MentorSums
from aizuchi.growth.models import Spark
from aizuchi.meetings.models import AgendaItem, Meeting, PreQuestion
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from tests.factories import ActionItemFactory, MeetingFactory

MENTEE, MENTOR = "colleague", "executive"
# Name of the page, whose eyes, address.
PAGES = {
    "home": (MENTOR, "/"),
    "board": (MENTOR, "/board/"),
    "pair": (MENTOR, "/pairs/{pair}/"),
    "prepare": (MENTEE, "/meetings/{planned}/prepare/"),
    "brief": (MENTOR, "/meetings/{planned}/brief/"),
    "session": (MENTOR, "/meetings/{held}/session/"),
    "wrap-up": (MENTEE, "/meetings/{held}/wrap-up/"),
    "minutes": (MENTEE, "/meetings/{closed}/minutes/"),
    "actions": (MENTEE, "/actions/"),
    "strengths": (MENTOR, "/strengths/"),
}


def fill_main_pages(mentee: str, mentor: str) -> dict[str, str]:
    """The keys that stand in the addresses, for the two with these mail addresses."""
    now = timezone.now()
    pair = Pair.objects.get(mentee__email=mentee, mentor__email=mentor, kind="supervisor")
    planned = pair.meetings.filter(state="planned").first() or MeetingFactory(pair=pair)
    planned.starts_at = now + datetime.timedelta(hours=1)
    planned.save(update_fields=["starts_at"])
    held = _meet(pair, now - datetime.timedelta(minutes=20), state=Meeting.State.HELD)
    closed = _meet(pair, now - datetime.timedelta(days=14), state=Meeting.State.CLOSED)
    for meeting in (planned, held, closed):
        _talk_about(meeting, pair.mentee, state="talked" if meeting == closed else "open")
    PreQuestion.objects.create(
        meeting=planned, asked_by=pair.mentor, text="手ごたえがあったのはどんなときですか。", created_at=now
    )
    for meeting in (held, closed):
        Spark.objects.create(pair=pair, meeting=meeting, written_by=pair.mentee, text="結論から話す", created_at=now)
        ActionItemFactory.create_batch(
            3, pair=pair, meeting=meeting, text="要件レビューに同席できるよう、営業と調整する。"
        )
    _sum_up(pair.mentor)
    return {
        name: str(one.pk) for name, one in locals().items() if isinstance(one, Pair | Meeting) and name != "meeting"
    }


def _meet(pair: Pair, then: datetime.datetime, **facts: Any) -> Meeting:
    return MeetingFactory(pair=pair, starts_at=then, started_at=then, **facts)


def _talk_about(meeting: Meeting, owner: Person, *, state: str) -> None:
    responses = list(ExpectedResponse.objects.filter(organization=owner.organization))
    topics = Topic.objects.filter(organization=owner.organization, pair_kind="")[:3]
    for position, topic in enumerate(topics):
        AgendaItem.objects.create(
            meeting=meeting,
            owner=owner,
            added_by=owner,
            topic=topic,
            position=position,
            minutes=10,
            expected_response=responses[position],
            comment="整理から付き合ってもらえるとうれしいです。" * (position * 4),
            state=state,
            created_at=timezone.now(),
        )


def _sum_up(mentor: Person) -> None:
    for response in ExpectedResponse.objects.filter(organization=mentor.organization):
        numbers = dict.fromkeys(("answers", "year_answers", "before_answers"), 9)
        numbers |= dict.fromkeys(("total", "year_total", "before_total"), 40)
        MentorSums.objects.get_or_create(mentor=mentor, topic=None, response=response, defaults=numbers)
