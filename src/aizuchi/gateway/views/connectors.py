"""Connections to other systems, for administrators."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.gateway import queries
from aizuchi.gateway.forms import ConnectorForm, GroupRoleForm
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.operations import connectors as operations
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.gateway.shown_token import forget_shown_token, keep_shown_token, read_shown_token
from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.models import GroupRole
from aizuchi.people.operations import set_group_roles
from aizuchi.people.queries.roles import list_lookalike_groups, list_unconfirmed_groups
from aizuchi.people.requests import Request

P = ParamSpec("P")


def for_administrators(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody else; another organization's connector is not there. Any other page leaves a shown token."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if "connector_id" in kwargs:
            get_object_or_404(Connector.objects.visible_to(request.user), pk=kwargs["connector_id"])
        if "file_id" in kwargs:
            get_object_or_404(ScheduledFile.objects.visible_to(request.user), pk=kwargs["file_id"])
        require(may_keep_connectors(request.user, on=request.user.organization.today(timezone.now())))
        if view.__name__ != show.__name__:
            forget_shown_token(request)
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request


@for_administrators
@require_safe
def list_connectors(request: Request) -> HttpResponse:
    return _show_list(request, GroupRoleForm())


@fresh_proof_required
@for_administrators
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Every connector begins by only showing."""
    form = ConnectorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.read_facts(mode=Connector.Mode.SHOWS)
        try:
            connector, token = operations.create_connector(facts=facts, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _go_to_token(request, connector, token)
    context = {"form": form, "connector": None}
    return render(request, "gateway/connector_form.html", context, status=422 if form.errors else 200)


@for_administrators
@require_safe
def show(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    token = read_shown_token(request, connector_id, now=now)
    page = queries.read_connector(request.user, connector_id, now=now)
    address = absolute("/scim/v2")
    context = {"page": page, "token": token, "address": address, "is_https": address.startswith("https://")}
    response = render(request, "gateway/connector.html", context)
    if token:
        response["Cache-Control"] = "no-store"
    return response


@fresh_proof_required
@for_administrators
@require_http_methods(["GET", "POST"])
def change(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    connector = Connector.objects.get(pk=connector_id)
    form = ConnectorForm(request.POST or None, initial=ConnectorForm.showing(connector))
    if request.method == "POST" and form.is_valid():
        facts = form.read_facts(mode=connector.mode)
        try:
            operations.change_connector(connector_id=connector_id, facts=facts, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("gateway:connector", connector_id)
    context = {"form": form, "connector": connector}
    return render(request, "gateway/connector_form.html", context, status=422 if form.errors else 200)


@fresh_proof_required
@for_administrators
@require_POST
def rotate(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    ends_at_once = request.POST.get("former") == "now"
    connector, token = operations.rotate_token(
        connector_id=connector_id, ends_at_once=ends_at_once, actor=request.user, now=timezone.now()
    )
    return _go_to_token(request, connector, token)


@for_administrators
@require_POST
def stop(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    """Without a further proof: to close a door must be quick."""
    operations.stop_connector(connector_id=connector_id, actor=request.user, now=timezone.now())
    messages.success(request, _("Stopped. No token of it opens anything now."))
    return redirect("gateway:connector", connector_id)


@fresh_proof_required
@for_administrators
@require_POST
def start(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    operations.start_connector(connector_id=connector_id, actor=request.user, now=timezone.now())
    messages.success(request, _("It runs again."))
    return redirect("gateway:connector", connector_id)


@fresh_proof_required
@for_administrators
@require_http_methods(["GET", "POST"])
def let_through(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    """First what would end, then, by the mark of just that, the deed."""
    if request.method == "GET":
        page = queries.read_connector(request.user, connector_id, now=timezone.now())
        return render(request, "gateway/let_through.html", {"page": page})
    mark = request.POST.get("mark", "")
    try:
        operations.let_through(connector_id=connector_id, mark=mark, actor=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Let through. From now on it is applied at once."))
    return redirect("gateway:connector", connector_id)


@for_administrators
@require_POST
def forget(request: Request, connector_id: uuid.UUID) -> HttpResponse:
    operations.forget_held(connector_id=connector_id, actor=request.user, now=timezone.now())
    messages.success(request, _("It was put aside: nothing of it is done."))
    return redirect("gateway:connector", connector_id)


@fresh_proof_required
@for_administrators
@require_POST
def give_role(request: Request) -> HttpResponse:
    form = GroupRoleForm(request.POST)
    if not form.is_valid():
        return _show_list(request, form)
    return _set_roles(request, _roles_of(request) | {(form.cleaned_data["group_name"], form.cleaned_data["role"])})


@fresh_proof_required
@for_administrators
@require_POST
def take_role(request: Request) -> HttpResponse:
    return _set_roles(
        request, _roles_of(request) - {(request.POST.get("group_name", ""), request.POST.get("role", ""))}
    )


def _roles_of(request: Request) -> set[tuple[str, str]]:
    rows = GroupRole.objects.filter(organization=request.user.organization)
    return set(rows.values_list("group_name", "role"))


def _set_roles(request: Request, roles: set[tuple[str, str]]) -> HttpResponse:
    kept = set_group_roles(
        organization_id=request.user.organization_id, roles=roles, actor=request.user, now=timezone.now()
    )
    if kept:
        messages.warning(request, _("Saved. One person stays administrator: nobody else would be."))
    else:
        messages.success(request, _("Saved."))
    return redirect("gateway:connectors")


def _show_list(request: Request, form: GroupRoleForm) -> HttpResponse:
    context = {
        "lines": queries.list_connectors(request.user, now=timezone.now()),
        "roles": GroupRole.objects.filter(organization=request.user.organization).order_by("group_name", "role"),
        "lookalikes": list_lookalike_groups(request.user),
        "unconfirmed": list_unconfirmed_groups(request.user),
        "form": form,
    }
    return render(request, "gateway/connectors.html", context, status=422 if form.errors else 200)


def _go_to_token(request: Request, connector: Connector, token: str) -> HttpResponse:
    keep_shown_token(request, connector.pk, token, now=timezone.now())
    return redirect("gateway:connector", connector.pk)
