"""What is written down for coming days: looked at, and taken back one by one."""

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.kernel.export import ExportColumn, ExportTable, Typed, answer_with_table
from aizuchi.kernel.refusals import Refusal
from aizuchi.people import operations
from aizuchi.people.endings import ConsideredChange, what_would_end
from aizuchi.people.events import SupervisorChange
from aizuchi.people.queries.planned import KINDS, PlannedChange, PlannedDay, by_day, find_planned, list_planned
from aizuchi.people.queries.planned_tree import compare_trees
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show

AT_ONCE = 50


@require_GET
@login_required
def list_changes(request: Request) -> HttpResponse:
    """All days, one of them open, and the organization as of that day beside them."""
    admin = access_admin(request)
    changes = list_planned(admin.organization, today=admin.today)
    days = by_day(changes, today=admin.today)
    chosen = _chosen(days, request.GET.get("on", ""))
    context: dict[str, object] = {"days": days, "chosen": chosen}
    if chosen:
        kind = request.GET.get("kind", "")
        some = [change for change in changes if change.day == chosen.day and change.kind == kind]
        page = Paginator(some, AT_ONCE).get_page(request.GET.get("page"))
        tree = compare_trees(admin.organization, on=max(chosen.day, admin.today), today=admin.today)
        context |= {"kind": kind if some else "", "page": page, "tree": tree}
    return show(admin, "planned", context)


@require_GET
@login_required
def download(request: Request) -> HttpResponseBase:
    admin = access_admin(request)
    columns = (
        ExportColumn("on", _("Day"), Typed.DAY),
        ExportColumn("what", _("What")),
        ExportColumn("whose", _("Who or which unit")),
        ExportColumn("before", _("Until then")),
        ExportColumn("after", _("From then")),
    )
    changes = list_planned(admin.organization, today=admin.today)
    rows = ((change.day, change.title, change.name, change.before, change.after) for change in changes)
    return answer_with_table(request, ExportTable(name="aizuchi-planned", columns=columns, rows=rows), on=admin.today)


@require_http_methods(["GET", "POST"])
@login_required
def take_back(request: Request, kind: str, row_id: uuid.UUID) -> HttpResponse:
    """First what follows from it, then it is done."""
    organization = request.user.organization
    today = organization.today(timezone.now())
    change = find_planned(organization, kind=kind, row_id=row_id, today=today) if kind in KINDS else None
    if change is None:
        raise Http404
    admin = access_admin(request)
    why = ""
    if request.method == "POST":
        try:
            operations.take_back_planned(
                organization_id=admin.organization.pk, kind=kind, row_id=row_id, **admin.who_and_when
            )
        except operations.NotPlanned as refusal:  # between the page and the press somebody was faster
            messages.error(request, str(refusal))
            return redirect("people:planned")
        except Refusal as refusal:
            why = str(refusal)
        else:
            return go_on(request, _("Taken back. Until then and after it stays as it is."), "people:planned")
    context = {"change": change, "ending": _ends(admin, change), "why": why}
    return show(admin, "planned_change", context, status=422 if why else 200)


def _ends(admin: AdminContext, change: PlannedChange) -> object:
    """1on1s that somebody counts on by now, and that would end with it."""
    told = ConsideredChange()
    if change.kind == "supervisor":
        told = ConsideredChange(supervisors=(SupervisorChange(change.subject_id, change.before_id, change.day),))
    elif change.kind == "joining":
        told = ConsideredChange(departures=((change.subject_id, change.day - datetime.timedelta(days=1)),))
    return what_would_end(admin.organization, told, now=admin.now)


def _chosen(days: list[PlannedDay], typed: str) -> PlannedDay | None:
    """The day asked for; else the one on which most happens, as that is what one comes for."""
    asked = next((day for day in days if day.day.isoformat() == typed), None)
    return asked or max(days, key=lambda day: day.count, default=None)
