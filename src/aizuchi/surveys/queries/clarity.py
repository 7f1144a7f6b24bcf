import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import ClarityReading, ClarityWish

SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class ClarityStep:
    value: int
    words: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ClarityQuestion:
    meeting_id: uuid.UUID
    steps: list[ClarityStep]


def get_clarity_question(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> ClarityQuestion | None:
    """For whoever brought the topics, where the organization wants it asked."""
    if not policies.may_say_clarity(viewer, meeting, now):
        return None
    said = ClarityReading.objects.filter(person=viewer, meeting=meeting).values_list("value", flat=True).first()
    return ClarityQuestion(
        meeting_id=meeting.pk,
        steps=[
            ClarityStep(value=value, words=str(words), is_chosen=value == said)
            for value, words in ClarityReading.Step.choices
        ],
    )


def list_own_clarity(*, viewer: Person) -> list[tuple[datetime.date, int]]:
    """By the day of the 1on1, the latest last."""
    found = ClarityReading.objects.filter(person=viewer, meeting__started_at__isnull=False)
    latest = found.order_by("-meeting__started_at").values_list("meeting__started_at", "value")[:SHOWN]
    return [(timezone.localdate(at), value) for at, value in reversed(latest) if at]


def is_clarity_wanted(organization_id: uuid.UUID) -> bool:
    return ClarityWish.objects.filter(organization_id=organization_id).exists()
