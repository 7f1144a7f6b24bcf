"""A survey is begun, and its questions are written, moved and tried."""

import json
import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import conditions_for_browser, list_answer_lines
from aizuchi.surveys.forms import NewSurveyForm
from aizuchi.surveys.models import Survey
from aizuchi.surveys.new_questions import make_question
from aizuchi.surveys.operations.access import require_builder
from aizuchi.surveys.queries.reach import list_reach
from aizuchi.surveys.question_form import QuestionForm
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.edits import add_question, find_changed, move_question, remove_question
from aizuchi.surveys.structure.made_up import make_up_answers
from aizuchi.surveys.structure.sections import list_codes
from aizuchi.surveys.views.builder_page import (
    apply_change,
    change_and_return,
    go_on_after_saving,
    load_page,
    read_revision,
    refuse_change,
    show_page,
)


@require_http_methods(["GET", "POST"])
@login_required
def create(request: Request) -> HttpResponse:
    now = timezone.now()
    require_builder(request.user, now)
    form = NewSurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        survey = operations.create_survey(
            actor=request.user, kind=form.cleaned_data["kind"], definition=form.read(), now=now
        )
        return redirect("surveys:build", survey.pk)
    return render(request, "surveys/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@login_required
def build(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    return show_page(request, load_page(request, survey_id))


@require_GET
@login_required
def try_out(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """As whoever is asked sees it, with answers that are made up. Nothing is kept."""
    page, language = load_page(request, survey_id), get_language() or "ja"
    typed = request.GET.get("seed", "")
    seed = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
    given = make_up_answers(page.definition, seed=seed) if seed else {}
    sections = list_answer_lines(page.definition, given, {}, language=language)
    again = reverse("surveys:try", args=[survey_id])
    context = {
        "page": page,
        "survey": page.survey,
        "last_day": page.survey.last_day,
        "title": page.definition.title.in_language(language),
        "opening": page.definition.opening.in_language(language),
        "conditions": json.dumps(conditions_for_browser(page.definition)),
        "sections": sections,
        "asked": sum(line.is_asked and line.kind != Kind.INFORMATION for one in sections for line in one.lines),
        "is_made_up": bool(seed),
        "next_try": f"{again}?seed={seed + 1}",
    }
    return render(request, "surveys/try.html", context)


@require_GET
@login_required
def show_reach(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Which questions anybody can be asked."""
    page = load_page(request, survey_id)
    reach = None if page.spoils_conditions else list_reach(page.definition, language=get_language() or "ja")
    return render(request, "surveys/reach.html", {"survey": page.survey, "reach": reach})


@require_POST
@login_required
def add(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """A question of a kind, whose form opens."""
    what = request.POST.get("what", "")
    if what not in {str(kind) for kind in Kind}:
        raise Http404
    before = list_codes(load_page(request, survey_id).definition)
    question = make_question(Kind(what))
    try:
        survey = apply_change(
            request, survey_id, partial(add_question, question=question, section=request.POST.get("section", ""))
        )
    except Refusal as refusal:
        return refuse_change(request, survey_id, refusal)
    [made] = set(list_codes(survey.read())) - set(before)
    return redirect(reverse("surveys:change_question", args=[survey_id, made]) + f"#q-{made}")


@require_http_methods(["GET", "POST"])
@login_required
def change_question(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    page = load_page(request, survey_id)
    question = page.definition.find(code)
    if question is None or not page.survey.is_draft:
        messages.error(request, _("That part is no longer there. This is how the survey stands now."))
        return redirect("surveys:build", survey_id)
    form = QuestionForm(page.definition, question, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            survey = apply_change(request, survey_id, form.change)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return go_on_after_saving(request, survey, code=code, at=f"q-{code}")
    return show_page(request, page, open_code=code, form=form, status=422 if form.errors else 200)


@require_POST
@login_required
def move(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    moved = "up" if request.POST.get("to") == "up" else "down"
    change = partial(move_question, code=code, by=-1 if moved == "up" else 1)
    return change_and_return(request, survey_id, change, at=f"q-{code}", moved=moved)


@require_POST
@login_required
def remove(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    return change_and_return(
        request, survey_id, partial(remove_question, code=code), removed=_("The question is removed.")
    )


@require_POST
@login_required
def take_back(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    return _step(request, survey_id, operations.take_back_change, said=_("Taken back."))


@require_POST
@login_required
def do_again(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    return _step(request, survey_id, operations.do_change_again, said=_("Done again."))


def _step(request: Request, survey_id: uuid.UUID, step: Callable[..., Survey], *, said: str) -> HttpResponse:
    """Goes on where something became another."""
    before = load_page(request, survey_id).definition
    try:
        survey = step(actor=request.user, survey_id=survey_id, revision=read_revision(request), now=timezone.now())
    except Refusal as refusal:
        return refuse_change(request, survey_id, refusal)
    messages.success(request, said)
    changed = find_changed(before, survey.read())
    return redirect(reverse("surveys:build", args=[survey_id]) + (f"#q-{changed}" if changed else ""))
