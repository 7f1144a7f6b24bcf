import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.people.forms import admin as forms
from aizuchi.people.models import RoleGrant
from aizuchi.people.operations import grant_role, revoke_role
from aizuchi.people.policies import may_grant_role
from aizuchi.people.queries.access import access_grant
from aizuchi.people.queries.roles import list_grants
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show, try_to


@require_GET
@login_required
def open_settings(request: Request) -> HttpResponse:
    return redirect("people:roles")


@posts_need_proof
@require_http_methods(["GET", "POST"])
@login_required
def list_roles(request: Request) -> HttpResponse:
    admin = access_admin(request)
    form = admin.form(forms.RoleForm, is_posted=request.method == "POST")
    form.fields["role"].choices = _roles_to_give(admin)
    if request.method == "POST" and form.is_valid() and try_to(lambda: _grant(admin, form.cleaned_data), form):
        return go_on(request, _("The role is given."), "people:roles")
    return _render_roles(admin, form)


@posts_need_proof
@require_POST
@login_required
def revoke(request: Request, grant_id: uuid.UUID) -> HttpResponse:
    grant = access_grant(request.user, grant_id)
    admin = access_admin(request)
    form = admin.form(forms.EndForm, is_posted=True)
    if form.is_valid():
        until_on = form.cleaned_data["until_on"]
        if try_to(lambda: revoke_role(grant_id=grant.pk, until_on=until_on, **admin.who_and_when), form):
            return go_on(request, _("The role ends on that day."), "people:roles")
    return _render_roles(admin, admin.form(forms.RoleForm), ends=form)


def _grant(admin: AdminContext, typed: dict[str, Any]) -> object:
    return grant_role(
        person_id=typed["person"].pk,
        role=typed["role"],
        starts_on=typed["on"],
        until_on=typed["until_on"],
        **admin.who_and_when,
    )


def _roles_to_give(admin: AdminContext) -> list[tuple[str, str]]:
    return [
        (role, str(label))
        for role, label in RoleGrant.Role.choices
        if may_grant_role(admin.request.user, admin.organization, role, on=admin.today)
    ]


def _render_roles(admin: AdminContext, form: Any, **more: Any) -> HttpResponse:
    form.fields["role"].choices = allowed = _roles_to_give(admin)
    grants = [(grant, grant.role in dict(allowed)) for grant in list_grants(admin.organization, on=admin.today)]
    return show(admin, "roles", {"grants": grants, "form": form, **more})
