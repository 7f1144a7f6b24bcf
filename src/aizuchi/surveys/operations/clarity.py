import datetime
import uuid

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import ClarityReading, ClarityWish
from aizuchi.surveys.refusals import NothingAnswered


@transaction.atomic
def keep_clarity(*, actor: Person, meeting_id: uuid.UUID, value: int | None, now: datetime.datetime) -> None:
    """For themselves; a second time replaces the first. Raises Http404, PermissionDenied, NothingAnswered."""
    meeting = access_meeting(viewer=actor, meeting_id=meeting_id)
    require(policies.may_say_clarity(actor, meeting, now))
    if value not in ClarityReading.Step.values:
        raise NothingAnswered
    ClarityReading.objects.update_or_create(person=actor, meeting=meeting, defaults={"value": value})


@transaction.atomic
def wish_for_clarity(*, actor: Person, is_wanted: bool, now: datetime.datetime) -> None:
    """Whether people are asked at the end of 1on1s. What was said before stays theirs. Raises PermissionDenied."""
    require(policies.may_wish_for_clarity(actor, on=actor.organization.today(now)))
    if is_wanted:
        ClarityWish.objects.get_or_create(organization_id=actor.organization_id)
    else:
        ClarityWish.objects.filter(organization_id=actor.organization_id).delete()
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action="surveys.clarity.changed",
        subject_id=actor.organization_id,
        detail={"is_wanted": is_wanted},
        now=now,
    )
