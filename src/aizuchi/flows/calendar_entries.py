"""1on1s come into calendars as appointments without words; what happens to them there comes back as an operation."""

import datetime
import uuid
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from aizuchi.calendars.appointments import Appointment, NotPossible, WantedTime
from aizuchi.calendars.operations.entries import call_off_appointments, place_appointment
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.events import MeetingCancelled, MeetingEvent, MeetingsScheduled, MeetingsTakenBack
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import arrangement_of, cancel_meeting, move_meeting
from aizuchi.meetings.operations.proposals import propose_slots
from aizuchi.pairs.events import PairsEnded
from aizuchi.people.models import Person

State = Meeting.State
MOST = 500


def show_in_calendars(event: MeetingEvent) -> None:
    meeting = _dated().filter(pk=event.meeting_id).first()
    if meeting:
        place_appointment(appointment=_appointment(meeting), now=event.at)


def show_many_in_calendars(event: MeetingsScheduled) -> None:
    """A quarter of 1on1s goes into calendars one after the other, not while somebody waits for the page."""
    later = show_later.using(run_after=event.tell_at) if event.tell_at else show_later
    later.enqueue([str(key) for key in event.meeting_ids])


def take_many_out_of_calendars(event: MeetingsTakenBack) -> None:
    """Where nobody was told yet, there is nothing to take out, and nobody hears of it."""
    call_off_appointments(appointment_keys=list(event.meeting_ids), now=event.at)


@task()
def show_later(meeting_ids: list[str]) -> None:
    for meeting in _dated().filter(pk__in=meeting_ids):
        place_appointment(appointment=_appointment(meeting), now=timezone.now())


def take_out_of_calendars(event: MeetingCancelled) -> None:
    call_off_appointments(appointment_keys=[event.meeting_id], now=event.at)


def take_old_date_out_of_calendars(event: MeetingEvent) -> None:
    """It was held earlier than planned: nobody waits at the old hour. Until it ends, "not yet" brings it back."""
    planned_later = Meeting.objects.filter(pk=event.meeting_id, planned_at__gt=event.at)
    call_off_appointments(appointment_keys=list(planned_later.values_list("pk", flat=True)), now=event.at)


def take_ended_pairs_out_of_calendars(event: PairsEnded) -> None:
    """After the meetings of these pairs were cancelled."""
    cancelled = Meeting.objects.filter(pair__in=list(event.pair_ids), state=State.CANCELLED)
    call_off_appointments(appointment_keys=list(cancelled.values_list("pk", flat=True)), now=event.at)


class MeetingAppointments:
    """1on1s with a date; `key` is that of the meeting."""

    def list_coming(self, person: Person, *, since: datetime.datetime) -> list[Appointment]:
        visible = Meeting.objects.visible_to(person).values("pk")
        coming = _dated().filter(pk__in=visible, starts_at__gte=since).order_by("starts_at")
        return [_appointment(meeting) for meeting in coming[:MOST]]

    def has(self, key: uuid.UUID) -> bool:
        return Meeting.objects.filter(pk=key).exists()

    def move(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        """Where it is refused, with the sentence the form would have shown."""
        meeting = _find(actor, key)
        arrangement = replace(arrangement_of(meeting), starts_at=wanted.starts_at, minutes=wanted.minutes)
        with translation.override(actor.language), timezone.override(actor.time_zone):
            try:
                move_meeting(
                    actor=actor, meeting_id=meeting.pk, arrangement=arrangement, version=meeting.version, now=now
                )
            except Refusal as refusal:
                raise NotPossible(str(refusal)) from refusal
            except (PermissionDenied, Http404) as refusal:
                raise NotPossible from refusal

    def offer_other_time(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        """It becomes one offered time, which the other takes or not."""
        meeting = _find(actor, key)
        try:
            propose_slots(
                actor=actor,
                pair_id=meeting.pair_id,
                starts=[wanted.starts_at],
                minutes=wanted.minutes,
                meeting_id=meeting.pk,
                now=now,
            )
        except (Refusal, PermissionDenied, Http404) as refusal:
            raise NotPossible from refusal

    def call_off(self, key: uuid.UUID, *, actor: Person, now: datetime.datetime) -> None:
        meeting = _find(actor, key)
        try:
            cancel_meeting(actor=actor, meeting_id=meeting.pk, now=now)
        except (PermissionDenied, Http404) as refusal:
            raise NotPossible from refusal


def _find(actor: Person, key: uuid.UUID) -> Meeting:
    """With no more rights than those of the person whose calendar it is."""
    visible = Meeting.objects.visible_to(actor).values("pk")
    meeting = _dated().filter(pk__in=visible, pk=key).first()
    if meeting is None or not actor.is_active:
        raise NotPossible
    return meeting


def _dated() -> QuerySet[Meeting]:
    return Meeting.objects.filter(state=State.PLANNED, starts_at__isnull=False).select_related("pair__organization")


def _appointment(meeting: Meeting) -> Appointment:
    assert meeting.starts_at is not None
    pair = meeting.pair
    return Appointment(
        key=meeting.pk,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + datetime.timedelta(minutes=meeting.minutes),
        time_zone=pair.organization.time_zone,
        people=(pair.mentee_id, pair.mentor_id),
        responding=(pair.mentor_id, pair.mentee_id) if pair.kind == PairKind.PEER else (pair.mentor_id,),
        place=meeting.video_url or meeting.place,
        booking_id=meeting.booking_id,
        link=absolute(reverse("prepare", args=[meeting.pk])),
    )
