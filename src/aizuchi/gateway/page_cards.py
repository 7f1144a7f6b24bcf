"""What connections to other systems bring to home: that one of them waits for an administrator."""

from collections.abc import Sequence

from django.db.models import Exists

from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact

HOLDING = Fact(lambda asking: Exists(Connector.objects.visible_to(asking.viewer).filter(held_at__isnull=False)))
WAITING = Fact(
    lambda asking: Exists(
        ScheduledFile.objects.visible_to(asking.viewer).filter(is_on=True, state=ScheduledFile.State.WAITS)
    )
)


def list_holding(context: Context) -> Sequence[Connector] | None:
    if not may_keep_connectors(context.viewer, on=context.today):
        return None
    return list(Connector.objects.visible_to(context.viewer).filter(held_at__isnull=False).order_by("name")) or None


def list_waiting(context: Context) -> Sequence[ScheduledFile] | None:
    if not may_keep_connectors(context.viewer, on=context.today):
        return None
    files = ScheduledFile.objects.visible_to(context.viewer).filter(is_on=True, state=ScheduledFile.State.WAITS)
    return list(files.order_by("name")) or None


CARDS = (
    HomeCard(area="main", order=5, template="gateway/cards/holding.html", query=list_holding, only_if=HOLDING),
    HomeCard(area="main", order=6, template="gateway/cards/waiting.html", query=list_waiting, only_if=WAITING),
)
