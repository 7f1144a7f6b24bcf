"""Who builds surveys, who is asked, who reads what came of one."""

import datetime

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.policies import brings_topics, may_write_meeting
from aizuchi.meetings.queries.meetings import TOOK_PLACE
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr, may_edit_people
from aizuchi.surveys.models import ClarityWish, Survey


def may_build(viewer: Person, *, on: datetime.date) -> bool:
    """HR and administrators."""
    return may_edit_people(viewer, viewer.organization, on=on)


def may_change(viewer: Person, survey: Survey, *, on: datetime.date) -> bool:
    return survey.organization_id == viewer.organization_id and may_build(viewer, on=on)


def may_answer(viewer: Person, survey: Survey, *, now: datetime.datetime) -> bool:
    """Whoever was asked, while it is open."""
    return survey.takes_answers(now) and survey.participants.filter(person=viewer, excused_on__isnull=True).exists()


def may_share_results(viewer: Person, survey: Survey, *, on: datetime.date) -> bool:
    """HR, who reads all of it."""
    return survey.organization_id == viewer.organization_id and is_hr(viewer, on=on)


def may_name_contacts(viewer: Person, *, on: datetime.date) -> bool:
    """HR, who answers for them."""
    return is_hr(viewer, on=on)


def may_wish_for_clarity(viewer: Person, *, on: datetime.date) -> bool:
    """HR, who decides what people are asked."""
    return is_hr(viewer, on=on)


def may_show_curve(viewer: Person, pair: Pair, *, on: datetime.date) -> bool:
    """Whoever brings topics there, to the one who listens, while the two meet."""
    return pair.has(viewer) and brings_topics(viewer, pair) and pair.is_open_on(on)


def may_say_clarity(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """Whoever brought the topics, once it has been held, where the organization wants it asked."""
    return (
        brings_topics(viewer, meeting.pair)
        and may_write_meeting(viewer, meeting, now)
        and meeting.state in TOOK_PLACE
        and ClarityWish.objects.filter(organization_id=viewer.organization_id).exists()
    )
