"""A pack is chosen, looked at, and taken over as a whole; what colleagues wrote goes out as one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.hints import operations, policies
from aizuchi.hints.forms import LicenceForm, PackForm
from aizuchi.hints.operations.packs import access_pack_file, export_own
from aizuchi.hints.packs.reading import PackRefused
from aizuchi.hints.queries.packs import count_own, preview_pack
from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.permissions import require
from aizuchi.people.requests import Request


@takes_a_file(1)
@require_http_methods(["GET", "POST"])
@login_required
def choose_file(request: Request) -> HttpResponse:
    now = timezone.now()
    require(policies.may_look_after_hints(request.user, now))
    form = PackForm(request.POST, request.FILES) if request.method == "POST" else PackForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = operations.keep_pack_file(actor=request.user, file_name=file.name, content=file.read(), now=now)
        return redirect("hints:pack", kept.pk)
    context = {"form": form, "licence": LicenceForm(), "own": count_own(viewer=request.user)}
    return render(request, "hints/packs.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def show_pack(request: Request, file_id: uuid.UUID) -> HttpResponse:
    file = access_pack_file(viewer=request.user, file_id=file_id, now=timezone.now())
    return render(request, "hints/pack.html", {"file": file, "preview": preview_pack(file, viewer=request.user)})


@require_POST
@login_required
def take_over(request: Request, file_id: uuid.UUID) -> HttpResponse:
    try:
        taken = operations.take_over_pack(actor=request.user, file_id=file_id, now=timezone.now())
    except PackRefused:
        return redirect("hints:pack", file_id)
    told = _("Hints: %(added)d new, %(changed)d changed, %(same)d here already.")
    messages.success(request, told % {"added": taken.added, "changed": taken.changed, "same": taken.same})
    return redirect("hints:hint_list")


@require_POST
@login_required
def discard(request: Request, file_id: uuid.UUID) -> HttpResponse:
    operations.discard_pack(actor=request.user, file_id=file_id, now=timezone.now())
    return redirect("hints:packs")


@require_POST
@login_required
def export(request: Request) -> HttpResponse:
    """By POST, because handing something out is written into the audit."""
    form = LicenceForm(request.POST)
    licence = form.cleaned_data["licence"] if form.is_valid() else ""
    content = export_own(
        organization=request.user.organization, actor=request.user, licence=licence, now=timezone.now()
    )
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="hints.json"', "Cache-Control": "no-store"},
    )
