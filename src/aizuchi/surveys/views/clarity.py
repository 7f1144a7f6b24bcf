import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from aizuchi.kernel.addresses import go_back
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.agenda_commands import read_whole_number
from aizuchi.people.requests import Request
from aizuchi.surveys import operations


@require_POST
@login_required
def keep(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    value = read_whole_number(request.POST.get("value", ""))
    try:
        operations.keep_clarity(actor=request.user, meeting_id=meeting_id, value=value, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return go_back(request, "/")


@require_POST
@login_required
def wish(request: Request) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    operations.wish_for_clarity(actor=request.user, is_wanted=wanted, now=timezone.now())
    return redirect("surveys:list")
