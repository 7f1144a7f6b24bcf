"""Topics and their prompts."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.catalogue.editing import prompt_groups, sum_up, topic_groups
from aizuchi.catalogue.form_values import form_values_of
from aizuchi.catalogue.forms import NewTopicForm, PromptForm, TextForm, TopicForm
from aizuchi.catalogue.icons import TOPIC_ICONS
from aizuchi.catalogue.models import Prompt, Topic
from aizuchi.catalogue.operations import add_prompt, add_topic, edit_prompt, edit_topic
from aizuchi.catalogue.views.editors import for_editors, say_saved, status_of, went_through
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request


@for_editors
@require_http_methods(["GET", "POST"])
def list_topics(request: Request) -> HttpResponse:
    form = NewTopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            topic = add_topic(
                actor=request.user,
                label=form.pairwise(),
                icon=data["icon"],
                pair_kind=data["pair_kind"],
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("ja", str(refusal))
        else:
            messages.success(request, _("Added. You may give it questions that help to begin."))
            return redirect("catalogue:topic", topic_id=topic.pk)
    groups = topic_groups(request.user.organization)
    summary = sum_up(row for group in groups for row in group.rows)
    context = {"groups": groups, "form": form, "icons": TOPIC_ICONS, "summary": summary, "edit": "catalogue:topic"}
    return render(request, "catalogue/topics.html", context, status=422 if form.errors else 200)


@for_editors
@require_http_methods(["GET", "POST"])
def topic(request: Request, topic_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Topic, pk=topic_id, organization=request.user.organization)
    form = TopicForm.of(form_values_of(row), request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"label": form.pairwise(), "icon": form.cleaned_data["icon"], "seen": form.cleaned_data["seen"]}
        edit = partial(edit_topic, actor=request.user, topic_id=row.pk, now=timezone.now(), **said)
        if went_through(edit, form=form, row=row):
            return say_saved(request, "catalogue:topics")
    return _render(request, row, form, PromptForm())


@for_editors
@require_POST
def add(request: Request, topic_id: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Topic, pk=topic_id, organization=request.user.organization)
    form = PromptForm(request.POST)
    if form.is_valid():
        try:
            add_prompt(
                actor=request.user,
                topic_id=row.pk,
                tense=form.cleaned_data["tense"],
                text=form.pairwise(),
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("ja", str(refusal))
        else:
            return redirect("catalogue:topic", topic_id=row.pk)
    named = TopicForm.of(form_values_of(row))
    return _render(request, row, named, form)


@for_editors
@require_http_methods(["GET", "POST"])
def edit(request: Request, prompt_id: uuid.UUID) -> HttpResponse:
    prompt = get_object_or_404(Prompt, pk=prompt_id, topic__organization=request.user.organization)
    form = TextForm.of(form_values_of(prompt), request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"text": form.pairwise(), "seen": form.cleaned_data["seen"]}
        rewrite = partial(edit_prompt, actor=request.user, prompt_id=prompt.pk, now=timezone.now(), **said)
        if went_through(rewrite, form=form, row=prompt):
            return say_saved(request, "catalogue:topic", prompt.topic_id)
    context = {"form": form, "name": prompt.text, "ordered_list": "topics", "topic_id": prompt.topic_id}
    return render(request, "catalogue/words_of_one.html", context, status=status_of(form))


def _render(request: Request, row: Topic, form: TopicForm, prompt_form: PromptForm) -> HttpResponse:
    context = {
        "topic": row,
        "form": form,
        "prompt_form": prompt_form,
        "groups": prompt_groups(row),
        "icons": TOPIC_ICONS,
    }
    return render(request, "catalogue/topic.html", context, status=status_of(form, prompt_form))
