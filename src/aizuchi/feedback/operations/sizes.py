"""How many people a group has at least. What was promised to those who answered holds; so it only ever rises."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from aizuchi.anonymous_answers.models import GroupSize
from aizuchi.audit.operations import record
from aizuchi.feedback import policies
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person


class NeverLower(Refusal):
    sentence = gettext_lazy("Groups can be made larger, never smaller: people have answered relying on it.")


@transaction.atomic
def raise_group_sizes(*, actor: Person, k_band: int, k_mean: int, now: datetime.datetime) -> GroupSize:
    """Holds from the next window on; windows that have begun keep what was said when they began. Raises NeverLower."""
    organization = actor.organization
    require(policies.may_raise_group_sizes(actor, organization.today(now)))
    GroupSize.objects.get_or_create(organization=organization)
    size = GroupSize.objects.select_for_update().get(organization=organization)
    if k_band < size.k_band or k_mean < size.k_mean or k_mean < k_band:
        raise NeverLower
    size.k_band, size.k_mean = k_band, k_mean
    size.save(update_fields=["k_band", "k_mean"])
    record(
        organization_id=organization.pk,
        actor=actor,
        action="feedback.sizes.raised",
        subject_id=organization.pk,
        now=now,
        detail={"k_band": k_band, "k_mean": k_mean},
    )
    return size
