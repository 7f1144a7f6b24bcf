"""What pages ask of whoever looks: is there any, how many, what is it? All that a page asks is one statement.

An app names a fact once and says it as an expression of the viewer's; the menu's entries and the cards of a page say
which they need. Most of what a page could show is not there on most days, and is then known without looking for it.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.utils import timezone

from aizuchi.kernel.prepared import Prepared, prepared


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks, and when: handed on as they are (`kernel.prepared`)."""

    viewer: Any
    now: datetime.datetime
    today: datetime.date
    subject: Any = None
    """What the page is about, such as its meeting."""


@dataclass(frozen=True, eq=False)
class Fact:
    """An expression that starts from the viewer, such as `Exists(Hint.objects.visible_to(asking.viewer))`."""

    ask: Callable[[Asking], Any]


Facts = Mapping[Fact, Any]


def count_rows(rows: QuerySet[Any]) -> Subquery:
    """How many there are, as an expression."""
    whole = rows.order_by().annotate(whole=Value(1)).values("whole")
    return Subquery(whole.annotate(rows=Count("pk")).values("rows"))


def read_facts(request: HttpRequest, wanted: Iterable[Fact], *, now: datetime.datetime | None = None) -> Facts:
    """Read once for a request: the page and its frame ask together."""
    known: dict[Fact, Any] = request.__dict__.setdefault("_facts", {})
    further = tuple(dict.fromkeys(fact for fact in wanted if fact not in known))
    if further:
        now = now or timezone.now()
        known |= ask(further, viewer=request.user, now=now, today=timezone.localdate(now))
    return known


def ask(
    facts: tuple[Fact, ...], *, viewer: Any, now: datetime.datetime, today: datetime.date, subject: Any = None
) -> Facts:
    rows = _statement_of(facts)(viewer=viewer, now=now, today=today, subject=subject)
    return dict(zip(facts, rows[0], strict=True)) if rows else dict.fromkeys(facts)


@cache
def _statement_of(facts: tuple[Fact, ...]) -> Prepared[Any]:
    def build(viewer: Any, now: datetime.datetime, today: datetime.date, subject: Any) -> Any:
        asking = Asking(viewer=viewer, now=now, today=today, subject=subject)
        of_viewer = type(viewer)._default_manager.filter(pk=viewer.pk)
        return of_viewer.order_by().values_list(*(fact.ask(asking) for fact in facts))

    return prepared(build)
