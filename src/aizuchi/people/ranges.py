"""Dated rows that follow one another without overlapping."""

import datetime
import uuid
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal

Date = datetime.date


class EndsBeforeStart(Refusal):
    sentence = _("The end is before the beginning. Please look at the dates.")


class Replaced(NamedTuple):
    previous: Any
    until_on: Date | None


def replace_from(rows: QuerySet[Any], *, on: Date) -> Replaced:
    """Makes room for a row that begins on that day: the one that holds then ends, later ones stay as planned.

    Answers with what held before, and how long the newcomer may hold.
    """
    previous = rows.filter(holds_on(on)).first()
    if previous:
        until_on = previous.until_on
        previous.until_on = on
        previous.save(update_fields=["until_on"])
        return Replaced(previous, until_on)
    planned = rows.filter(starts_on__gt=on).exclude(until_on=F("starts_on")).order_by("starts_on").first()
    return Replaced(None, planned.starts_on if planned else None)


def holds_on(date: Date) -> Q:
    return Q(starts_on__lte=date) & holds_after(date)


def holds_after(date: Date) -> Q:
    """Not over by that day, whether begun or not."""
    return Q(until_on__isnull=True) | (Q(until_on__gt=date) & Q(until_on__gt=F("starts_on")))


def earliest(*dates: Date | None) -> Date | None:
    """The earliest of some ends, where None never comes."""
    return min((date for date in dates if date), default=None)


class Edge(NamedTuple):
    below: uuid.UUID
    above: uuid.UUID
    starts_on: Date
    until_on: Date | None


def closes_circle(new: Edge, *, edges_above: Callable[[Iterable[uuid.UUID]], Iterable[Edge]]) -> bool:
    """Whether some day would come on which going up from `new.below` leads back to it.

    Follows the days, not only the rows: two lines that never hold together make no circle.
    """
    frontier = {(new.above, new.starts_on, new.until_on)}
    seen = set(frontier)
    while frontier:
        if any(node == new.below for node, _, _ in frontier):
            return True
        edges = list(edges_above({node for node, _, _ in frontier}))
        frontier = {
            (edge.above, max(starts_on, edge.starts_on), earliest(until_on, edge.until_on))
            for node, starts_on, until_on in frontier
            for edge in edges
            if edge.below == node and _meet(starts_on, until_on, edge)
        } - seen
        seen |= frontier
    return False


def _meet(starts_on: Date, until_on: Date | None, edge: Edge) -> bool:
    return (until_on is None or edge.starts_on < until_on) and (edge.until_on is None or starts_on < edge.until_on)
