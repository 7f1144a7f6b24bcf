"""From which day on those who were asked read what came of it."""

import datetime
import uuid

from django.db import transaction

from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.queries.result_access import access_results
from aizuchi.surveys.refusals import SharedAlready


@transaction.atomic
def share_results(*, actor: Person, survey_id: uuid.UUID, on: datetime.date, now: datetime.datetime) -> Survey:
    """A day that has not come can be set anew; what is shared stays shared. Raises Http404, SharedAlready."""
    access_results(actor, survey_id, now=now)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    today = actor.organization.today(now)
    require(policies.may_share_results(actor, survey, on=today))
    if survey.shared_on and survey.shared_on <= today:
        raise SharedAlready
    survey.shared_on = max(on, today)
    survey.save(update_fields=["shared_on"])
    record_step(survey, "shared", actor, now)
    return survey
