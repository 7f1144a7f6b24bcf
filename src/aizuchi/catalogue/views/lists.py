"""Expected responses and the library of questions: short texts, each edited on a page of its own."""

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.catalogue.editing import question_groups, response_rows, sum_up
from aizuchi.catalogue.form_values import form_values_of
from aizuchi.catalogue.forms import LabelForm, QuestionForm, TextForm
from aizuchi.catalogue.models import ExpectedResponse, LibraryQuestion
from aizuchi.catalogue.operations import add_question, edit_question, edit_response
from aizuchi.catalogue.views.editors import for_editors, say_saved, status_of, went_through
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request


@for_editors
@require_GET
def manage(request: Request) -> HttpResponse:
    return redirect("catalogue:topics")


@for_editors
@require_GET
def list_responses(request: Request) -> HttpResponse:
    rows = response_rows(request.user.organization)
    context = {"rows": rows, "summary": sum_up(rows), "edit": "catalogue:response"}
    return render(request, "catalogue/responses.html", context)


@for_editors
@require_http_methods(["GET", "POST"])
def response(request: Request, response_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(ExpectedResponse, pk=response_id, organization=request.user.organization)
    form = LabelForm.of(form_values_of(row), request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"label": form.pairwise(), "seen": form.cleaned_data["seen"]}
        edit = partial(edit_response, actor=request.user, response_id=row.pk, now=timezone.now(), **said)
        if went_through(edit, form=form, row=row):
            return say_saved(request, "catalogue:responses")
    context = {"form": form, "name": row.label, "ordered_list": "responses"}
    return render(request, "catalogue/words_of_one.html", context, status=status_of(form))


@for_editors
@require_http_methods(["GET", "POST"])
def list_questions(request: Request) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_question(actor=request.user, use=form.cleaned_data["use"], text=form.pairwise(), now=timezone.now())
        except Refusal as refusal:
            form.add_error("ja", str(refusal))
        else:
            return say_saved(request, "catalogue:questions")
    groups = question_groups(request.user.organization)
    summary = sum_up(row for group in groups for row in group.rows)
    context = {"groups": groups, "form": form, "summary": summary, "edit": "catalogue:question"}
    return render(request, "catalogue/questions.html", context, status=422 if form.errors else 200)


@for_editors
@require_http_methods(["GET", "POST"])
def question(request: Request, question_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(LibraryQuestion, pk=question_id, organization=request.user.organization)
    form = TextForm.of(form_values_of(row), request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"text": form.pairwise(), "seen": form.cleaned_data["seen"]}
        edit = partial(edit_question, actor=request.user, question_id=row.pk, now=timezone.now(), **said)
        if went_through(edit, form=form, row=row):
            return say_saved(request, "catalogue:questions")
    context = {"form": form, "name": row.text, "ordered_list": "questions"}
    return render(request, "catalogue/words_of_one.html", context, status=status_of(form))
