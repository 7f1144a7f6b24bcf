"""One person's side of getting ready."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from aizuchi.kernel.ids import read_key
from aizuchi.meetings import operations
from aizuchi.meetings.agenda_commands import read_whole_number
from aizuchi.meetings.views.answers import changes, done, prepare_address
from aizuchi.people.requests import Request


@changes
def check_condition(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """One tap, and whether the other may see it: both stand in one field of the form."""
    condition = read_whole_number(request.POST.get("condition"))
    shares, now = bool(request.POST.get("share_condition")), timezone.now()
    operations.check_condition(actor=request.user, meeting_id=meeting_id, condition=condition, now=now)
    operations.share_condition(actor=request.user, meeting_id=meeting_id, shares=shares, now=now)
    return done(request, "preparation", back=prepare_address(meeting_id))


@changes
def reopen(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.reopen_preparation(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return done(request, "preparation", back=prepare_address(meeting_id))


@changes
def choose_format(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    format_id = read_key(request.POST.get("format"))
    operations.choose_format(actor=request.user, meeting_id=meeting_id, format_id=format_id, now=timezone.now())
    return done(request, "agenda", back=prepare_address(meeting_id))


@changes
def send_question(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    text = request.POST.get("question", "")
    operations.send_pre_question(actor=request.user, meeting_id=meeting_id, text=text, now=timezone.now())
    return done(request, "agenda", back=prepare_address(meeting_id))


@changes
def take_back_question(request: Request, meeting_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    operations.take_back_pre_question(
        actor=request.user, meeting_id=meeting_id, question_id=question_id, now=timezone.now()
    )
    return done(request, "agenda", back=prepare_address(meeting_id))


@changes
def make_private_note(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """Asked for by the editor, with the first words somebody writes."""
    document_id = operations.make_private_note(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return JsonResponse({"document": str(document_id)})


@changes
def name_intent(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.name_intent(
        actor=request.user, meeting_id=meeting_id, intent=request.POST.get("intent", ""), now=timezone.now()
    )
    return done(request, "agenda", back=prepare_address(meeting_id))
