"""The record of changes, for administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aizuchi.kernel.export import answer_with_table
from aizuchi.kernel.measure import read_page
from aizuchi.kernel.permissions import require
from aizuchi.people.forms.admin import AuditFilterForm as FilterForm
from aizuchi.people.policies import may_read_audit
from aizuchi.people.queries import audit_log
from aizuchi.people.queries.people_list import find_person
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, show


@require_GET
@login_required
def list_entries(request: Request) -> HttpResponse:
    admin = _enter(request)
    form = FilterForm(request.GET or None)
    number = request.GET.get("page", "")
    entries, page = audit_log.list_entries(admin.organization, filters=_filters(admin, form), number=read_page(number))
    return show(admin, "audit", {"entries": entries, "page": page, "form": form})


@require_GET
@login_required
def download(request: Request) -> HttpResponseBase:
    admin = _enter(request)
    table = audit_log.make_table(admin.organization, filters=_filters(admin, FilterForm(request.GET or None)))
    return answer_with_table(request, table, on=admin.today)


def _enter(request: Request) -> AdminContext:
    admin = access_admin(request)
    require(may_read_audit(request.user, on=admin.today))
    return admin


def _filters(admin: AdminContext, form: FilterForm) -> audit_log.Filters:
    if not form.is_bound or not form.is_valid():
        return audit_log.Filters()
    typed = form.cleaned_data
    actors = find_person(admin.organization, typed["who"], on=admin.today, limit=2) if typed["who"].strip() else []
    if typed["who"].strip() and len(actors) != 1:
        form.add_error("who", _("Please write the employee number, or a name that only one person has."))
    return audit_log.Filters(
        actor_id=actors[0].pk if len(actors) == 1 else None,
        about_id=typed["about"],
        app=typed["app"],
        since=typed["since"],
        until=typed["until"],
    )
