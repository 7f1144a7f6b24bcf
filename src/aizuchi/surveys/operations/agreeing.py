"""What a unit wants to try is written down where its result stands, and carried into 1on1s."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.actions.models import ActionItem
from aizuchi.actions.operations import add_action
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey, UnitAgreement
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.queries.results import access_agreeing
from aizuchi.surveys.refusals import NothingAgreed, TooManyAgreements

MOST_AGREEMENTS = 5
"""More are a wish list."""


@transaction.atomic
def write_agreement(
    *, actor: Person, survey_id: uuid.UUID, group_id: uuid.UUID | None, words: str, now: datetime.datetime
) -> UnitAgreement:
    """By whoever heads the unit, by HR for all. Raises Http404, PermissionDenied, NothingAgreed, TooManyAgreements."""
    access, chosen = access_agreeing(actor, survey_id, group_id=group_id, now=now)
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


@transaction.atomic
def carry_into_1on1(
    *,
    actor: Person,
    survey_id: uuid.UUID,
    group_id: uuid.UUID | None,
    agreement_id: uuid.UUID,
    pair_id: uuid.UUID,
    now: datetime.datetime,
) -> None:
    """As a TODO of the actor in one of their 1on1s; pressed twice it is one. The survey does not know of it.

    Raises Http404, PermissionDenied, TooManyActions.
    """
    access, chosen = access_agreeing(actor, survey_id, group_id=group_id, now=now)
    agreements = UnitAgreement.objects.filter(survey_id=survey_id, unit=access.tree.unit_of[chosen])
    agreement = get_object_or_404(agreements.select_for_update(of=("self",)), pk=agreement_id)
    pair = get_object_or_404(Pair.objects.visible_to(actor), pk=pair_id)
    key = uuid.uuid5(agreement.pk, f"{pair.pk}:{actor.pk}")
    if not ActionItem.objects.visible_to(actor).filter(pk=key).exists():
        add_action(actor=actor, pair_id=pair.pk, owner_id=actor.pk, text=agreement.words, now=now, action_id=key)
