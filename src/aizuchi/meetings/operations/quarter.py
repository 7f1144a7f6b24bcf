"""A quarter that is scheduled in one go, and taken back in one go: nobody hears of it for ten minutes."""

import datetime
import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import Record, record_many
from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.events import MeetingsTakenBack
from aizuchi.meetings.models import AgendaItem, Meeting, Preparation, PreQuestion, ScheduledQuarter, Series
from aizuchi.meetings.operations.next_meeting import ensure_next_meetings
from aizuchi.meetings.operations.places import release_spaces
from aizuchi.meetings.operations.schedule import carry_into
from aizuchi.meetings.operations.series import NothingToSchedule, PairPlan, create_series
from aizuchi.people.models import Person

State = Meeting.State
QUIET = datetime.timedelta(minutes=10)
GIVEN_UP = ["starts_at", "series", "occurrence_at", "scheduled_quarter", "edited_by", "version"]


class NothingToTakeBack(Refusal):
    sentence = gettext_lazy("There is nothing left of it to take back.")


@transaction.atomic
def schedule_quarter(*, actor: Person, plans: Sequence[PairPlan], now: datetime.datetime) -> ScheduledQuarter:
    """Raises as `create_series` does."""
    if not any(plan.dates for plan in plans):
        raise NothingToSchedule
    quarter = ScheduledQuarter.objects.create(scheduled_by=actor, created_at=now, tell_at=now + QUIET)
    create_series(actor=actor, plans=plans, now=now, scheduled_quarter=quarter)
    return quarter


@transaction.atomic
def take_back_quarter(*, actor: Person, quarter_id: uuid.UUID, now: datetime.datetime) -> int:
    """Every date of it that is still to come and that the other has not touched. Returns how many.

    What was prepared waits for the pair's next 1on1. The number of queries does not grow with the dates, but for those
    that were prepared. Raises NothingToTakeBack.
    """
    quarter = get_object_or_404(ScheduledQuarter.objects.select_for_update(), pk=quarter_id, scheduled_by=actor)
    rows = Meeting.objects.filter(scheduled_quarter=quarter, state=State.PLANNED, starts_at__gt=now, edited_by=actor)
    meetings = list(rows.select_for_update(of=("self",)).select_related("pair").order_by("starts_at"))
    if not meetings:
        raise NothingToTakeBack
    Series.objects.filter(meetings__in=[one.pk for one in meetings]).update(until_at=now)
    kept, gone = _part(meetings, quarter)
    changes = [_record(one) for one in meetings]
    for one in kept:
        one.starts_at = one.series = one.occurrence_at = one.scheduled_quarter = None
        one.edited_by, one.version = actor, one.version + 1
    Meeting.objects.bulk_update(kept, GIVEN_UP)
    for one in gone:
        one.state, one.cancelled_at, one.cancelled_by = State.CANCELLED, now, actor
    Meeting.objects.bulk_update(gone, ["state", "cancelled_at", "cancelled_by"])
    ensure_next_meetings(pair_ids={one.pair_id for one in meetings}, now=now)
    _hand_on(gone)
    keys = tuple(one.pk for one in meetings)
    release_spaces(keys, now=now)
    quarter.taken_back_at = now
    quarter.save(update_fields=["taken_back_at"])
    record_many(organization_id=actor.organization_id, actor=actor, changes=changes, now=now)
    publish(MeetingsTakenBack(meeting_ids=keys, actor_id=actor.pk, at=now))
    return len(meetings)


def access_scheduled_quarter(*, viewer: Person, quarter_id: uuid.UUID) -> ScheduledQuarter:
    """Who scheduled it, nobody else."""
    return get_object_or_404(ScheduledQuarter, pk=quarter_id, scheduled_by=viewer)


def _part(meetings: Sequence[Meeting], quarter: ScheduledQuarter) -> tuple[list[Meeting], list[Meeting]]:
    """What had been the pair's undated one before stays, without a date; the others go."""
    pairs = {one.pair_id for one in meetings}
    undated = Meeting.objects.filter(pair__in=pairs, state=State.PLANNED, starts_at__isnull=True)
    have_one = set(undated.values_list("pair", flat=True))
    kept: dict[uuid.UUID, Meeting] = {}
    for one in meetings:
        if one.created_at < quarter.created_at and one.pair_id not in have_one:
            kept.setdefault(one.pair_id, one)
    return list(kept.values()), [one for one in meetings if one not in kept.values()]


def _hand_on(gone: Sequence[Meeting]) -> None:
    keys = [one.pk for one in gone]
    prepared: set[uuid.UUID] = set()
    for model in (AgendaItem, Preparation, PreQuestion):
        prepared.update(model.objects.filter(meeting__in=keys).values_list("meeting", flat=True))
    for one in gone:
        if one.pk in prepared or one.intent:
            planned = Meeting.objects.filter(pair=one.pair_id, state=State.PLANNED)
            following = planned.order_by("starts_at").first()
            if following is None:
                raise PermissionDenied
            carry_into(following, one)


def _record(meeting: Meeting) -> Record:
    return Record(
        action="meetings.meeting.cancelled",
        subject_id=meeting.pk,
        detail={"pair_id": meeting.pair_id, "was_at": meeting.starts_at},
    )
