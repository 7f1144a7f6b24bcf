"""PREPARE: one page for both of the two, at any time before and during the 1on1."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.permissions import require
from aizuchi.meetings import operations, policies
from aizuchi.meetings.operations.access import access_pair
from aizuchi.meetings.queries import find_next_meeting
from aizuchi.notes.queries import read_documents
from aizuchi.pages.prepare_form import Outcome, apply_form
from aizuchi.pages.queries.prepare import read_screen
from aizuchi.pages.queries.private_note import show_private_note
from aizuchi.people.requests import Request
from aizuchi.surveys.page_cards import get_shown_curve_card
from aizuchi.ui.cards import Context


@login_required
@require_http_methods(["GET", "POST"])
def prepare(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    if request.method == "GET":
        return _render_preparation(request, meeting_id, Outcome())
    now = timezone.now()
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    require(policies.may_prepare(request.user, meeting, now))
    outcome = apply_form(actor=request.user, meeting=meeting, data=request.POST, now=now)
    if not outcome.is_clean:
        return _render_preparation(request, meeting_id, outcome, status=409)
    return _take_action(request, meeting_id)


@login_required
@require_GET
def agenda(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """What both change: everything but the frame and one's own note."""
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    screen = read_screen(viewer=request.user, meeting=meeting, now=timezone.now())
    return render(request, "pages/prepare_parts.html#live", {"screen": screen})


@login_required
@require_GET
def prepare_next(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """To whatever is next for this pair: a thought goes in at any time."""
    pair = access_pair(viewer=request.user, pair_id=pair_id)
    require(policies.may_arrange(request.user, pair, timezone.now()))
    meeting_id = find_next_meeting(viewer=request.user, pair_id=pair_id)
    if meeting_id is None:  # whatever ends a 1on1 makes the next one, so this is nobody's way
        return HttpResponseRedirect(reverse("pair", args=[pair_id]))
    return HttpResponseRedirect(reverse("prepare", args=[meeting_id]))


def _take_action(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """The button that was pressed: save, finish, or something about one item (up:ID)."""
    action, _colon, key = request.POST.get("action", "save").partition(":")
    if action == "finish":
        operations.finish_preparation(actor=request.user, meeting_id=meeting_id, now=timezone.now())
        messages.success(request, _("You're ready. You can change everything until you meet."))
        return HttpResponseRedirect(reverse("home"))
    if item_id := read_key(key):
        _change_item(request, action, item_id)
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("prepare", args=[meeting_id]))


def _change_item(request: Request, action: str, item_id: uuid.UUID) -> None:
    actor, now = request.user, timezone.now()
    if action == "remove":
        operations.remove_item(actor=actor, item_id=item_id, now=now)
    elif action in ("up", "down"):
        operations.shift_item(actor=actor, item_id=item_id, by=-1 if action == "up" else 1, now=now)


def _render_preparation(
    request: Request, meeting_id: uuid.UUID, outcome: Outcome, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    screen = read_screen(viewer=request.user, meeting=meeting, now=now, outcome=outcome)
    key = screen.preparations.mine.private_note_id
    notes = read_documents([key], viewer=request.user) if key else {}
    private_note = show_private_note(viewer=request.user, meeting=meeting, key=key, notes=notes, now=now)
    looked_at = Context(viewer=request.user, now=now, today=request.user.today(now), subject=meeting)
    context = {
        "screen": screen,
        "outcome": outcome,
        "private_note": private_note,
        "shown_curve": get_shown_curve_card(looked_at),
    }
    return render(request, "pages/prepare.html", context, status=status)
