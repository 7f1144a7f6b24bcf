"""All 1on1s that somebody's home page speaks of: coming, without a date, waiting for a word. Loaded once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aizuchi.kernel.prepared import prepared
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.queries.meetings import (
    TOOK_PLACE,
    MeetingRow,
    is_coming,
    is_undated,
    meetings_of,
    needs_closing,
    row_of,
    waits_for_wrap_up,
)
from aizuchi.people.models import Membership, Person
from aizuchi.people.queries.cards import choose_name

COMING_SHOWN = 8
ASKED_AT_ONCE = 3
KINDS = {
    "dated": ("starts_at", COMING_SHOWN),
    "undated": ("created_at", None),
    "to_confirm": ("-starts_at", ASKED_AT_ONCE),
    "to_wrap_up": ("-ended_at", ASKED_AT_ONCE),
}
"""In which order, and how many at most."""


@dataclass(frozen=True, kw_only=True)
class NearMeeting:
    meeting: Meeting
    row: MeetingRow
    held: int
    """How many the pair has held, this one among them if it was."""
    is_ready: bool
    """The viewer has finished preparing."""
    partner_is_ready: bool
    partner_unit: str
    """Where the other works today."""


@dataclass(frozen=True, kw_only=True)
class NearMeetings:
    dated: list[NearMeeting]
    """What is running, then the next in their order."""
    undated: list[NearMeeting]
    to_confirm: list[NearMeeting]
    """Past their time, never started nor closed, and not asked about yet: did they take place?"""
    to_wrap_up: list[NearMeeting]

    @property
    def ahead(self) -> list[NearMeeting]:
        return [*self.dated, *self.undated]


def list_near_meetings(*, viewer: Person, now: datetime.datetime) -> NearMeetings:
    """One query, which brings no more than is shown, however many 1on1s lie ahead."""
    found = _find_near(viewer=viewer, now=now, today=timezone.localdate(now))
    lists = {
        kind: [_near(one, viewer, now) for one in _in_order(found, kind, order)[:most]]
        for kind, (order, most) in KINDS.items()
    }
    lists["dated"].sort(key=lambda near: not near.row.is_running)
    return NearMeetings(**lists)


@prepared
def _find_near(viewer: Person, now: datetime.datetime, today: datetime.date) -> QuerySet[Meeting]:
    conditions = {
        "dated": is_coming(now),
        "undated": is_undated(),
        "to_confirm": needs_closing(now),
        "to_wrap_up": waits_for_wrap_up(now),
    }
    of_viewer, shown = Meeting.objects.visible_to(viewer), Q()
    for kind, condition in conditions.items():
        order, most = KINDS[kind]
        shown |= Q(pk__in=of_viewer.filter(condition).order_by(order).values("pk")[:most]) if most else condition
    marks = {kind: ExpressionWrapper(condition, BooleanField()) for kind, condition in conditions.items()}
    return meetings_of(viewer).filter(shown).annotate(**marks, **_how_far(viewer), **_where(viewer, today))


def _in_order(found: Iterable[Meeting], kind: str, order: str) -> list[Meeting]:
    of_kind = [meeting for meeting in found if getattr(meeting, kind)]
    return sorted(of_kind, key=lambda one: getattr(one, order.lstrip("-")), reverse=order.startswith("-"))


def _how_far(viewer: Person) -> dict[str, Any]:
    held = Meeting.objects.filter(pair=OuterRef("pair"), state__in=TOOK_PLACE).order_by().values("pair")
    ready = Preparation.objects.filter(meeting=OuterRef("pk"), finished_at__isnull=False)
    return {
        "held": Coalesce(Subquery(held.annotate(count=Count("pk")).values("count")), 0),
        "is_ready": Exists(ready.filter(person=viewer)),
        "partner_is_ready": Exists(ready.exclude(person=viewer)),
    }


def _where(viewer: Person, today: datetime.date) -> dict[str, Any]:
    of_the_two = Q(person=OuterRef("pair__mentee")) | Q(person=OuterRef("pair__mentor"))
    main = Membership.objects.on(today).filter(of_the_two, is_main=True).exclude(person=viewer)
    return {
        "unit_name": Subquery(main.values("unit__name")[:1]),
        "unit_name_en": Subquery(main.values("unit__name_en")[:1]),
    }


def _near(meeting: Any, viewer: Person, now: datetime.datetime) -> NearMeeting:
    """With what `list_near_meetings` annotates."""
    return NearMeeting(
        meeting=meeting,
        row=row_of(meeting, viewer=viewer, now=now),
        held=meeting.held,
        is_ready=meeting.is_ready,
        partner_is_ready=meeting.partner_is_ready,
        partner_unit=choose_name(meeting.unit_name or "", meeting.unit_name_en or ""),
    )
