"""How 1on1s begin here, and another rhythm for many at once. HR only; no word of anybody."""

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.measure import read_count
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.defaults import beginnings_of
from aizuchi.pairs.forms import ManyForm, UsualForm
from aizuchi.pairs.operations import change_rhythms, set_usual_rhythms, undo_rhythms
from aizuchi.pairs.operations.rhythm import UNDO_WITHIN
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.pairs.rhythms import latest_changes, preview_rhythms
from aizuchi.people.requests import Request


@require_GET
@login_required
def show_rhythm(request: Request) -> HttpResponse:
    """With a rhythm in the address: how many pairs it would be, and what they have now."""
    today = _require_hr(request)
    given, organization = request.GET, request.user.organization
    if "cadence" in given:
        return _render_rhythm_form(
            request, ManyForm(given, organization=organization, on=today), usual=_usual_forms(request)
        )
    kind = given.get("kind", PairKind.SUPERVISOR)
    kind = kind if kind in ("", *PairKind) else PairKind.SUPERVISOR
    form = ManyForm(initial={"q": given.get("q", "")[:100]}, organization=organization, on=today, kind=kind)
    return _render_rhythm_form(request, form, usual=_usual_forms(request))


@require_POST
@login_required
def set_usual(request: Request) -> HttpResponse:
    today = _require_hr(request)
    usual = _usual_forms(request)
    if not all(form.is_valid() for _kind, form in usual):
        form = ManyForm(organization=request.user.organization, on=today)
        return _render_rhythm_form(request, form, usual=usual, status=422)
    rhythms = {kind.value: form.rhythm() for kind, form in usual}
    changed = set_usual_rhythms(actor=request.user, rhythms=rhythms, now=timezone.now())
    if changed:
        messages.success(request, _("Saved. 1on1s that begin from now on begin like this."))
    return redirect("pairs:rhythm")


@require_POST
@login_required
def change(request: Request) -> HttpResponse:
    today = _require_hr(request)
    form = ManyForm(request.POST, organization=request.user.organization, on=today)
    if not form.is_valid():
        return _render_rhythm_form(request, form, usual=_usual_forms(request, is_posted=False), status=422)
    sure = request.POST.get("sure", "")
    try:
        made = change_rhythms(actor=request.user, wanted=form.wanted(), sure=read_count(sure) or 0, now=timezone.now())
    except Refusal as refusal:
        usual = _usual_forms(request, is_posted=False)
        return _render_rhythm_form(request, form, usual=usual, refusal=refusal, status=422)
    count = made.former.count()
    told = ngettext(
        "One 1on1 has another rhythm. For ten minutes you can take it back without anybody hearing of it.",
        "%(count)s 1on1s have another rhythm. For ten minutes you can take it back without anybody hearing of it.",
        count,
    )
    messages.success(request, told % {"count": f"{count:,}"})
    return redirect("pairs:rhythm")


@require_POST
@login_required
def undo(request: Request, change_id: uuid.UUID) -> HttpResponse:
    try:
        count = undo_rhythms(actor=request.user, change_id=change_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("pairs:rhythm")
    told = ngettext("One 1on1 is as before.", "%(count)s 1on1s are as before.", count)
    messages.success(request, told % {"count": f"{count:,}"})
    return redirect("pairs:rhythm")


def _require_hr(request: Request) -> datetime.date:
    today = request.user.organization.today(timezone.now())
    require(may_manage_pairs(request.user, today))
    return today


def _usual_forms(request: Request, *, is_posted: bool | None = None) -> list[tuple[PairKind, UsualForm]]:
    is_posted = request.method == "POST" if is_posted is None else is_posted
    held = beginnings_of(request.user.organization)
    return [
        (
            kind,
            UsualForm(
                request.POST if is_posted else None,
                prefix=kind.value,
                initial={"cadence": held[kind].cadence, "minutes": held[kind].minutes},
                usual_minutes=held[kind].minutes,
            ),
        )
        for kind in PairKind
    ]


def _render_rhythm_form(
    request: Request,
    form: ManyForm,
    *,
    usual: list[tuple[PairKind, UsualForm]],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    organization, now = request.user.organization, timezone.now()
    preview = None
    if form.is_bound and form.is_valid():
        preview = preview_rhythms(organization, form.wanted(), on=organization.today(now))
    context = {
        "usual": usual,
        "form": form,
        "preview": preview,
        "refusal": refusal,
        "done": latest_changes(organization, now=now, undo_within=UNDO_WITHIN),
    }
    return render(request, "pairs/rhythm.html", context, status=status)
