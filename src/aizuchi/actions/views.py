import datetime
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aizuchi.actions import operations, queries
from aizuchi.actions.forms import ActionForm, DropForm
from aizuchi.actions.models import ActionItem
from aizuchi.actions.rows import ActionLine
from aizuchi.kernel.addresses import way_back
from aizuchi.kernel.refusals import Refusal, Stale, refuse
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.requests import Request


@require_GET
@login_required
def own_list(request: Request) -> HttpResponse:
    now = timezone.now()
    is_by_partner = request.GET.get("by") == "partner"
    list_open = queries.list_open_by_partner if is_by_partner else queries.list_open_by_day
    groups = list_open(viewer=request.user, now=now)
    count = sum(len(group.actions) for group in groups)
    context = {
        "title": _say_title(count),
        "groups": groups,
        "is_by_partner": is_by_partner,
        "awaited": queries.list_awaited(viewer=request.user, now=now),
        "finished": queries.list_finished_lately(viewer=request.user, now=now),
    }
    return render(request, "actions/own_list.html", context)


def _say_title(count: int) -> str:
    if not count:
        return _("Nothing is open right now.")
    sentence = ngettext("You have %(count)d open TODO.", "You have %(count)d open TODOs.", count)
    return sentence % {"count": count}


@require_GET
@login_required
def show(request: Request, action_id: uuid.UUID) -> HttpResponse:
    """One line, and with `?mend` the form that chooses another day, rewords it or lets it go."""
    action = queries.get_action(viewer=request.user, action_id=action_id, now=timezone.now())
    context = {
        "action": action,
        "row": ActionLine.of(action, request.user),
        "way_back": _way_back(request),
    }
    if not request.htmx:
        return render(request, "actions/mend.html", context)
    return render(request, f"actions/parts.html#{'mend' if 'mend' in request.GET else 'action'}", context)


@require_GET
@login_required
def begin(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """An empty line for a meeting's table."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("pair__mentee", "pair__mentor"), pk=meeting_id
    )
    return render(request, "actions/parts.html#row", {"row": ActionLine.blank(meeting, request.user)})


@require_POST
@login_required
def add(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    pair = get_object_or_404(Pair.objects.visible_to(request.user).select_related("mentee", "mentor"), pk=pair_id)
    form = ActionForm(request.POST, pair=pair, today=timezone.localdate(now))
    if not form.is_valid():
        return _show_mistakes_of_new(request, form)
    known = ActionItem.objects.visible_to(request.user).filter(pk=form.cleaned_data["id"], pair=pair).first()
    try:
        action_id = _keep_line(request, pair_id, known, form, now)
    except Refusal as refusal:
        refuse(form, refusal)
        return _show_mistakes_of_new(request, form)
    return _answer(request, action_id)


def _keep_line(
    request: Request, pair_id: uuid.UUID, known: ActionItem | None, form: ActionForm, now: datetime.datetime
) -> uuid.UUID:
    if known:  # the line was saved a moment ago and went on being written
        return operations.edit(
            actor=request.user, action_id=known.pk, version=known.version, now=now, **form.what_was_promised
        ).pk
    return operations.add_action(
        actor=request.user,
        pair_id=pair_id,
        meeting_id=form.cleaned_data["meeting"],
        action_id=form.own_key,
        now=now,
        **form.what_was_promised,
    ).pk


@require_POST
@login_required
def edit(request: Request, action_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    action = operations.access_action(viewer=request.user, action_id=action_id)
    form = ActionForm(request.POST, pair=action.pair, today=timezone.localdate(now))
    if not form.is_valid():
        return _show_mistakes(request, action_id, form)
    version = form.cleaned_data["version"] or 0
    try:
        operations.edit(actor=request.user, action_id=action_id, version=version, now=now, **form.what_was_promised)
    except Refusal as refusal:
        refuse(form, refusal)
        return _show_mistakes(request, action_id, form, status=409 if isinstance(refusal, Stale) else 422)
    return _answer(request, action_id)


@require_POST
@login_required
def mark_done(request: Request, action_id: uuid.UUID) -> HttpResponse:
    """A tick box sends `done`; one that was unticked sends nothing."""
    change = operations.mark_done if "done" in request.POST else operations.reopen
    change(actor=request.user, action_id=action_id, now=timezone.now())
    return _answer(request, action_id)


@require_POST
@login_required
def drop(request: Request, action_id: uuid.UUID) -> HttpResponse:
    form = DropForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else form.data["because"][:300]
    operations.drop(actor=request.user, action_id=action_id, because=because, now=timezone.now())
    return _answer(request, action_id)


@require_POST
@login_required
def take_away(request: Request, action_id: uuid.UUID) -> HttpResponse:
    operations.take_away(actor=request.user, action_id=action_id, now=timezone.now())
    return HttpResponse() if request.htmx else HttpResponseRedirect(_way_back(request))


def _answer(request: Request, action_id: uuid.UUID) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(_way_back(request))
    action = queries.get_action(viewer=request.user, action_id=action_id, now=timezone.now())
    if _is_row(request):
        return render(request, "actions/parts.html#row", {"row": ActionLine.of(action, request.user)})
    return render(request, "actions/parts.html#action", {"action": action, "way_back": _way_back(request)})


def _show_mistakes(request: Request, action_id: uuid.UUID, form: ActionForm, status: int = 422) -> HttpResponse:
    action = queries.get_action(viewer=request.user, action_id=action_id, now=timezone.now())
    row = ActionLine.of(action, request.user).as_typed(form)
    if request.htmx and _is_row(request):
        return render(request, "actions/parts.html#row", {"row": row}, status=status)
    template = "actions/parts.html#mend" if request.htmx else "actions/mend.html"
    return render(
        request,
        template,
        {"action": action, "row": row, "way_back": _way_back(request)},
        status=status,
    )


def _show_mistakes_of_new(request: Request, form: ActionForm) -> HttpResponse:
    row, template = ActionLine.begun(form, request.user), "actions/mend.html"
    if request.htmx:
        template = f"actions/parts.html#{'row' if _is_row(request) else 'mend'}"
    return render(request, template, {"row": row, "way_back": _way_back(request)}, status=422)


def _is_row(request: Request) -> bool:
    return request.POST.get("as") == "row"


def _way_back(request: Request) -> str:
    return way_back(request, reverse("actions:list"))
