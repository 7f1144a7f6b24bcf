import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.people import operations
from aizuchi.people.forms import admin as forms
from aizuchi.people.models import Person, Unit
from aizuchi.people.queries import tree_of
from aizuchi.people.queries.access import access_unit
from aizuchi.people.queries.rollout import meeting_starts
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show, try_to

FORMS = {
    "name": forms.UnitForm,
    "place": forms.PlaceForm,
    "head": forms.HeadForm,
    "meets": forms.MeetsForm,
    "close": forms.EndForm,
}


@require_GET
@login_required
def list_units(request: Request) -> HttpResponse:
    admin = access_admin(request)
    on = _read_date(request, admin)
    tree = tree_of(admin.organization, on=on)
    nodes = list(tree.walk())
    return show(admin, "units", {"nodes": nodes, "headless": [node for node in nodes if not node.heads], "on": on})


@require_http_methods(["GET", "POST"])
@login_required
def add_unit(request: Request) -> HttpResponse:
    admin = access_admin(request)
    form = admin.form(
        forms.NewUnitForm, is_posted=request.method == "POST", initial={"parent": request.GET.get("parent", "")}
    )
    if request.method == "POST" and form.is_valid() and try_to(lambda: _add(admin, form.cleaned_data), form):
        return go_on(request, _("The unit is there."), "people:units")
    return show(admin, "unit_new", {"form": form})


@require_GET
@login_required
def show_unit(request: Request, unit_id: uuid.UUID) -> HttpResponse:
    unit = access_unit(request.user, unit_id)
    return _render_unit(access_admin(request), unit)


@require_POST
@login_required
def change_unit(request: Request, unit_id: uuid.UUID, part: str) -> HttpResponse:
    unit = access_unit(request.user, unit_id)
    admin = access_admin(request)
    if part not in FORMS:
        raise Http404
    form = admin.form(FORMS[part], is_posted=True)
    if form.is_valid() and try_to(lambda: _SAVE[part](unit, form.cleaned_data, admin.who_and_when), form):
        return go_on(request, _("Saved."), "people:unit", unit_id)
    return _render_unit(admin, access_unit(request.user, unit_id), posted={part: form})


@require_POST
@login_required
def end_head(request: Request, unit_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    unit = access_unit(request.user, unit_id)
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    admin = access_admin(request)
    operations.set_head(unit_id=unit.pk, person_id=person.pk, is_head=False, on=admin.today, **admin.who_and_when)
    return go_on(request, _("Saved."), "people:unit", unit_id)


def _add(admin: AdminContext, typed: dict[str, Any]) -> Unit:
    return operations.add_unit(
        organization_id=admin.organization.pk,
        name=typed["name"],
        name_en=typed["name_en"],
        parent_id=_id_of(typed["parent"]),
        code=typed["code"],
        starts_on=typed["on"],
        **admin.who_and_when,
    )


def _id_of(unit: Unit | None) -> uuid.UUID | None:
    return unit.pk if unit else None


def _rename(unit: Unit, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    version = typed.pop("version") or 0
    return operations.rename_unit(unit_id=unit.pk, version=version, **typed, **who_and_when)


def _place(unit: Unit, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.move_unit(unit_id=unit.pk, parent_id=_id_of(typed["parent"]), on=typed["on"], **who_and_when)


def _head(unit: Unit, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.set_head(unit_id=unit.pk, person_id=typed["person"].pk, on=typed["on"], **who_and_when)


def _close(unit: Unit, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.close_unit(unit_id=unit.pk, **typed, **who_and_when)


def _meets(unit: Unit, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.set_meets_from(unit_id=unit.pk, on=typed["meets_from"], **who_and_when)


_SAVE: dict[str, Callable[[Unit, dict[str, Any], dict[str, Any]], object]] = {
    "name": _rename,
    "place": _place,
    "head": _head,
    "meets": _meets,
    "close": _close,
}


def _render_unit(admin: AdminContext, unit: Unit, *, posted: dict[str, Any] | None = None) -> HttpResponse:
    tree = tree_of(admin.organization, on=max(admin.today, unit.starts_on))
    node = tree.by_id.get(unit.pk)
    initial = {
        "name": {"name": unit.name, "name_en": unit.name_en, "version": unit.version},
        "place": {"parent": node.parent_id if node else ""},
        "meets": {"meets_from": unit.meets_from},
    }
    shown = {
        f"{key}_form": admin.form(kind, initial=initial.get(key), auto_id=f"{key}_%s") for key, kind in FORMS.items()
    }
    for key, form in (posted or {}).items():
        if key == "name" and form.errors:  # a second press keeps what was typed
            form.data = form.data.copy()
            form.data["version"] = str(unit.version)
        shown[f"{key}_form"] = form
    meets_from = meeting_starts(admin.today, organization=admin.organization).get(unit.pk)
    context = {"unit": unit, "node": node, "path": tree.path_of(unit.pk), "meets_from": meets_from}
    return show(admin, "unit", context | shown)


def _read_date(request: Request, admin: AdminContext) -> Any:
    """The tree of any day: a report about April looks at April's."""
    field = forms.date_field("", is_needed=False)
    try:
        return field.clean(request.GET.get("on", "")) or admin.today
    except ValidationError:
        return admin.today
