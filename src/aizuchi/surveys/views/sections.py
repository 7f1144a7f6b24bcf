"""The parts of a survey above its questions: the whole, and sections."""

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys.queries import BuilderPage
from aizuchi.surveys.section_form import SectionForm, WholeForm
from aizuchi.surveys.structure.sections import add_section, move_section, remove_section
from aizuchi.surveys.views.builder_page import (
    WHOLE,
    apply_change,
    change_and_return,
    go_on_after_saving,
    load_page,
    show_page,
)


@require_http_methods(["GET", "POST"])
@login_required
def change_whole(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    page = load_page(request, survey_id)
    if not page.survey.is_draft:
        return redirect("surveys:build", survey_id)
    form = WholeForm(page.definition, request.POST or None)
    return _save(request, page, form, code=WHOLE, at=WHOLE) or show_page(
        request, page, open_code=WHOLE, form=form, status=422 if form.errors else 200
    )


@require_POST
@login_required
def add(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    return change_and_return(request, survey_id, add_section, at="add")


@require_http_methods(["GET", "POST"])
@login_required
def change_section(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    page = load_page(request, survey_id)
    section = next((one for one in page.definition.sections if one.code == code), None)
    if section is None or not page.survey.is_draft:
        messages.error(request, _("That part is no longer there. This is how the survey stands now."))
        return redirect("surveys:build", survey_id)
    form = SectionForm(page.definition, section, request.POST or None)
    return _save(request, page, form, code=code, at=f"s-{code}") or show_page(
        request, page, open_code=code, form=form, status=422 if form.errors else 200
    )


@require_POST
@login_required
def move(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    moved = "up" if request.POST.get("to") == "up" else "down"
    change = partial(move_section, code=code, by=-1 if moved == "up" else 1)
    return change_and_return(request, survey_id, change, at=f"s-{code}", moved=moved)


@require_POST
@login_required
def remove(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    return change_and_return(
        request, survey_id, partial(remove_section, code=code), removed=_("The section is removed, with its questions.")
    )


def _save(
    request: Request, page: BuilderPage, form: SectionForm | WholeForm, *, code: str, at: str
) -> HttpResponse | None:
    """None where the form has to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        survey = apply_change(request, page.survey.pk, form.change)
    except Refusal as refusal:
        refuse(form, refusal)
        return None
    return go_on_after_saving(request, survey, code=code, at=at)
