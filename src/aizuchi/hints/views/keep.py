"""Keeping, wanting to try, and saying how it went: each a press that answers in its place."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from aizuchi.hints import operations, queries
from aizuchi.kernel.addresses import go_back
from aizuchi.kernel.ids import read_known_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request


@require_POST
@login_required
def bookmark(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    change = operations.bookmark_hint if _is_wanted(request) else operations.forget_bookmark
    change(actor=request.user, hint_id=hint_id, now=timezone.now())
    return _answer(request, hint_id, _read_meeting(request))


@require_POST
@login_required
def try_it(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    """Without a word about the 1on1 it is the only one there is; where there are several the hint's page asks."""
    now, meeting_id = timezone.now(), _read_meeting(request)
    if not _is_wanted(request):
        operations.stop_trying(actor=request.user, hint_id=hint_id, meeting_id=meeting_id, now=now)
        return _answer(request, hint_id, meeting_id)
    chosen = meeting_id or _only_occasion(request)
    if chosen is None:
        return _ask_which(request, hint_id)
    try:
        operations.try_hint(actor=request.user, hint_id=hint_id, meeting_id=chosen, now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("hints:hint_list")
    return _answer(request, hint_id, meeting_id)


@require_POST
@login_required
def answer_trial(request: Request, trial_id: uuid.UUID) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    operations.answer_trial(actor=request.user, trial_id=trial_id, outcome=outcome, now=timezone.now())
    if request.htmx:
        return render(request, "hints/tried.html#thanks", {"outcome": outcome})
    return go_back(request, reverse("home"))


def _only_occasion(request: Request) -> uuid.UUID | None:
    occasions = queries.list_occasions(viewer=request.user, now=timezone.now())
    return occasions[0].meeting_id if len(occasions) == 1 else None


def _ask_which(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    queries.get_hint(viewer=request.user, hint_id=hint_id, now=timezone.now())
    address = reverse("hints:hint", args=[hint_id]) + "#try"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _answer(request: Request, hint_id: uuid.UUID, meeting_id: uuid.UUID | None) -> HttpResponse:
    if not request.htmx:
        messages.success(request, _("Done."))
        return go_back(request, reverse("hints:hint", args=[hint_id]))
    card = queries.get_hint(viewer=request.user, hint_id=hint_id, now=timezone.now(), meeting_id=meeting_id).card
    context = {
        "card": card,
        "meeting_id": meeting_id,
        "next": request.POST.get("next", ""),
        "without_keep": request.POST.get("without_keep", ""),
    }
    return render(request, "hints/card.html#actions", context)


def _is_wanted(request: Request) -> bool:
    wanted = {"yes": True, "no": False}.get(request.POST.get("wanted", "yes"))
    if wanted is None:
        raise Http404
    return wanted


def _read_meeting(request: Request) -> uuid.UUID | None:
    typed = request.POST.get("meeting", "")
    return read_known_key(typed) if typed else None
