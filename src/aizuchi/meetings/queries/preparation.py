"""How far the two are with getting ready, as one of them may see it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from aizuchi.kernel.prepared import prepared
from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, Preparation, PreQuestion
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Condition:
    value: int
    label: str
    icon: str


@dataclass(frozen=True)
class PreparationState:
    finished_at: datetime.datetime | None
    condition: Condition | None  # one's own, or the other's where it is shared for this meeting
    shares_condition: bool
    private_note_id: uuid.UUID | None  # one's own only


@dataclass(frozen=True)
class Preparations:
    mine: PreparationState
    partners: PreparationState
    may_check_condition: bool


@dataclass(frozen=True)
class AskedQuestion:
    id: uuid.UUID
    text: str
    asked_by: Person
    is_mine: bool


NOTHING_YET = PreparationState(finished_at=None, condition=None, shares_condition=False, private_note_id=None)
ICONS = {5: "sun", 4: "cloud-sun", 3: "cloudy", 2: "cloud-rain", 1: "cloud-lightning"}


def get_preparations(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> Preparations:
    """One query. The partner's private note is not even named, their condition only where they share it."""
    rows = _find_preparations(viewer=viewer, meeting_id=meeting.pk)
    mine = partners = NOTHING_YET
    for row in rows:
        if row.person_id == viewer.pk:
            mine = _own(row)
        else:
            partners = _others(row)
    return Preparations(mine, partners, policies.may_check_condition(viewer, meeting, now))


def list_conditions() -> list[Condition]:
    return [condition_of(value) for value in sorted(Preparation.Condition.values, reverse=True)]


def condition_of(value: int) -> Condition:
    return Condition(value=value, label=str(Preparation.Condition(value).label), icon=ICONS[value])


def list_pre_questions(*, viewer: Person, meeting: Meeting) -> list[AskedQuestion]:
    """One query."""
    rows = _find_questions(viewer=viewer, meeting_id=meeting.pk)
    return [AskedQuestion(row.pk, row.text, row.asked_by, row.asked_by_id == viewer.pk) for row in rows]


def questions_about(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[PreQuestion]:
    return PreQuestion.objects.filter(meeting=meeting_id, meeting__in=Meeting.objects.visible_to(viewer))


def shared_by_other(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Preparation]:
    """Where the other lets the viewer know how they are."""
    shared = Preparation.objects.filter(meeting=meeting_id, meeting__in=Meeting.objects.visible_to(viewer))
    return shared.filter(shares_condition=True, condition__isnull=False).exclude(person=viewer)


@prepared
def _find_preparations(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Preparation]:
    return Preparation.objects.filter(meeting=meeting_id, meeting__in=Meeting.objects.visible_to(viewer))


@prepared
def _find_questions(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[PreQuestion]:
    return questions_about(viewer, meeting_id).select_related("asked_by")


def _own(row: Preparation) -> PreparationState:
    return PreparationState(
        finished_at=row.finished_at,
        condition=condition_of(row.condition) if row.condition else None,
        shares_condition=row.shares_condition,
        private_note_id=row.private_note_id,
    )


def _others(row: Preparation) -> PreparationState:
    is_shared = row.shares_condition and row.condition is not None
    return PreparationState(
        finished_at=row.finished_at,
        condition=condition_of(row.condition) if is_shared and row.condition else None,
        shares_condition=is_shared,
        private_note_id=None,
    )
