"""Writing a hint, changing it, and putting it away."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.catalogue import queries as catalogue
from aizuchi.hints import operations, queries
from aizuchi.hints.forms import HintForm, language_to_write_in
from aizuchi.hints.models import Hint
from aizuchi.hints.operations.access import access_hint
from aizuchi.hints.policies import may_edit_hint
from aizuchi.kernel.addresses import go_back
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request


@require_http_methods(["GET", "POST"])
@login_required
def write(request: Request) -> HttpResponse:
    initial = {"language": language_to_write_in(), **_cell_asked_for(request)}
    form = HintForm(request.POST or None, organization=request.user.organization, initial=initial)

    def save() -> Hint:
        return operations.write_hint(actor=request.user, draft=form.draft(), now=timezone.now())

    return _save_or_show(request, form, save, {"heading": _("What worked for you?")})


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    hint = access_hint(viewer=request.user, hint_id=hint_id)
    require(may_edit_hint(request.user, hint))
    form = HintForm.of(hint, request.POST or None)

    def save() -> Hint:
        version = form.cleaned_data["version"] or 0
        now = timezone.now()
        return operations.edit_hint(actor=request.user, hint_id=hint.pk, draft=form.draft(), version=version, now=now)

    return _save_or_show(request, form, save, {"heading": _("Say it better"), "hint": hint})


@require_POST
@login_required
def retire(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    operations.retire_hint(actor=request.user, hint_id=hint_id, now=timezone.now())
    return redirect("hints:hint", hint_id)


@require_POST
@login_required
def restore(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    operations.restore_hint(actor=request.user, hint_id=hint_id, now=timezone.now())
    messages.success(request, _("Public again."))
    return redirect("hints:hint", hint_id)


@require_POST
@login_required
def answer_invitation(request: Request) -> HttpResponse:
    for_good = request.POST.get("for_good") == "yes"
    operations.answer_invitation(actor=request.user, for_good=for_good, now=timezone.now())
    told = _("We won't ask again.") if for_good else _("Another time, then.")
    messages.success(request, told)
    return go_back(request, reverse("hints:hint_list"))


@require_POST
@login_required
def note_told(request: Request) -> HttpResponse:
    operations.note_told(actor=request.user, now=timezone.now())
    return go_back(request, reverse("hints:hint_list") + "?kept=own")


def _save_or_show(request: Request, form: HintForm, save: Callable[[], Hint], context: dict[str, Any]) -> HttpResponse:
    alike = None
    if request.method == "POST" and form.is_valid():
        alike = _find_alike(request, form, context.get("hint"))
        if alike is None:
            try:
                hint = save()
            except Refusal as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("Published. Thank you."))
                return redirect("hints:hint", hint.pk)
    status = 422 if form.errors or alike else 200
    return render(request, "hints/write.html", {"form": form, "alike": alike, **context}, status=status)


def _find_alike(request: Request, form: HintForm, hint: Hint | None) -> queries.HintCard | None:
    """Shown once: whoever has seen it and saves again means it."""
    data = form.cleaned_data
    alike = queries.find_alike(
        viewer=request.user,
        topic_id=data["topic"],
        response_id=data["response"],
        words=data["body"],
        but=hint.pk if hint else None,
    )
    if alike is None or data["seen_alike"] == str(alike.id):
        return None
    data = cast(QueryDict, form.data).copy()
    data["seen_alike"] = str(alike.id)
    form.data = data
    return alike


def _cell_asked_for(request: Request) -> dict[str, str]:
    """The topic and response named in the address by their keys."""
    organization = request.user.organization
    topics = {row.key: str(row.id) for row in catalogue.topics_for(organization, pair_kind="")}
    responses = {row.key: str(row.id) for row in catalogue.responses_for(organization)}
    return {
        "topic": topics.get(request.GET.get("topic", ""), ""),
        "response": responses.get(request.GET.get("response", ""), ""),
    }
