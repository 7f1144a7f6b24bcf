import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.growth import queries as growth
from aizuchi.growth.models import Spark
from aizuchi.kernel.days import read_moment
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.policies import brings_topics, may_write_meeting
from aizuchi.notes.operations import write_text
from aizuchi.pages.queries import wrapup as queries
from aizuchi.people.requests import Request


@require_GET
@login_required
def wrapup(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    if meeting.state == Meeting.State.PLANNED:
        return redirect("brief", meeting_id)
    found = queries.get_wrapup(viewer=request.user, meeting_id=meeting_id, now=now)
    return render(
        request, "pages/wrapup.html", {"wrapup": found, "outcomes": Spark.Outcome.choices, "page": request.path}
    )


@require_GET
@login_required
def actions(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """The table again, after somebody changed it."""
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    rows = queries.list_rows(request.user, meeting, timezone.now(), with_blank=False)
    return render(request, "pages/wrapup_parts.html#rows", {"rows": rows, "meeting_id": meeting_id})


@require_GET
@login_required
def spark(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    access_meeting(viewer=request.user, meeting_id=meeting_id)
    words = growth.get_words_of(viewer=request.user, meeting_id=meeting_id)
    return render(request, "pages/wrapup_parts.html#spark", {"words": words, "meeting_id": meeting_id})


@require_GET
@login_required
def outcome(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    context = {
        "words": queries.get_words_before(viewer=request.user, meeting=meeting),
        "may_write": may_write_meeting(request.user, meeting, timezone.now()),
        "outcomes": Spark.Outcome.choices,
        "meeting_id": meeting_id,
    }
    return render(request, "pages/wrapup_parts.html#outcome", context)


@require_GET
@login_required
def thank_you_notes(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    found = growth.get_thank_you_notes_of(viewer=request.user, meeting=meeting, now=timezone.now())
    context = {"thank_you_notes": found, "page": _address(meeting_id)}
    return render(request, "growth/parts.html#thank_you_notes", context)


@require_GET
@login_required
def voice(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    found = queries.get_answer_part(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    return render(request, "pages/wrapup_parts.html#voice_and_foot", {"wrapup": found})


@require_POST
@login_required
def draft_summary(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    if not queries.may_draft_summary(request.user, meeting, now) or meeting.summary is None:
        raise PermissionDenied
    text = queries.draft_from_notes(viewer=request.user, meeting=meeting, now=now)
    if text:
        write_text(document_id=meeting.summary.pk, text=text, actor=request.user, now=now)
    else:
        messages.info(request, _("There are no notes to draft from. A line of your own will do."))
    return HttpResponseRedirect(_address(meeting_id) + "#summary")


@require_http_methods(["GET", "POST"])
@login_required
def choose_next(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """A day one would like, at the same place as this time; once the other likes the same, it is settled.

    A GET shows the part again, after the other chose.
    """
    access_meeting(viewer=request.user, meeting_id=meeting_id)
    now, told = timezone.now(), ""
    if request.method == "GET":
        return _show_next(request, meeting_id, told)
    try:
        if request.POST.get("do") == "drop":
            operations.drop_date_wish(actor=request.user, meeting_id=meeting_id, now=now)
        else:
            moment = read_moment(request.POST.get("starts_at", ""))
            if moment is None:
                raise Http404
            operations.wish_for_date(actor=request.user, meeting_id=meeting_id, starts_at=moment, now=now)
    except Refusal as refusal:
        told = str(refusal)
    if request.htmx:
        return _show_next(request, meeting_id, told)
    if told:
        messages.error(request, told)
    return HttpResponseRedirect(_address(meeting_id) + "#next")


@require_POST
@login_required
def close(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.close_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    messages.success(request, _("Kept for the two of you."))
    if brings_topics(request.user, meeting.pair):
        return HttpResponseRedirect(_address(meeting_id) + "#voice")
    return redirect("minutes", meeting_id)


def _show_next(request: Request, meeting_id: uuid.UUID, told: str) -> HttpResponse:
    found = queries.get_next_part(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    context = {"wrapup": found, "told": told, "page": _address(meeting_id)}
    return render(request, "pages/wrapup_next.html", context)


def _address(meeting_id: uuid.UUID) -> str:
    return reverse("wrapup", args=[meeting_id])
