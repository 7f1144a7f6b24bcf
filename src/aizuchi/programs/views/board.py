"""The matching board: a draft, one mentee of it, what a change would do, and publishing."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.explanations import CONFLICTS
from aizuchi.programs.match_tasks import publish_large_draft, work_out_large_draft
from aizuchi.programs.operations.calling import ask_mentors_for_more, call_for_more_mentors
from aizuchi.programs.operations.changes import change_match, lock_match
from aizuchi.programs.operations.drafts import begin_draft, work_out_draft
from aizuchi.programs.operations.publishing import AT_ONCE, Published, publish_draft
from aizuchi.programs.queries.board import Board, get_board
from aizuchi.programs.queries.partner_choice import get_panel, read_choice
from aizuchi.programs.solving.drafted import is_large


@require_GET
@login_required
def show_board(request: Request, program_id: uuid.UUID) -> HttpResponse:
    return _show(request, program_id, mentee=request.GET.get("mentee", ""), chosen=request.GET.get("partner", ""))


def _show(
    request: Request, program_id: uuid.UUID, *, mentee: str, chosen: str, because: str = "", problem: str = ""
) -> HttpResponse:
    board = _load(request, program_id)
    panel = None
    if mentee and board.draft:
        panel = get_panel(request.user, program_id, mentee, chosen=chosen, now=timezone.now())
    context = {"board": board, "program": board.program, "panel": panel, "because": because, "problem": problem}
    return render(request, "programs/board.html", context, status=422 if problem else 200)


def _load(request: Request, program_id: uuid.UUID) -> Board:
    return get_board(
        request.user,
        program_id,
        now=timezone.now(),
        shown=request.GET.get("show", ""),
        search=request.GET.get("q", ""),
        number=request.GET.get("page", "1"),
    )


@require_POST
@login_required
def call(request: Request, program_id: uuid.UUID) -> HttpResponse:
    """Where somebody is left alone."""
    ask = call_for_more_mentors if request.POST.get("whom") == "volunteers" else ask_mentors_for_more
    try:
        count = ask(actor=request.user, program_id=program_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext("%(count)d person is asked.", "%(count)d people are asked.", count) % {"count": count}
        messages.success(request, told)
    return redirect("programs:board", program_id)


@require_POST
@login_required
def solve(request: Request, program_id: uuid.UUID) -> HttpResponse:
    now, is_next = timezone.now(), "next_round" in request.POST
    try:
        draft = begin_draft(actor=request.user, program_id=program_id, now=now, is_next_round=is_next)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:board", program_id)
    if is_large(draft.program):
        work_out_large_draft.enqueue(str(draft.pk))
        messages.success(request, _("A draft is being worked out. It will stand here in a moment."))
    else:
        work_out_draft(draft_id=draft.pk, now=now)
        messages.success(request, _("Here is a draft. It reaches people only when you publish it."))
    return redirect("programs:board", program_id)


@require_POST
@login_required
def change(request: Request, program_id: uuid.UUID) -> HttpResponse:
    mentee, chosen = request.POST.get("mentee", ""), request.POST.get("partner", "")
    because = request.POST.get("because", "").strip()[:500]
    if "look" in request.POST:
        return _show(request, program_id, mentee=mentee, chosen=chosen, because=because)
    try:
        choice = read_choice(_read_key(mentee), chosen, because)
        change_match(
            actor=request.user, program_id=program_id, choice=choice, version=_read_version(request), now=timezone.now()
        )
    except Refusal as refusal:
        return _show(request, program_id, mentee=mentee, chosen=chosen, because=because, problem=str(refusal))
    messages.success(request, _("Changed. It stays so when the rest is matched anew."))
    return _back(program_id, mentee)


@require_POST
@login_required
def lock(request: Request, program_id: uuid.UUID, match_id: uuid.UUID) -> HttpResponse:
    is_locked = request.POST.get("lock") == "1"
    try:
        lock_match(
            actor=request.user,
            match_id=match_id,
            is_locked=is_locked,
            version=_read_version(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(program_id, request.POST.get("mentee", ""))


@require_POST
@login_required
def publish(request: Request, program_id: uuid.UUID) -> HttpResponse:
    board = _load(request, program_id)
    version = _read_version(request)
    if board.publishable > AT_ONCE:
        publish_large_draft.enqueue(str(request.user.pk), str(program_id), version)
        messages.success(request, _("It is being published. In a moment all of them will have heard."))
        return redirect("programs:board", program_id)
    try:
        published = publish_draft(actor=request.user, program_id=program_id, version=version, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_of(request, published)
    return redirect("programs:board", program_id)


def _tell_of(request: Request, published: Published) -> None:
    if published.matches:
        said = ngettext(
            "%(count)d pair is out. Both hear of it, and why.",
            "%(count)d pairs are out. Both of each hear of it, and why.",
            published.matches,
        )
        messages.success(request, said % {"count": published.matches})
    elif not published.left_out and not published.refused:
        messages.info(request, _("All of this was published already."))
    for why in sorted(set(published.left_out.values())):
        messages.warning(request, _("Left out for now: %(why)s.") % {"why": CONFLICTS[why]})
    for refusal in published.refused:
        messages.warning(request, str(refusal))


def _read_version(request: Request) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 12 else 0


def _read_key(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.UUID(int=0)


def _back(program_id: uuid.UUID, mentee: str) -> HttpResponse:
    address = reverse("programs:board", args=[program_id])
    return redirect(f"{address}?{urlencode({'mentee': mentee})}#partner" if mentee else address)
