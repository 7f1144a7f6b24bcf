import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.gatherings import operations, policies, queries
from aizuchi.gatherings.forms import GatheringForm
from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.kernel.ids import read_key
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request


@require_GET
@login_required
def list_gatherings(request: Request) -> HttpResponse:
    found = queries.list_gatherings(request.user, now=timezone.now())
    return render(request, "gatherings/list.html", {"found": found})


@require_GET
@login_required
def show_gathering(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    page = queries.get_gathering(request.user, gathering_id, now=timezone.now())
    return render(request, "gatherings/show.html", {"page": page, "card": page.card})


@require_http_methods(["GET", "POST"])
@login_required
def create_gathering(request: Request) -> HttpResponse:
    now = timezone.now()
    require(policies.may_hold_some(request.user, on=request.user.organization.today(now)))
    form = GatheringForm(request.user, request.POST or None, now=now)

    def save() -> Gathering:
        return operations.create_gathering(actor=request.user, facts=form.read_facts(), now=now)

    return _save(request, form, save, _("It is set. Whoever it is for can sign up."))


@require_http_methods(["GET", "POST"])
@login_required
def change_gathering(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    visible = Gathering.objects.visible_to(request.user).select_related("booking")
    gathering = get_object_or_404(visible, pk=gathering_id)
    require(policies.may_change(request.user, gathering, on=request.user.organization.today(now)))
    initial = GatheringForm.starting_from(gathering)
    form = GatheringForm(request.user, request.POST or None, now=now, initial=initial)

    def save() -> Gathering:
        return operations.change_gathering(
            actor=request.user,
            gathering_id=gathering_id,
            facts=form.read_facts(),
            version=form.cleaned_data["version"] or 0,
            now=now,
        )

    return _save(request, form, save, _("Saved. Calendars follow."), gathering)


@require_POST
@login_required
def call_off_gathering(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    def call_off() -> str:
        operations.call_off_gathering(actor=request.user, gathering_id=gathering_id, now=timezone.now())
        return _("It is called off. Whoever wanted to come hears of it.")

    return _do(request, gathering_id, call_off)


@require_POST
@login_required
def sign_up(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    def sign() -> str:
        mine = operations.sign_up(actor=request.user, gathering_id=gathering_id, now=timezone.now())
        if mine.state == SignUp.State.WAITING:
            return _("All places are taken; you are on the waiting list, and hear as soon as one is free.")
        return _("You have a place. It is in your calendar.")

    return _do(request, gathering_id, sign)


@require_POST
@login_required
def withdraw(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    def leave() -> str:
        operations.withdraw(actor=request.user, gathering_id=gathering_id, now=timezone.now())
        return _("Noted that you are not coming.")

    return _do(request, gathering_id, leave)


@require_POST
@login_required
def note_attendance(request: Request, gathering_id: uuid.UUID) -> HttpResponse:
    came = [key for key in map(read_key, request.POST.getlist("came")) if key]

    def note() -> str:
        count = operations.note_attendance(
            actor=request.user, gathering_id=gathering_id, person_ids=came, now=timezone.now()
        )
        return _("Noted: %(count)d came.") % {"count": count}

    return _do(request, gathering_id, note)


def _save(
    request: Request,
    form: GatheringForm,
    save: Callable[[], Gathering],
    done: str,
    gathering: Gathering | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except Refusal as refusal:
            refuse(form, refusal, version=gathering.version if gathering else None)
        else:
            messages.success(request, done)
            return redirect("gatherings:show", saved.pk)
    context = {"form": form, "gathering": gathering}
    return render(request, "gatherings/form.html", context, status=422 if form.errors else 200)


def _do(request: Request, gathering_id: uuid.UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("gatherings:show", gathering_id)
