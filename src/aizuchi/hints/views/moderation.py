"""Reporting a hint, and the desk of those who look after them."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.hints import operations, policies, queries
from aizuchi.hints.forms import HideForm, ReportForm
from aizuchi.hints.operations.access import access_hint
from aizuchi.hints.operations.decide import access_to_decide
from aizuchi.kernel.permissions import require
from aizuchi.people.requests import Request


@require_http_methods(["GET", "POST"])
@login_required
def report(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    hint = access_hint(viewer=request.user, hint_id=hint_id)
    require(policies.may_report_hint(request.user, hint))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.report_hint(actor=request.user, hint_id=hint_id, now=now, **form.cleaned_data)
        messages.success(request, _("Thank you. Somebody will look at it; nobody is told who asked."))
        return redirect("hints:hint_list")
    card = queries.get_hint(viewer=request.user, hint_id=hint_id, now=now).card
    return render(request, "hints/report.html", {"form": form, "card": card}, status=422 if form.errors else 200)


@require_GET
@login_required
def show_moderation(request: Request) -> HttpResponse:
    return _render_moderation(request, HideForm())


@require_POST
@login_required
def keep(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    operations.keep_hint(actor=request.user, hint_id=hint_id, now=timezone.now())
    messages.success(request, _("It stays public."))
    return redirect("hints:moderation")


@require_POST
@login_required
def hide(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    access_to_decide(actor=request.user, hint_id=hint_id, now=timezone.now())
    form = HideForm(request.POST)
    if not form.is_valid():
        return _render_moderation(request, form, hint_id)
    because = form.cleaned_data["because"]
    operations.hide_hint(actor=request.user, hint_id=hint_id, because=because, now=timezone.now())
    messages.success(request, _("Unpublished. Its author is told why."))
    return redirect("hints:moderation")


@require_POST
@login_required
def show_again(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    operations.show_again(actor=request.user, hint_id=hint_id, now=timezone.now())
    messages.success(request, _("Public again."))
    return redirect("hints:moderation")


def _render_moderation(request: Request, form: HideForm, asked_for: uuid.UUID | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "cases": queries.list_cases(viewer=request.user, now=now),
        "hidden": queries.list_hidden(viewer=request.user, now=now),
        "form": form,
        "asked_for": asked_for,
    }
    return render(request, "hints/moderation.html", context, status=422 if form.errors else 200)
