"""People are asked to join; how a program reads to them."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.facts import facts_of_program
from aizuchi.programs.operations.access import access_managed_program, access_program
from aizuchi.programs.operations.opening import end_program, open_program, take_program_back
from aizuchi.programs.queries.set_up import preview_program
from aizuchi.programs.queries.show import get_program_page


@require_GET
@login_required
def show(request: Request, program_id: uuid.UUID) -> HttpResponse:
    program = access_program(viewer=request.user, program_id=program_id)
    if program.is_draft:
        return redirect("programs:setup", program_id)
    page = get_program_page(request.user, program, now=timezone.now())
    return render(request, "programs/show.html", {"page": page, "program": program})


@require_http_methods(["GET", "POST"])
@login_required
def open_up(request: Request, program_id: uuid.UUID) -> HttpResponse:
    """Asks once more, with the number of people."""
    now = timezone.now()
    program = access_managed_program(request.user, program_id, now=now)
    if request.method == "POST":

        def open_it() -> str:
            open_program(actor=request.user, program_id=program_id, now=now)
            return _("It is out. Everybody it is for hears of it now.")

        return _act(request, program_id, open_it)
    if not program.is_draft:
        return redirect("programs:show", program_id)
    context = {"program": program, "preview": preview_program(request.user, facts_of_program(program), now=now)}
    return render(request, "programs/open.html", context)


@require_POST
@login_required
def take_back(request: Request, program_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        take_program_back(actor=request.user, program_id=program_id, now=timezone.now())
        return _("It is a draft again, and nobody can join for now.")

    return _act(request, program_id, act)


@require_POST
@login_required
def end(request: Request, program_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        end_program(actor=request.user, program_id=program_id, now=timezone.now())
        return _("The program has ended.")

    return _act(request, program_id, act)


def _act(request: Request, program_id: uuid.UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:show", program_id)
