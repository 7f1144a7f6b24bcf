"""Links in a mail that do one thing for one person in one meeting, without signing in.

They write, and show nothing that was written before: whoever gets hold of the mail can add a topic or pick another day,
and read no word of the two.
"""

import datetime
import enum
import uuid
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person

SALT = "aizuchi.meetings.quick"
LONGEST = datetime.timedelta(days=8)


class Purpose(enum.StrEnum):
    TOPICS = "topics"
    MOVE = "move"


class BrokenQuickLink(ValueError):
    """It was changed, or made for something else."""


class QuickLinkOver(BrokenQuickLink):
    """It is too old, or its 1on1 has begun."""


@dataclass(frozen=True)
class QuickLink:
    person_id: uuid.UUID
    meeting_id: uuid.UUID
    starts_at: datetime.datetime


def make_quick_link(purpose: Purpose, *, person: Person, meeting: Meeting) -> str:
    assert meeting.starts_at is not None
    token = signing.dumps(
        [str(person.pk), str(meeting.pk), int(meeting.starts_at.timestamp())], salt=f"{SALT}.{purpose}"
    )
    return absolute(reverse(f"meetings:quick_{purpose}", args=[token]))


def read_quick_link(purpose: Purpose, token: str, *, now: datetime.datetime) -> QuickLink:
    """Good for this purpose only, and until the 1on1 it was sent for begins. Raises BrokenQuickLink, QuickLinkOver."""
    try:
        person_id, meeting_id, starts = signing.loads(token, salt=f"{SALT}.{purpose}", max_age=LONGEST)
        starts_at = datetime.datetime.fromtimestamp(starts, tz=datetime.UTC)
    except signing.SignatureExpired as over:
        raise QuickLinkOver from over
    except (signing.BadSignature, ValueError, TypeError) as broken:
        raise BrokenQuickLink from broken
    if now >= starts_at:
        raise QuickLinkOver
    return QuickLink(uuid.UUID(person_id), uuid.UUID(meeting_id), starts_at)
