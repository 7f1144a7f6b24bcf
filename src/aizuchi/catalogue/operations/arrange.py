"""Order, putting away and bringing back: the same for every ordered list."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.operations.access import access_item, note, require_editor
from aizuchi.catalogue.ordered_lists import ORDERED_LISTS, Item
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person

NEVER_EMPTY = {"topics", "responses"}


class LatestOne(Refusal):
    sentence = _("This is the only one left. Please bring back or add another one first.")


@transaction.atomic
def move_item(*, actor: Person, ordered_list: str, item_id: uuid.UUID, step: int, now: datetime.datetime) -> Item:
    """One place up (-1) or down (1) among those on offer; at the end of the list nothing happens."""
    require_editor(actor, now)
    item = access_item(actor, ordered_list, item_id)
    offered = list(ORDERED_LISTS[ordered_list].beside(item).filter(retired_at__isnull=True))
    place = next((n for n, other in enumerate(offered) if other.pk == item.pk), None)
    if place is not None and 0 <= place + step < len(offered):
        offered.insert(place + step, offered.pop(place))
        _save_order(actor, ordered_list, offered, now)
    return item


@transaction.atomic
def reorder_items(*, actor: Person, ordered_list: str, item_ids: Sequence[uuid.UUID], now: datetime.datetime) -> None:
    """As a list was dragged. Items that the list doesn't name keep their order behind it."""
    require_editor(actor, now)
    if not item_ids:
        return
    first = access_item(actor, ordered_list, item_ids[0])
    wanted = {item_id: place for place, item_id in enumerate(item_ids)}
    offered = list(ORDERED_LISTS[ordered_list].beside(first).filter(retired_at__isnull=True))
    offered.sort(key=lambda item: wanted.get(item.pk, len(wanted)))
    _save_order(actor, ordered_list, offered, now)


@transaction.atomic
def retire_item(*, actor: Person, ordered_list: str, item_id: uuid.UUID, now: datetime.datetime) -> Item:
    """No longer offered. Where it was used it stays readable."""
    require_editor(actor, now)
    item = access_item(actor, ordered_list, item_id)
    if item.retired_at is not None:
        return item
    others = ORDERED_LISTS[ordered_list].beside(item).filter(retired_at__isnull=True).exclude(pk=item.pk)
    if ordered_list in NEVER_EMPTY and not others.exists():
        raise LatestOne
    item.retired_at = now
    item.save(update_fields=["retired_at"])
    note(actor, f"{ordered_list}.retired", item.pk, now)
    return item


@transaction.atomic
def restore_item(*, actor: Person, ordered_list: str, item_id: uuid.UUID, now: datetime.datetime) -> Item:
    """Offered again, at the end."""
    require_editor(actor, now)
    item = access_item(actor, ordered_list, item_id)
    if item.retired_at is None:
        return item
    item.retired_at, item.position = None, next_place(ordered_list, item)
    item.save(update_fields=["retired_at", "position"])
    note(actor, f"{ordered_list}.restored", item.pk, now)
    return item


def next_place(ordered_list: str, item: Item) -> int:
    latest: int | None = ORDERED_LISTS[ordered_list].beside(item).aggregate(latest=Max("position"))["latest"]
    return 0 if latest is None else latest + 1


def _save_order(actor: Person, ordered_list: str, items: Sequence[Item], now: datetime.datetime) -> None:
    for place, item in enumerate(items):
        if item.position != place:
            item.position = place
            item.save(update_fields=["position"])
    note(actor, f"{ordered_list}.reordered", items[0].pk, now)
