"""Joining a program, as somebody who would like to talk or as somebody who listens; and leaving it again."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.queries import card_of
from aizuchi.people.requests import Request
from aizuchi.programs.joining_form import CAPACITIES, LANGUAGES, JoiningForm, begin_form, read_ids
from aizuchi.programs.models import Participant
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.operations.joining import leave_program, save_answers
from aizuchi.programs.queries.joining import JoiningPage, find_people, get_joining_page, list_vetoed


@require_http_methods(["GET", "POST"])
@login_required
def join(request: Request, program_id: uuid.UUID) -> HttpResponse:
    return _answer(request, program_id, is_mentor=False)


@require_http_methods(["GET", "POST"])
@login_required
def volunteer(request: Request, program_id: uuid.UUID) -> HttpResponse:
    program = access_program(viewer=request.user, program_id=program_id)
    if program.is_peer:  # where all are peers there is one way in
        return redirect("programs:join", program_id)
    return _answer(request, program_id, is_mentor=True)


@require_POST
@login_required
def leave(request: Request, program_id: uuid.UUID) -> HttpResponse:
    try:
        leave_program(actor=request.user, program_id=program_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:join", program_id)
    messages.success(request, _("You no longer take part. Thank you for having thought about it."))
    return redirect("programs:show", program_id)


def _answer(request: Request, program_id: uuid.UUID, *, is_mentor: bool) -> HttpResponse:
    now = timezone.now()
    page = get_joining_page(request.user, program_id, is_mentor=is_mentor, now=now)
    if request.method != "POST":
        return _show(request, page, begin_form(page.own))
    form = JoiningForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    joins = request.POST.get("do") == "join"
    answers = form.read(ranks_wishes=page.ranks_wishes)
    try:
        save_answers(
            actor=request.user, program_id=program_id, side=page.standing.side, answers=answers, joins=joins, now=now
        )
    except Refusal as refusal:
        refuse(form, refusal, version=page.own.version if page.own else 0)
        return _show(request, page, form, status=409)
    if request.POST.get("do") == "look" or (request.POST.get("do") == "stay" and request.POST.get("name", "").strip()):
        return _look(request, program_id, is_mentor=is_mentor)
    return _go_on(request, page, joins=joins)


def _look(request: Request, program_id: uuid.UUID, *, is_mentor: bool) -> HttpResponse:
    """Who is meant by a name; what was typed is kept by now."""
    now = timezone.now()
    page = get_joining_page(request.user, program_id, is_mentor=is_mentor, now=now)
    return _show(request, page, begin_form(page.own), looked=request.POST.get("name", ""))


def _go_on(request: Request, page: JoiningPage, *, joins: bool) -> HttpResponse:
    is_mentor = page.standing.side == Participant.Side.MENTOR
    if joins and not page.standing.takes_part:
        messages.success(request, _("Thank you. You take part.") if is_mentor else _("Your wishes have arrived."))
        return redirect("programs:show", page.program.pk)
    if request.POST.get("do") == "later":
        messages.success(request, _("Kept. You can go on whenever you like."))
        return redirect("programs:show", page.program.pk)
    if joins:
        messages.success(request, _("Saved."))
    return redirect(reverse(f"programs:{'volunteer' if is_mentor else 'join'}", args=[page.program.pk]))


def _show(
    request: Request, page: JoiningPage, form: JoiningForm, *, looked: str = "", status: int = 200
) -> HttpResponse:
    today = request.user.organization.today(timezone.now())
    is_mentor = page.standing.side == Participant.Side.MENTOR
    typed = request.POST if form.is_bound else None
    vetoed = list_vetoed(request.user, page.own, on=today, chosen=read_ids(typed, "vetoes") if typed else None)
    context = {
        "page": page,
        "me": card_of(request.user, on=today),
        "program": page.program,
        "form": form,
        "chosen_topics": set(read_ids(typed, "topics")) if typed else page.chosen_topics,
        "chosen_responses": set(read_ids(typed, "responses")) if typed else page.chosen_responses,
        "chosen_themes": set(read_ids(typed, "themes")) if typed else page.chosen_themes,
        "vetoed": vetoed,
        "looked": looked,
        "found": find_people(request.user, looked, but=[one.id for one in vetoed], on=today),
        "capacities": CAPACITIES,
        "languages": LANGUAGES,
    }
    return render(request, f"programs/{'volunteer' if is_mentor else 'join'}.html", context, status=status)
