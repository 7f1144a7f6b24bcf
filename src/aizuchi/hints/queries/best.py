"""The most useful hints for the cells somebody is about to need."""

import datetime
import random
import uuid
from collections.abc import Collection

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from aizuchi.hints.cards import Cell, HintCard, full
from aizuchi.hints.models import Hint
from aizuchi.hints.ranking import choose
from aizuchi.kernel.late_rows import LateRow, build_late
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person

DRAWN_FROM = 20  # of each cell, the likeliest to be the best


def best_for(
    *,
    viewer: Person,
    cells: Collection[Cell],
    limit: int,
    now: datetime.datetime,
    meeting_id: uuid.UUID | None = None,
) -> dict[Cell, list[HintCard]]:
    """Up to `limit` hints for each cell, one's own left out. One query, however many cells and hints there are.

    The last place explores; on one day it stays the same for the same person. What is to be tried in `meeting_id` comes
    first. Cells without hints get an empty list. Whoever shows them tells `operations.record_impressions`.
    """
    if not cells:
        return {}
    by_cell: dict[Cell, list[LateRow[Hint]]] = {cell: [] for cell in cells}
    for row in _likeliest(viewer, cells, limit, meeting_id):
        cell = row.values["topic_id"], row.values["response_id"]
        if cell in by_cell:
            by_cell[cell].append(row)
    return {cell: _choose(cell, found, limit, viewer, now) for cell, found in by_cell.items()}


def hint_of_the_day(*, viewer: Person, cells: Collection[Cell], now: datetime.datetime) -> HintCard | None:
    """One for the cells of the coming 1on1s, another one each day; without cells, from all that are published.

    At most two queries.
    """
    day = timezone.localdate(now).toordinal()
    wanted = sorted(cells) or _some_cell(viewer, day)
    offered = [cards[0] for cards in best_for(viewer=viewer, cells=wanted, limit=1, now=now).values() if cards]
    return offered[day % len(offered)] if offered else None


def _likeliest(
    viewer: Person, cells: Collection[Cell], limit: int, meeting_id: uuid.UUID | None
) -> list[LateRow[Hint]]:
    """Whatever could come to stand there, the most useful first."""
    topics, responses = zip(*cells, strict=True)
    return _find_likeliest(
        viewer=viewer, topics=sorted(set(topics)), responses=sorted(set(responses)), limit=limit, meeting_id=meeting_id
    )


@prepared
def _find_likeliest(
    viewer: Person, topics: list[uuid.UUID], responses: list[uuid.UUID], limit: int, meeting_id: uuid.UUID | None
) -> QuerySet[Hint, LateRow[Hint]]:
    hints = full(Hint.objects.visible_to(viewer).published(), viewer=viewer, meeting_id=meeting_id)
    hints = hints.filter(Q(author__isnull=True) | ~Q(author=viewer), topic__in=topics, response__in=responses)
    by_cell = [F("topic"), F("response")]
    hints = hints.annotate(
        place=Window(RowNumber(), partition_by=by_cell, order_by=[F("score__low").desc(), F("pk").asc()]),
        chance=F("score__chance"),
        luck=Window(RowNumber(), partition_by=by_cell, order_by=[F("score__chance").desc(), F("pk").asc()]),
    )
    near = Q(place__lte=limit) | Q(luck__lte=DRAWN_FROM) | Q(is_being_tried=True)
    return build_late(hints.filter(near).order_by("place"))  # type: ignore[misc]  # annotated just above


def _choose(
    cell: Cell, found: list[LateRow[Hint]], limit: int, viewer: Person, now: datetime.datetime
) -> list[HintCard]:
    kept = [row for row in found if row.values["is_being_tried"]][:limit]
    tried = [HintCard.of(row.build(), viewer=viewer) for row in kept]
    if len(tried) == limit:
        return tried
    ranked = [(row, row.values["chance"]) for row in found if row not in kept]
    rng = random.Random(f"{viewer.pk} {cell} {timezone.localdate(now)}")  # noqa: S311
    chosen = choose(ranked, limit=limit - len(tried), rng=rng)
    return tried + [HintCard.of(row.build(), viewer=viewer).shown_with(chance) for row, chance in chosen]


def _some_cell(viewer: Person, day: int) -> list[Cell]:
    cells = Hint.objects.visible_to(viewer).published().order_by("topic", "response").values_list("topic", "response")
    found = list(cells.distinct())
    return [found[day * 7 % len(found)]] if found else []
