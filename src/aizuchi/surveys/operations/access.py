import datetime
import uuid

from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import Survey


def lock_survey(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> Survey:
    """For whoever may change it. Raises Http404, PermissionDenied."""
    survey = get_object_or_404(Survey.objects.visible_to(actor).select_for_update(of=("self",)), pk=survey_id)
    require(policies.may_change(actor, survey, on=actor.organization.today(now)))
    return survey


def require_builder(actor: Person, now: datetime.datetime) -> None:
    """Raises PermissionDenied for whoever may not build surveys."""
    require(policies.may_build(actor, on=actor.organization.today(now)))


def record_step(survey: Survey, step: str, actor: Person | None, now: datetime.datetime) -> None:
    record(
        organization_id=survey.organization_id,
        actor=actor,
        action=f"surveys.survey.{step}",
        subject_id=survey.pk,
        detail={"kind": survey.kind},
        now=now,
    )
