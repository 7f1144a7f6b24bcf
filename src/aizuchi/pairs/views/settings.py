"""How the two hold their 1on1."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal, Stale, refuse
from aizuchi.pairs.forms import OWN_WORDS, SettingsForm
from aizuchi.pairs.operations import add_theme, edit_settings, end_pair, rename_theme, retire_theme
from aizuchi.pairs.queries import PairOverview, pair_overview
from aizuchi.pairs.views.parts import parts_of
from aizuchi.people.requests import Request


@login_required
@require_http_methods(["GET", "POST"])
def pair_settings(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    overview = _overview(request, pair_id)
    if request.method == "GET":
        return _render_settings(request, overview, _unbound(overview))
    form = SettingsForm(request.POST, own=overview.own_fields, usual_minutes=overview.card.minutes)
    if not form.is_valid():
        return _render_settings(request, overview, form, status=422)
    try:
        edit_settings(
            actor=request.user,
            pair_id=pair_id,
            cadence=form.cleaned_data["cadence"],
            minutes=form.cleaned_data["minutes"],
            words=form.words(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except Stale as refusal:
        refuse(form, refusal, version=overview.version)
        return _render_settings(request, overview, form, status=409)
    messages.success(request, _("Saved. %(name)s can see it too.") % {"name": overview.card.partner.short_name})
    return redirect("pairs:settings", pair_id=pair_id)


@login_required
@require_POST
def end(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    end_pair(actor=request.user, pair_id=pair_id, now=timezone.now())
    messages.success(request, _("This 1on1 has ended. Both of you can still read what you shared."))
    return redirect("pairs:settings", pair_id=pair_id)


@login_required
@require_POST
def add_pair_theme(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    label = request.POST.get("label", "")
    try:
        add_theme(actor=request.user, pair_id=pair_id, label=label, now=timezone.now())
    except Refusal as refusal:
        return _show_theme_refused(request, pair_id, label, refusal)
    return _back_to_themes(pair_id)


@login_required
@require_POST
def rename_pair_theme(request: Request, pair_id: uuid.UUID, theme_id: uuid.UUID) -> HttpResponse:
    label = request.POST.get("label", "")
    try:
        rename_theme(actor=request.user, pair_id=pair_id, theme_id=theme_id, label=label, now=timezone.now())
    except Refusal as refusal:
        return _show_theme_refused(request, pair_id, label, refusal, theme_id)
    return _back_to_themes(pair_id)


@login_required
@require_POST
def retire_pair_theme(request: Request, pair_id: uuid.UUID, theme_id: uuid.UUID) -> HttpResponse:
    theme = retire_theme(actor=request.user, pair_id=pair_id, theme_id=theme_id, now=timezone.now())
    messages.success(request, _("“%(theme)s” is put away. Add it again to bring it back.") % {"theme": theme.label})
    return _back_to_themes(pair_id)


def _overview(request: Request, pair_id: uuid.UUID) -> PairOverview:
    return pair_overview(pair_id, viewer=request.user, on=request.user.organization.today(timezone.now()))


def _unbound(overview: PairOverview) -> SettingsForm:
    words = {name: getattr(overview, name) for name in OWN_WORDS}
    rhythm = {"cadence": overview.card.cadence, "minutes": overview.card.minutes, "version": overview.version}
    return SettingsForm(initial=words | rhythm, own=overview.own_fields, usual_minutes=overview.card.minutes)


def _render_settings(
    request: Request, overview: PairOverview, form: SettingsForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"pair": overview, "form": form, "parts": parts_of(overview, form), **more}
    return render(request, "pairs/settings.html", context, status=status)


def _show_theme_refused(
    request: Request, pair_id: uuid.UUID, label: str, refusal: Refusal, theme_id: uuid.UUID | None = None
) -> HttpResponse:
    """What was typed stays in the field it was typed into."""
    overview = _overview(request, pair_id)
    refused = {"id": theme_id, "label": label, "sentence": refusal.sentence}
    return _render_settings(request, overview, _unbound(overview), status=422, refused_theme=refused)


def _back_to_themes(pair_id: uuid.UUID) -> HttpResponse:
    return redirect(f"{_settings_address(pair_id)}#themes")


def _settings_address(pair_id: uuid.UUID) -> str:
    return reverse("pairs:settings", kwargs={"pair_id": pair_id})
