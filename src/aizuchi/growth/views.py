import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aizuchi.growth import operations, queries
from aizuchi.growth.forms import ThankYouForm, WordsForm
from aizuchi.kernel.addresses import go_back
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.people.requests import Request


@require_POST
@login_required
def keep_in_mind(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "growth/parts.html#saved", {"form": form}, status=422)
    operations.keep_in_mind(
        actor=request.user, meeting_id=meeting_id, text=form.cleaned_data["text"], now=timezone.now()
    )
    return _answer(request)


@require_POST
@login_required
def answer_outcome(request: Request, spark_id: uuid.UUID) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    operations.answer_outcome(actor=request.user, spark_id=spark_id, outcome=outcome, now=timezone.now())
    return _answer(request)


@require_POST
@login_required
def write_thank_you_note(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    form = ThankYouForm(request.POST)
    if not form.is_valid():
        return _show_thank_you_notes(request, meeting_id, form)
    text = form.cleaned_data["text"]
    operations.write_thank_you_note(actor=request.user, meeting_id=meeting_id, text=text, now=timezone.now())
    return _show_thank_you_notes(request, meeting_id)


@require_POST
@login_required
def take_back_thank_you_note(request: Request, note_id: uuid.UUID) -> HttpResponse:
    thank_you_note = operations.take_back_thank_you_note(actor=request.user, note_id=note_id, now=timezone.now())
    return _show_thank_you_notes(request, thank_you_note.meeting_id)


@require_POST
@login_required
def keep_thank_you_note(request: Request, note_id: uuid.UUID) -> HttpResponse:
    thank_you_note = operations.keep_thank_you_note(actor=request.user, note_id=note_id, now=timezone.now())
    messages.success(request, _("It's kept. You find it again on the page of the two of you."))
    return _show_thank_you_notes(request, thank_you_note.meeting_id)


def _show_thank_you_notes(request: Request, meeting_id: uuid.UUID, form: ThankYouForm | None = None) -> HttpResponse:
    """The part of the page as it is now; what was typed comes back with what is wrong about it."""
    if not request.htmx:
        return go_back(request, "/")
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    thank_you_notes = queries.get_thank_you_notes_of(viewer=request.user, meeting=meeting, now=timezone.now())
    found = {"thank_you_notes": thank_you_notes, "form": form, "page": request.POST.get("next", "")}
    return render(request, "growth/parts.html#thank_you_notes", found, status=422 if form else 200)


def _answer(request: Request) -> HttpResponse:
    if request.htmx:
        return render(request, "growth/parts.html#saved", {"saved_at": timezone.now()})
    return go_back(request, "/")
