"""When a quarter of answers is put together, what else HR sees of units is put together for the same weeks."""

from django.db.models import Max

from aizuchi.feedback.events import QuarterReleased
from aizuchi.feedback.models import Window
from aizuchi.feedback.models.window import LEAST_FOR_MEANS
from aizuchi.feedback.periods import QUARTER
from aizuchi.hints.operations.unit_usage import keep_unit_usage
from aizuchi.people.models import Organization


def keep_hint_usage(event: QuarterReleased) -> None:
    windows = Window.objects.filter(organization=event.organization_id, quarter_on=event.quarter_on)
    keep_unit_usage(
        organization=Organization.objects.get(pk=event.organization_id),
        since=event.quarter_on,
        until=event.quarter_on + QUARTER,
        k=windows.aggregate(k=Max("k_mean"))["k"] or LEAST_FOR_MEANS,
    )
