"""What connections to other systems bring to home: that one of them waits for an administrator."""

from collections.abc import Sequence

from django.db.models import Exists, QuerySet

from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.people.models import Person
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact


def _holding(viewer: Person) -> QuerySet[Connector]:
    return Connector.objects.visible_to(viewer).filter(held_at__isnull=False)


def _waiting(viewer: Person) -> QuerySet[ScheduledFile]:
    return ScheduledFile.objects.visible_to(viewer).filter(is_on=True, state=ScheduledFile.State.WAITS)


HOLDING = Fact(lambda asking: Exists(_holding(asking.viewer)))
WAITING = Fact(lambda asking: Exists(_waiting(asking.viewer)))


def list_holding(context: Context) -> Sequence[Connector] | None:
    if not may_keep_connectors(context.viewer, on=context.today):
        return None
    return list(_holding(context.viewer).order_by("name")) or None


def list_waiting(context: Context) -> Sequence[ScheduledFile] | None:
    if not may_keep_connectors(context.viewer, on=context.today):
        return None
    return list(_waiting(context.viewer).order_by("name")) or None


CARDS = (
    HomeCard(area="main", order=5, template="gateway/cards/holding.html", query=list_holding, only_if=HOLDING),
    HomeCard(area="main", order=6, template="gateway/cards/waiting.html", query=list_waiting, only_if=WAITING),
)
