"""A mentee asks, once, which of their wishes would have been free."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.operations.what_if import ask_what_if
from aizuchi.programs.queries.what_if import get_what_if


@require_http_methods(["GET", "POST"])
@login_required
def what_if(request: Request, match_id: uuid.UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            ask_what_if(actor=request.user, match_id=match_id, now=timezone.now())
        except Refusal as refusal:
            messages.info(request, str(refusal))
        return redirect("programs:what_if", match_id)
    return render(request, "programs/what_if.html", {"page": get_what_if(request.user, match_id, now=timezone.now())})
