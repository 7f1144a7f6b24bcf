"""Whoever reads what somebody answered by name stands in the record."""

import datetime
import uuid

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.people.models import Person
from aizuchi.surveys.models import AnswerSheet
from aizuchi.surveys.queries.named_answers import access_named_answers


@transaction.atomic
def read_named_answers(
    *, actor: Person, survey_id: uuid.UUID, sheet_id: uuid.UUID, now: datetime.datetime
) -> AnswerSheet:
    """Raises Http404 for everybody but those of whom it was told."""
    sheet = access_named_answers(actor, survey_id, sheet_id, now=now)
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action="surveys.answers.read",
        subject_id=sheet.participant.person_id,
        detail={"survey": survey_id},
        now=now,
    )
    return sheet
