"""Finding somebody by oneself: taking a place of the menu, asking somebody, answering."""

import datetime
import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.days import DayFormField
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.joining_form import read_ids
from aizuchi.programs.operations import choosing, inviting
from aizuchi.programs.operations.access import access_managed_program, access_program
from aizuchi.programs.operations.slots import offer_slot, remove_slot
from aizuchi.programs.queries.asked import get_asked_page
from aizuchi.programs.queries.joining import find_people


@require_POST
@login_required
def take(request: Request, program_id: uuid.UUID) -> HttpResponse:
    mentor = next(iter(read_ids(request.POST, "mentor")), uuid.UUID(int=0))
    slot = next(iter(read_ids(request.POST, "slot")), None)
    try:
        match = choosing.take_place(
            actor=request.user, program_id=program_id, mentor_id=mentor, slot_id=slot, now=timezone.now()
        )
    except Refusal as refusal:
        return _back_to_menu(request, program_id, refusal)
    messages.success(request, _("Your 1on1 begins. Now the two of you need a first day."))
    return redirect("programs:partner", match.pk)


@require_POST
@login_required
def ask(request: Request, program_id: uuid.UUID) -> HttpResponse:
    mentor = next(iter(read_ids(request.POST, "mentor")), uuid.UUID(int=0))
    words = request.POST.get("words", "")
    try:
        choosing.apply_to(actor=request.user, program_id=program_id, mentor_id=mentor, words=words, now=timezone.now())
    except Refusal as refusal:
        return _back_to_menu(request, program_id, refusal)
    messages.success(request, _("Asked. You hear of it as soon as there is an answer."))
    return redirect("programs:menu", program_id)


@require_POST
@login_required
def gather_around(request: Request, program_id: uuid.UUID) -> HttpResponse:
    theme = next(iter(read_ids(request.POST, "theme")), uuid.UUID(int=0))
    joins = request.POST.get("do") != "out"
    try:
        choosing.gather_around(
            actor=request.user, program_id=program_id, theme_id=theme, joins=joins, now=timezone.now()
        )
    except Refusal as refusal:
        return _back_to_menu(request, program_id, refusal)
    return redirect("programs:menu", program_id)


class SlotForm(forms.Form):
    day = DayFormField()
    time = forms.TimeField()


@require_POST
@login_required
def slots(request: Request, program_id: uuid.UUID) -> HttpResponse:
    """A mentor offers a time, or takes one out."""
    form = SlotForm(request.POST)
    slot = next(iter(read_ids(request.POST, "slot")), None)
    try:
        if request.POST.get("do") == "out" and slot:
            remove_slot(actor=request.user, program_id=program_id, slot_id=slot)
        elif form.is_valid():
            starts_at = timezone.make_aware(
                datetime.datetime.combine(form.cleaned_data["day"], form.cleaned_data["time"])
            )
            offer_slot(actor=request.user, program_id=program_id, starts_at=starts_at, now=timezone.now())
        else:
            access_program(viewer=request.user, program_id=program_id)
            messages.error(request, _("Please give a day and a time."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:volunteer", program_id)


@require_GET
@login_required
def asked(request: Request, program_id: uuid.UUID) -> HttpResponse:
    page = get_asked_page(request.user, program_id, now=timezone.now())
    return render(request, "programs/asked.html", {"page": page, "program": page.program})


@require_POST
@login_required
def accept(request: Request, application_id: uuid.UUID) -> HttpResponse:
    try:
        match = choosing.accept_application(actor=request.user, application_id=application_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:list")
    messages.success(request, _("Your 1on1 begins. Now the two of you need a first day."))
    return redirect("programs:partner", match.pk)


@require_POST
@login_required
def decline(request: Request, application_id: uuid.UUID) -> HttpResponse:
    said = _("Answered. Thank you for thinking about it.")
    return _answer(request, application_id, choosing.decline_application, said)


@require_POST
@login_required
def withdraw(request: Request, application_id: uuid.UUID) -> HttpResponse:
    return _answer(request, application_id, choosing.withdraw_application, _("You took it back."))


@require_http_methods(["GET", "POST"])
@login_required
def invite(request: Request, program_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    program = access_managed_program(request.user, program_id, now=now)
    on = request.user.organization.today(now)
    if request.method != "POST":
        typed = request.GET.get("q", "")
        known = program.participants.values_list("person", flat=True)
        found = find_people(request.user, typed, but=list(known), on=on)
        return render(request, "programs/invite.html", {"program": program, "typed": typed, "found": found})
    people = read_ids(request.POST, "person")
    try:
        invited = inviting.invite_mentors(actor=request.user, program_id=program_id, person_ids=people, now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked: %(count)d.") % {"count": len(invited)})
    return redirect("programs:show", program_id)


def _answer(request: Request, application_id: uuid.UUID, act: Callable[..., object], said: str) -> HttpResponse:
    try:
        act(actor=request.user, application_id=application_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("programs:list")


def _back_to_menu(request: Request, program_id: uuid.UUID, refusal: Refusal) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("programs:menu", program_id)
