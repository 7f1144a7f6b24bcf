from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.measure import read_page
from aizuchi.people.forms.admin import NewPersonForm
from aizuchi.people.operations import EmploymentFacts, add_person, add_unit
from aizuchi.people.queries import outline_of
from aizuchi.people.queries.people_list import Filters, PeopleFilter, count_here, find_person, list_people
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show, try_to


@require_GET
@login_required
def list_everybody(request: Request) -> HttpResponse:
    admin = access_admin(request)
    filters = _read_filters(request)
    number = request.GET.get("page", "")
    rows, page = list_people(admin.organization, filters=filters, number=read_page(number), on=admin.today)
    units = [(str(node.id), node.indented_label) for node in outline_of(admin.organization, on=admin.today).walk()]
    here = count_here(admin.organization, on=admin.today)
    context = {"rows": rows, "page": page, "filters": filters, "units": units, "states": _states(), "here": here}
    return show(admin, "everybody", context)


@require_http_methods(["GET", "POST"])
@login_required
def add(request: Request) -> HttpResponse:
    admin = access_admin(request)
    form = admin.form(NewPersonForm, is_posted=request.method == "POST", initial=_beginnings(admin))
    if request.method == "POST" and form.is_valid() and try_to(lambda: _add(admin, form), form):
        return go_on(request, _("%(name)s is in.") % {"name": form.person.full_name}, "people:edit", form.person.pk)
    return show(admin, "add", {"form": form})


@require_GET
@login_required
def suggest(request: Request) -> HttpResponse:
    """People who fit what is being typed."""
    admin = access_admin(request)
    typed = request.GET.get("supervisor", "") or request.GET.get("person", "")
    found = find_person(admin.organization, typed, on=admin.today) if typed.strip() else []
    return render(request, "people/admin/_candidates.html", {"found": found})


@transaction.atomic
def _add(admin: AdminContext, form: NewPersonForm) -> None:
    typed = form.cleaned_data
    unit = typed.get("unit") or add_unit(
        organization_id=admin.organization.pk, name=typed["first_unit"], starts_on=typed["on"], **admin.who_and_when
    )
    form.person = add_person(  # type: ignore[attr-defined]
        organization_id=admin.organization.pk,
        facts=form.read_facts(),
        on=typed["on"],
        unit_id=unit.pk,
        supervisor_id=typed["supervisor"].pk if typed["supervisor"] else None,
        employment=EmploymentFacts(title=typed["title"], title_en=typed["title_en"]),
        **admin.who_and_when,
    )


def _beginnings(admin: AdminContext) -> dict[str, Any]:
    return {"language": admin.organization.language, "on": admin.today, "unit": admin.request.GET.get("unit", "")}


def _read_filters(request: Request) -> Filters:
    state = request.GET.get("state", "")
    return Filters(
        words=request.GET.get("q", "").strip()[:80],
        unit_id=read_key(request.GET.get("unit", "")),
        state=state if state in dict(_states()) else "here",
    )


def _states() -> list[tuple[str, str]]:
    return [
        ("here", _("People who are here")),
        ("unled", _("No supervisor yet")),
        *((brought.key, str(brought.label)) for brought in gather(PeopleFilter)),
        ("left", _("People who have left")),
        ("all", _("Everybody, always")),
    ]
