"""What a unit wants to try is written down where its result stands."""

import datetime
import uuid

from django.db import transaction

from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey, UnitAgreement
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.queries.result_access import access_results
from aizuchi.surveys.queries.results import choose_group
from aizuchi.surveys.refusals import NothingAgreed, TooManyAgreements

MOST_AGREEMENTS = 5
"""More are a wish list."""


@transaction.atomic
def write_agreement(
    *, actor: Person, survey_id: uuid.UUID, group_id: uuid.UUID | None, words: str, now: datetime.datetime
) -> UnitAgreement:
    """By whoever heads the unit, by HR for all. Raises Http404, PermissionDenied, NothingAgreed, TooManyAgreements."""
    access = access_results(actor, survey_id, now=now)
    chosen = choose_group(access, group_id)
    require(chosen in access.may_agree)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    unit, line = access.tree.unit_of[chosen], " ".join(words.split())
    if not line:
        raise NothingAgreed
    if UnitAgreement.objects.filter(survey=survey, unit=unit).count() >= MOST_AGREEMENTS:
        raise TooManyAgreements(MOST_AGREEMENTS)
    on = actor.organization.today(now)
    agreement = UnitAgreement.objects.create(survey=survey, unit_id=unit, words=line, written_by=actor, agreed_on=on)
    record_step(survey, "agreed", actor, now)
    return agreement
