"""When a quarter of answers is put together, what else HR sees of units is put together for the same weeks."""

from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.events import QuarterReleased
from aizuchi.feedback.operations.units import group_size_of
from aizuchi.hints.operations.unit_usage import keep_unit_usage
from aizuchi.people.models import Organization


def keep_hint_usage(event: QuarterReleased) -> None:
    keep_unit_usage(
        organization=Organization.objects.get(pk=event.organization_id),
        since=event.quarter_on,
        until=event.quarter_on + QUARTER,
        k=group_size_of(organization_id=event.organization_id, quarter_on=event.quarter_on),
    )
