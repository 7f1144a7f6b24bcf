"""One person's file: what holds today, what changes from which day, and how it came about."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.canonical import canonical_address
from aizuchi.kernel.proofs import posts_need_proof, posts_need_proof_if
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people import operations
from aizuchi.people.endings import ConsideredChange, Endings, what_would_end
from aizuchi.people.events import SupervisorChange
from aizuchi.people.forms import admin as forms
from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.operations import EmploymentFacts, StaleEdit
from aizuchi.people.person_doors import list_person_doors
from aizuchi.people.policies import may_edit_account, may_vouch_for_address
from aizuchi.people.queries.access import access_leave, access_membership, access_person
from aizuchi.people.queries.cards import cards_of
from aizuchi.people.queries.person_file import PersonFile, get_person_file
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show, try_to

SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class PersonPagePart:
    """One change that can be made to a person."""

    title: str | Promise
    button: str | Promise
    form: type[forms.AdminForm]
    initial: Callable[[PersonFile], dict[str, Any]]
    save: Callable[[Person, dict[str, Any], dict[str, Any]], object]
    change: Callable[[Person, dict[str, Any]], ConsideredChange] = lambda person, typed: ConsideredChange()
    """What 1on1s depend on: lines and last days."""


def _move(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.move_person(person_id=person.pk, unit_id=typed["unit"].pk, on=typed["on"], **who_and_when)


def _supervise(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    supervisor_id = _id_of(typed["supervisor"])
    return operations.change_supervisor(
        person_id=person.pk, supervisor_id=supervisor_id, on=typed["on"], **who_and_when
    )


def _line_of(person: Person, typed: dict[str, Any]) -> ConsideredChange:
    return ConsideredChange(supervisors=(SupervisorChange(person.pk, _id_of(typed["supervisor"]), typed["on"]),))


def _id_of(person: Person | None) -> uuid.UUID | None:
    return person.pk if person else None


def _work(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    facts = EmploymentFacts(**{key: value for key, value in typed.items() if key != "on"})
    return operations.change_employment(person_id=person.pk, facts=facts, on=typed["on"], **who_and_when)


def _post(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.add_membership(
        person_id=person.pk,
        unit_id=typed["unit"].pk,
        starts_on=typed["on"],
        until_on=typed["until_on"],
        is_head=typed["is_head"],
        **who_and_when,
    )


def _leave(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.record_leave_of_absence(
        person_id=person.pk, starts_on=typed["starts_on"], until_on=typed["until_on"], **who_and_when
    )


def _go(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    return operations.person_leaves(person_id=person.pk, left_on=typed["left_on"], **who_and_when)


def _return(person: Person, typed: dict[str, Any], who_and_when: dict[str, Any]) -> object:
    """Nothing of the time before reopens, so unit and supervisor are said anew."""
    on = typed["joined_on"]
    with transaction.atomic():
        operations.person_returns(person_id=person.pk, joined_on=on, **who_and_when)
        if typed["supervisor"]:
            operations.change_supervisor(
                person_id=person.pk, supervisor_id=typed["supervisor"].pk, on=on, **who_and_when
            )
        return operations.move_person(person_id=person.pk, unit_id=typed["unit"].pk, on=on, **who_and_when)


PARTS = {
    "return": PersonPagePart(
        title=_("Comes back"),
        button=_("Let them come back"),
        form=forms.ReturnForm,
        initial=lambda file: {},
        save=_return,
    ),
    "unit": PersonPagePart(
        title=_("Unit"),
        button=_("Move"),
        form=forms.MoveForm,
        initial=lambda file: {"unit": file.main_unit.unit_id if file.main_unit else ""},
        save=_move,
    ),
    "supervisor": PersonPagePart(
        title=_("Supervisor"),
        button=_("Change the supervisor"),
        form=forms.SupervisorForm,
        initial=lambda file: {"supervisor": _named(file)},
        save=_supervise,
        change=_line_of,
    ),
    "work": PersonPagePart(
        title=_("Work"),
        button=_("Change the work"),
        form=forms.WorkForm,
        initial=lambda file: vars(EmploymentFacts.of(file.employment)) if file.employment else {},
        save=_work,
    ),
    "post": PersonPagePart(
        title=_("Another unit beside the main one"),
        button=_("Add the unit"),
        form=forms.PostForm,
        initial=lambda file: {},
        save=_post,
    ),
    "leave": PersonPagePart(
        title=_("Leave of absence"),
        button=_("Enter the absence"),
        form=forms.LeaveForm,
        initial=lambda file: {},
        save=_leave,
    ),
    "leaving": PersonPagePart(
        title=_("Last day at work"),
        button=_("Set the last day"),
        form=forms.LeavingForm,
        initial=lambda file: {"left_on": file.person.left_on},
        save=_go,
        change=lambda person, typed: ConsideredChange(departures=((person.pk, typed["left_on"]),)),
    ),
}


@require_GET
@login_required
def show_person(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    return _render_person(access_admin(request), person)


def _changes_address(request: Request, *, person_id: uuid.UUID) -> bool:
    """Whoever can write the address by which somebody signs in could ask for a new password there."""
    address = canonical_address(request.POST.get("email", ""))
    return not Person.objects.filter(pk=person_id, email=address or None).exists()


@posts_need_proof_if(_changes_address)
@require_POST
@login_required
def edit_facts(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    admin = access_admin(request)
    form = admin.form(forms.FactsForm, is_posted=True)
    if not form.is_valid():
        return _render_person(admin, person, facts=form)
    version = form.cleaned_data["version"] or 0
    facts = form.read_facts()
    try:
        operations.edit_person(person_id=person.pk, facts=facts, version=version, **admin.who_and_when)
    except StaleEdit as stale:
        return _show_stale(admin, access_person(request.user, person_id), form, stale)
    except Refusal as refusal:
        refuse(form, refusal)
        return _render_person(admin, person, facts=form)
    person.refresh_from_db(fields=["email"])
    told = _("Saved.") if facts.email == person.email else _("Saved. The new address holds once its owner confirms it.")
    return go_on(request, told, "people:edit", person_id)


def _opens_or_ends(_request: Request, *, part: str, **_more: object) -> bool:
    return part in ("leaving", "return")


@posts_need_proof_if(_opens_or_ends)
@require_POST
@login_required
def change(request: Request, person_id: uuid.UUID, part: str) -> HttpResponse:
    person = access_person(request.user, person_id)
    admin = access_admin(request)
    if part not in PARTS:
        raise Http404
    form = admin.form(PARTS[part].form, is_posted=True)
    if not form.is_valid():
        return _render_person(admin, person, posted={part: form})
    ending = what_would_end(admin.organization, PARTS[part].change(person, form.cleaned_data), now=admin.now)
    if ending and request.POST.get("read") != ending.mark:
        return _render_person(admin, person, posted={part: form}, ending=_name_endings(admin, ending))
    if try_to(lambda: PARTS[part].save(person, form.cleaned_data, admin.who_and_when), form):
        return go_on(request, _("Saved."), "people:edit", person_id)
    return _render_person(admin, access_person(request.user, person_id), posted={part: form})


@posts_need_proof
@require_POST
@login_required
def stay(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    admin = access_admin(request)
    try:
        ended = operations.undo_leaving(person_id=person.pk, **admin.who_and_when)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:edit", person_id)
    if ended:
        roles = ", ".join(str(RoleGrant.Role(role).label) for role in ended)
        sentence = _("The last day is taken back. Roles stay ended until they are given anew: %(roles)s.")
        return go_on(request, sentence % {"roles": roles}, "people:edit", person_id)
    return go_on(request, _("The last day is taken back."), "people:edit", person_id)


@posts_need_proof
@require_POST
@login_required
def vouch(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    admin = access_admin(request)
    address = request.POST.get("address", "")
    try:
        operations.vouch_for_address(person_id=person.pk, address=address, **admin.who_and_when)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:edit", person_id)
    return go_on(request, _("Confirmed. From now on this address opens the account."), "people:edit", person_id)


@posts_need_proof
@require_POST
@login_required
def withdraw_address(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    admin = access_admin(request)
    try:
        operations.withdraw_address(person_id=person.pk, **admin.who_and_when)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:edit", person_id)
    return go_on(request, _("Taken back. The present address goes on."), "people:edit", person_id)


@require_POST
@login_required
def end_post(request: Request, membership_id: uuid.UUID) -> HttpResponse:
    membership = access_membership(request.user, membership_id)
    admin = access_admin(request)
    form = admin.form(forms.EndForm, is_posted=True)
    if form.is_valid():
        until_on = form.cleaned_data["until_on"]
        if try_to(
            lambda: operations.end_membership(membership_id=membership.pk, until_on=until_on, **admin.who_and_when),
            form,
        ):
            return go_on(request, _("Saved."), "people:edit", membership.person_id)
    return _render_person(admin, membership.person, ends=form)


@require_POST
@login_required
def end_leave(request: Request, leave_id: uuid.UUID) -> HttpResponse:
    leave = access_leave(request.user, leave_id)
    admin = access_admin(request)
    form = admin.form(forms.EndForm, is_posted=True)
    if form.is_valid():
        until_on = form.cleaned_data["until_on"]
        if try_to(
            lambda: operations.end_leave_of_absence(leave_id=leave.pk, until_on=until_on, **admin.who_and_when), form
        ):
            return go_on(request, _("Saved."), "people:edit", leave.person_id)
    return _render_person(admin, leave.person, ends=form)


def _show_stale(admin: AdminContext, person: Person, form: Any, stale: StaleEdit) -> HttpResponse:
    """What was typed stays; the next save counts from what is there now."""
    form.data = form.data.copy()
    form.data["version"] = str(person.version)
    cards = cards_of([edit.by_id for edit in stale.edits if edit.by_id], on=admin.today)
    edits = [
        {
            "by": cards.get(edit.by_id) if edit.by_id else None,
            "at": edit.at,
            "fields": [
                (forms.FactsForm.base_fields[name].label, getattr(person, name))
                for name in edit.fields
                if name in forms.FactsForm.base_fields
            ],
        }
        for edit in stale.edits
    ]
    return _render_person(admin, person, facts=form, edits=edits, is_stale=True, status=409)


def _render_person(
    admin: AdminContext,
    person: Person,
    *,
    facts: Any = None,
    posted: dict[str, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    file = get_person_file(person, on=admin.today)
    facts = facts or admin.form(forms.FactsForm, initial=forms.FactsForm.values_of(person))
    may_edit = may_edit_account(admin.request.user, person, on=admin.today)
    parts = []
    for key, part in PARTS.items():
        if not _has_part(key, person, today=admin.today, may_edit_account=may_edit):
            continue
        form = (posted or {}).get(key) or admin.form(part.form, initial=part.initial(file), auto_id=f"{key}_%s")
        address = reverse("people:change", args=[person.pk, key])
        parts.append({"key": key, "part": part, "form": form, "address": address, "is_open": form.is_bound})
    context = {"file": file, "facts": facts, "parts": parts, "may_edit_account": may_edit, "may_vouch": False, **more}
    context["doors"] = list_person_doors(admin.request.user, person, on=admin.today)
    if file.address_change:
        context["holds_by_itself_on"] = operations.holds_by_itself_on(file.address_change, now=admin.now)
    if file.address_change and file.address_change.reached_at:
        context["may_vouch"] = may_vouch_for_address(admin.request.user, file.address_change, on=admin.today)
    return show(admin, "person", context, status=status)


def _has_part(key: str, person: Person, *, today: datetime.date, may_edit_account: bool) -> bool:
    """Only who has left can come back, and little else changes about them."""
    has_left = person.left_on is not None and person.left_on < today
    if key in ("return", "leaving"):
        return may_edit_account and (has_left or key == "leaving")
    return not has_left


def _name_endings(admin: AdminContext, ending: Endings) -> dict[str, Any]:
    """Who meets whom no longer, and since when: the first of them by name."""
    shown = ending.pairs[:SHOWN]
    cards = cards_of([key for pair in shown for key in (pair.mentee_id, pair.mentor_id)], on=admin.today)
    pairs = [(cards[pair.mentee_id], cards[pair.mentor_id], pair) for pair in shown]
    return {"all": ending, "pairs": pairs, "more": ending.pair_count - len(shown)}


def _named(file: PersonFile) -> str:
    """As the field understands it: the number tells people of one name apart."""
    if file.supervisor is None:
        return ""
    number = Person.objects.values_list("employee_number", flat=True).get(pk=file.supervisor.id)
    return f"{number} {file.supervisor.full_name}".strip()
