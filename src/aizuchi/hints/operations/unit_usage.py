"""How hints were used in units, kept once a quarter by the rules of groups."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Q

from aizuchi.hints.models import Impression, Trial, UnitUsage
from aizuchi.kernel.days import midnight
from aizuchi.kernel.disclosure_control import CountedUnit, choose_shown
from aizuchi.people.models import Membership, Organization
from aizuchi.people.queries.units import Tree, outline_of

STEP = 5
Outcome = Trial.Outcome


@dataclass
class _Used:
    """By one person."""

    shown: int = 0
    tried: int = 0
    helped: int = 0
    answered: int = 0


@transaction.atomic
def keep_unit_usage(*, organization: Organization, since: datetime.date, until: datetime.date, k: int) -> int:
    """From `since` to before `until`. How many rows it made: none if that quarter's are there already.

    People count for their main unit on the last day, and units stand as they stood then.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    if UnitUsage.objects.filter(organization=organization, quarter_on=since).exists():
        return 0
    on = until - datetime.timedelta(days=1)
    tree, used = outline_of(organization, on=on), _look(organization, since, until)
    direct = _by_unit(used, on)
    shown = choose_shown(_nodes(tree, direct, lambda one: one.tried), k=k)
    with_share = choose_shown(_nodes(tree, direct, lambda one: one.answered), k=k)
    rows = []
    for node in tree.walk():
        below = [one for unit in node.walk() for one in direct.get(unit.id, {}).values()]
        told = _tell(below, with_share=node.id in with_share) if node.id in shown else {"is_hidden": True}
        rows.append(UnitUsage(organization=organization, quarter_on=since, unit_id=node.id, **told))
    return len(UnitUsage.objects.bulk_create(rows, batch_size=500))


def _look(organization: Organization, since: datetime.date, until: datetime.date) -> dict[uuid.UUID, _Used]:
    """Of everybody who was shown a hint or tried one. Two queries."""
    used: dict[uuid.UUID, _Used] = defaultdict(_Used)
    shown = Impression.objects.filter(viewer__organization=organization, day__gte=since, day__lt=until)
    for person_id, number in shown.values_list("viewer").annotate(number=Count("pk")):
        used[person_id].shown = number
    zone = ZoneInfo(organization.time_zone)
    first, last = (midnight(day, zone) for day in (since, until))
    trials = Trial.objects.filter(person__organization=organization, created_at__gte=first, created_at__lt=last)
    counted = trials.values_list("person").annotate(
        tried=Count("pk"),
        helped=Count("pk", filter=Q(outcome=Outcome.HELPED)),
        answered=Count("pk", filter=Q(outcome__in=[Outcome.HELPED, Outcome.NOT_THIS_TIME])),
    )
    for person_id, tried, helped, answered in counted:
        one = used[person_id]
        one.tried, one.helped, one.answered = tried, helped, answered
    return used


Direct = Mapping[uuid.UUID, Mapping[uuid.UUID, _Used]]
"""By unit and person, without what lies below the unit."""


def _by_unit(used: Mapping[uuid.UUID, _Used], on: datetime.date) -> Direct:
    rows = Membership.objects.on(on).filter(person__in=list(used), is_main=True)
    direct: dict[uuid.UUID, dict[uuid.UUID, _Used]] = defaultdict(dict)
    for person_id, unit_id in rows.values_list("person", "unit"):
        direct[unit_id][person_id] = used[person_id]
    return direct


def _nodes(tree: Tree, direct: Direct, count: Callable[[_Used], int]) -> list[CountedUnit]:
    """Each number is told by the people behind that number: many, and none behind most of it."""
    nodes = []
    for unit in tree.walk():
        counted = {person: number for person, one in direct.get(unit.id, {}).items() if (number := count(one))}
        nodes.append(CountedUnit(key=unit.id, parent=unit.parent_id, people=len(counted), answers=counted))
    return nodes


def _tell(used: Iterable[_Used], *, with_share: bool) -> dict[str, int | bool | None]:
    """Coarse on purpose."""
    everybody = list(used)
    helped, answered = sum(one.helped for one in everybody), sum(one.answered for one in everybody)
    return {
        "is_hidden": False,
        "tried": STEP * round(sum(one.tried for one in everybody) / STEP),
        "helped_share": STEP * round(100 * helped / answered / STEP) if with_share else None,
    }
