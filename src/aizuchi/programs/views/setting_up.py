"""A program is begun, and written until people can be asked."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.programs import policies
from aizuchi.programs.facts import ProgramFacts, facts_of_program, facts_of_template, usual_facts
from aizuchi.programs.kinds import KINDS, MODE_EXPLANATIONS
from aizuchi.programs.models import Program
from aizuchi.programs.operations.access import access_managed_program
from aizuchi.programs.operations.set_up import copy_program, create_program, remove_program, save_program
from aizuchi.programs.program_templates import TEMPLATES
from aizuchi.programs.queries.set_up import preview_program
from aizuchi.programs.set_up_form import SetUpForm


@require_http_methods(["GET", "POST"])
@login_required
def create(request: Request) -> HttpResponse:
    """With what is usual for a kind, or as a template has it."""
    now = timezone.now()
    today = request.user.organization.today(now)
    require(policies.may_set_up(request.user, on=today))
    chosen, facts = request.POST.get("begin_with", ""), None
    if chosen in KINDS:
        facts = usual_facts(chosen, owner_id=request.user.pk, today=today)
    elif chosen in TEMPLATES:
        facts = facts_of_template(chosen, owner_id=request.user.pk, today=today)
    if facts:
        return redirect("programs:setup", create_program(actor=request.user, facts=facts, now=now).pk)
    context = {"kinds": KINDS.items(), "templates": TEMPLATES.items()}
    return render(request, "programs/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def set_up(request: Request, program_id: uuid.UUID) -> HttpResponse:
    program = access_managed_program(request.user, program_id, now=timezone.now())
    if not program.is_draft:
        return redirect("programs:show", program_id)
    if request.method == "POST" and "fill" in request.POST:
        return _fill_in(request, program)
    form = _make_form(request, program)
    if request.method == "POST" and form.is_valid():
        try:
            save_program(
                actor=request.user,
                program_id=program_id,
                facts=form.read_facts(),
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal, version=program.version)
        else:
            if "open" in request.POST:
                return redirect("programs:open", program_id)
            messages.success(request, _("The draft is kept."))
            return redirect("programs:setup", program_id)
    return _show(request, program, form, status=422 if form.errors or request.method == "POST" else 200)


@require_POST
@login_required
def preview(request: Request, program_id: uuid.UUID) -> HttpResponse:
    """What the rules come to and how the invitation reads, of what is typed; keeps nothing."""
    program = access_managed_program(request.user, program_id, now=timezone.now())
    form = _make_form(request, program)
    if not form.is_valid():
        return HttpResponse(status=204)
    told = preview_program(request.user, form.read_facts(), now=timezone.now())
    return render(request, "programs/_preview.html", {"preview": told, "is_part": True})


@require_POST
@login_required
def copy(request: Request, program_id: uuid.UUID) -> HttpResponse:
    made = copy_program(actor=request.user, program_id=program_id, now=timezone.now())
    messages.success(request, _("This is a copy, without the people. Its days are moved on."))
    return redirect("programs:setup", made.pk)


@require_POST
@login_required
def remove(request: Request, program_id: uuid.UUID) -> HttpResponse:
    try:
        remove_program(actor=request.user, program_id=program_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:show", program_id)
    messages.success(request, _("The draft is removed."))
    return redirect("programs:list")


def _make_form(request: Request, program: Program) -> SetUpForm:
    facts = facts_of_program(program)
    return SetUpForm(request.user, facts, request.POST or None, version=program.version, now=timezone.now())


def _fill_in(request: Request, program: Program) -> HttpResponse:
    """The kind that is chosen, with what is usual for it; what was typed of names and people stays as it is kept."""
    kept, kind = facts_of_program(program), request.POST.get("kind", "")
    if kind not in KINDS:
        raise Http404
    now = timezone.now()
    usual = usual_facts(kind, owner_id=kept.owner_id, today=request.user.organization.today(now))
    facts = replace(usual, target=kept.target, join_until=kept.join_until, starts_on=kept.starts_on)
    form = SetUpForm(request.user, facts, version=program.version, now=now)
    messages.info(request, _("What is usual for this kind is filled in. It is kept once you press the button below."))
    return _show(request, program, form, facts=facts)


def _show(
    request: Request, program: Program, form: SetUpForm, *, facts: ProgramFacts | None = None, status: int = 200
) -> HttpResponse:
    shown = facts or (form.read_facts() if form.is_bound and form.is_valid() else facts_of_program(program))
    context = {
        "program": program,
        "form": form,
        "target": form.sides["target"],
        "counterpart": form.sides["counterpart"],
        "kinds": KINDS,
        "explanations": MODE_EXPLANATIONS,
        "usual": KINDS[shown.kind],
        "preview": preview_program(request.user, shown, now=timezone.now()),
    }
    return render(request, "programs/set_up.html", context, status=status)
