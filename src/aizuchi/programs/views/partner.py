"""The page of one of the two: what a program asks of them, alone or together. Nobody else opens it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.programs.fit_answers import Fit
from aizuchi.programs.models import EndChoice
from aizuchi.programs.operations import learning, partners
from aizuchi.programs.queries.learning import list_learning_lines
from aizuchi.programs.queries.partner import get_own_match


@require_GET
@login_required
def partner(request: Request, match_id: uuid.UUID) -> HttpResponse:
    page = get_own_match(viewer=request.user, match_id=match_id, now=timezone.now())
    context = {"page": page, "fits": Fit.choices, "end_choices": EndChoice.Choice.choices}
    return render(request, "programs/partner.html", context)


@require_POST
@login_required
def say_fit(request: Request, match_id: uuid.UUID) -> HttpResponse:
    fit = _chosen(request, "fit", Fit.values)
    return _do(
        request,
        match_id,
        lambda now: partners.say_fit(actor=request.user, match_id=match_id, fit=fit, now=now),
        _("Kept. Only you read it."),
    )


@require_POST
@login_required
def ask_for_another(request: Request, match_id: uuid.UUID) -> HttpResponse:
    return _do(
        request,
        match_id,
        lambda now: partners.ask_for_another_partner(actor=request.user, match_id=match_id, now=now),
        _("Passed on to whoever looks after the program. Your partner does not hear of it."),
    )


@require_POST
@login_required
def stay(request: Request, match_id: uuid.UUID) -> HttpResponse:
    return _do(
        request,
        match_id,
        lambda now: partners.withdraw_wish_for_another(actor=request.user, match_id=match_id, now=now),
        _("Taken back. All stays as it is."),
    )


@require_POST
@login_required
def agree(request: Request, match_id: uuid.UUID) -> HttpResponse:
    return _do(
        request,
        match_id,
        lambda now: partners.confirm_agreement(actor=request.user, match_id=match_id, now=now),
        _("Confirmed."),
    )


@require_POST
@login_required
def keep_meeting(request: Request, match_id: uuid.UUID) -> HttpResponse:
    return _do(
        request,
        match_id,
        lambda now: partners.keep_meeting(actor=request.user, match_id=match_id, now=now),
        _("Good. A next date helps both of you."),
    )


@require_POST
@login_required
def choose_end(request: Request, match_id: uuid.UUID) -> HttpResponse:
    choice = _chosen(request, "choice", EndChoice.Choice.values)
    return _do(
        request,
        match_id,
        lambda now: partners.choose_end(actor=request.user, match_id=match_id, choice=choice, now=now),
        _("Kept. It goes on if both of you would like to."),
    )


@require_POST
@login_required
def learn(request: Request, match_id: uuid.UUID) -> HttpResponse:
    words = request.POST.get("words", "")
    return _do(
        request,
        match_id,
        lambda now: learning.keep_learning_line(actor=request.user, match_id=match_id, words=words, now=now),
        _("Kept. Only you read it."),
    )


@require_GET
@login_required
def learned(request: Request) -> HttpResponse:
    return render(request, "programs/learned.html", {"lines": list_learning_lines(request.user)})


@require_POST
@login_required
def forget(request: Request, line_id: uuid.UUID) -> HttpResponse:
    learning.remove_learning_line(actor=request.user, line_id=line_id)
    messages.success(request, _("Thrown away. Nothing of it is left here."))
    return redirect("programs:learned")


def _do(request: Request, match_id: uuid.UUID, act: Callable[..., object], done: str) -> HttpResponse:
    try:
        act(timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("programs:partner", match_id)


def _chosen(request: Request, name: str, allowed: list[str]) -> str:
    """Raises Http404 for what no form of ours sends."""
    if (value := request.POST.get(name, "")) not in allowed:
        raise Http404
    return value
