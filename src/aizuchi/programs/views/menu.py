"""The people of a program who are glad to be asked, and what others gather around."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.joining import side_of
from aizuchi.programs.joining_form import read_ids
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.operations.joining import add_wish, remove_wish
from aizuchi.programs.queries.menu import get_menu


@require_GET
@login_required
def show_menu(request: Request, program_id: uuid.UUID) -> HttpResponse:
    topics = read_ids(request.GET, "topic")
    number = request.GET.get("page", "1")
    menu = get_menu(
        request.user,
        program_id,
        topics=topics,
        typed=request.GET.get("q", ""),
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
        now=timezone.now(),
    )
    context = {"menu": menu, "program": menu.program, "chosen_topics": set(topics), "typed": request.GET.get("q", "")}
    return render(request, "programs/menu.html", context)


@require_POST
@login_required
def wish(request: Request, program_id: uuid.UUID) -> HttpResponse:
    """One press adds somebody to the wishes or takes them out."""
    program = access_program(viewer=request.user, program_id=program_id)
    wanted = next(iter(read_ids(request.POST, "wanted")), None)
    changes = remove_wish if request.POST.get("do") == "out" else add_wish
    try:
        if wanted:
            side = side_of(program, is_mentor=False)
            changes(actor=request.user, program_id=program_id, side=side, wanted_id=wanted, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:menu", program_id)
