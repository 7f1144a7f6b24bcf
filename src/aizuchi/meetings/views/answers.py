"""How a change is answered: a short word to a script, the way back to a browser without one."""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from aizuchi.kernel.addresses import go_back, way_back
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def changes(view: View[P]) -> Callable[..., HttpResponse]:
    """A POST by somebody signed in; a refusal is told as a sentence, and nothing has changed."""

    @require_POST
    @wraps(view)
    def answer(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request, "/"))
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answer


def done(request: Request, *parts: str, back: str, say: str = "", undo: str = "") -> HttpResponse:
    """Says what screens should look at again, and offers to take the change back."""
    if not request.htmx:
        if say:
            tell_with_undo(request, say, undo)
        return go_back(request, back)
    if not say:
        answer = HttpResponse(status=204)
    else:
        answer = render(request, "meetings/_said.html", {"sentence": say, "undo": undo})
    answer["HX-Trigger"] = json.dumps({f"live:{part}": {} for part in parts})
    return answer


def tell_with_undo(request: Request, say: str, undo: str) -> None:
    """On the next page; `undo` is where the change is taken back, if it can be."""
    messages.success(request, say, extra_tags=f"undo:{undo}" if undo else "")


def refused(request: Request, refusal: Refusal) -> HttpResponse:
    if request.htmx:
        return render(request, "meetings/_said.html", {"sentence": str(refusal), "tone": "error"}, status=422)
    messages.error(request, str(refusal))
    return go_back(request, "/")


def go(request: Request, address: str) -> HttpResponse:
    """To another page, whoever asked."""
    if not request.htmx:
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def prepare_address(meeting_id: uuid.UUID) -> str:
    return reverse("prepare", args=[meeting_id])
