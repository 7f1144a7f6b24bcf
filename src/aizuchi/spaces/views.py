"""Meeting spaces, for HR and administrators who keep them."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.spaces import operations, policies
from aizuchi.spaces.forms import SpaceForm
from aizuchi.spaces.models import MeetingSpace
from aizuchi.spaces.page_sections import list_sections, list_sections_of
from aizuchi.spaces.queries import list_spaces

P = ParamSpec("P")


def for_keepers(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody but HR and administrators; another organization's space is not there."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if "space_id" in kwargs:
            get_object_or_404(MeetingSpace.objects.visible_to(request.user), pk=kwargs["space_id"])
        organization = request.user.organization
        require(policies.may_keep_spaces(request.user, organization, on=organization.today(timezone.now())))
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_spaces(request: Request) -> HttpResponse:
    form = SpaceForm(request.POST or None, initial={"time_zone": request.user.organization.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_space(actor=request.user, facts=form.read_facts(), now=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The room can be booked now."))
            return redirect("spaces:list")
    listed = list_spaces(request.user)
    in_use = sum(not space.is_retired for space in listed)
    sections = list_sections(request.user, now=timezone.now())
    context = {"spaces": listed, "in_use": in_use, "form": form, "sections": sections}
    return render(request, "spaces/spaces.html", context, status=422 if form.errors else 200)


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_space(request: Request, space_id: uuid.UUID) -> HttpResponse:
    space = get_object_or_404(MeetingSpace.objects.visible_to(request.user), pk=space_id)
    form = SpaceForm(request.POST or None, initial=SpaceForm.starting_from(space))
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_space(
                actor=request.user,
                space_id=space_id,
                facts=form.read_facts(),
                version=form.cleaned_data["version"] or 0,
                now=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal, version=space.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("spaces:list")
    sections = list_sections_of(space, request.user, now=timezone.now())
    context = {"space": space, "form": form, "sections": sections}
    return render(request, "spaces/space.html", context, status=422 if form.errors else 200)


@for_keepers
@require_POST
def retire_space(request: Request, space_id: uuid.UUID) -> HttpResponse:
    operations.retire_space(actor=request.user, space_id=space_id, now=timezone.now())
    messages.success(request, _("Nobody can book it any more. What is booked already stands."))
    return redirect("spaces:list")


@for_keepers
@require_POST
def reopen_space(request: Request, space_id: uuid.UUID) -> HttpResponse:
    try:
        operations.reopen_space(actor=request.user, space_id=space_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The room can be booked again."))
    return redirect("spaces:list")
