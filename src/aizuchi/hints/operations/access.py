"""Load what somebody asked for, or raise: 404 for what they cannot see, 403 for what they may not change."""

import uuid

from django.shortcuts import get_object_or_404

from aizuchi.hints import policies
from aizuchi.hints.models import Hint, Trial
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person


def access_hint(*, viewer: Person, hint_id: uuid.UUID) -> Hint:
    return get_object_or_404(Hint.objects.visible_to(viewer), pk=hint_id)


def lock_own_hint(*, actor: Person, hint_id: uuid.UUID) -> Hint:
    hint = get_object_or_404(Hint.objects.visible_to(actor).select_for_update(of=("self",)), pk=hint_id)
    require(policies.may_edit_hint(actor, hint))
    return hint


def access_trial(*, viewer: Person, trial_id: uuid.UUID) -> Trial:
    return get_object_or_404(Trial.objects.visible_to(viewer).select_for_update(of=("self",)), pk=trial_id)
