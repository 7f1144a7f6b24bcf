"""Times that one offers and the other takes."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.kernel.ids import read_key
from aizuchi.meetings import operations
from aizuchi.meetings.agenda_commands import read_whole_number
from aizuchi.meetings.forms import parse_moment
from aizuchi.meetings.views.answers import changes, done, prepare_address
from aizuchi.people.requests import Request
from aizuchi.ui.formatting import format_time


@changes
def propose(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    moments = [parse_moment(text) for text in request.POST.getlist("slot")]
    operations.propose_slots(
        actor=request.user,
        pair_id=pair_id,
        starts=[moment for moment in moments if moment],
        minutes=read_whole_number(request.POST.get("minutes")) or 0,
        meeting_id=read_key(request.POST.get("meeting")),
        now=timezone.now(),
    )
    say = _("Sent. As soon as one of the times is chosen, the date stands.")
    return done(request, "state", back=reverse("pair", args=[pair_id]), say=say)


@changes
def take(request: Request, slot_id: uuid.UUID) -> HttpResponse:
    meeting = operations.take_slot(actor=request.user, slot_id=slot_id, now=timezone.now())
    assert meeting.starts_at is not None
    say = _("It's a date: %(time)s.") % {"time": format_time(meeting.starts_at)}
    return done(request, "state", back=prepare_address(meeting.pk), say=say)


@changes
def withdraw(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    proposal = operations.withdraw_proposal(actor=request.user, proposal_id=proposal_id, now=timezone.now())
    say = _("The times are taken back.")
    return done(request, "state", back=reverse("meetings:schedule", args=[proposal.pair_id]), say=say)


@changes
def decline(request: Request, proposal_id: uuid.UUID) -> HttpResponse:
    proposal = operations.decline_proposal(actor=request.user, proposal_id=proposal_id, now=timezone.now())
    say = _("Then offer times of your own, or simply set the date.")
    return done(request, "state", back=reverse("meetings:schedule", args=[proposal.pair_id]), say=say)
