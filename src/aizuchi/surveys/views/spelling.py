"""Spelling is put right while a survey is out."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.refusals import OnlyWhileOut
from aizuchi.surveys.spelling_form import SpellingForm
from aizuchi.surveys.views.builder_page import WHOLE, load_page, read_revision, refuse_change, show_page


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    """`code`: of a question, or `WHOLE` with the titles of its sections."""
    page, now = load_page(request, survey_id), timezone.now()
    if code != WHOLE and page.definition.find(code) is None:
        raise Http404
    if not page.survey.takes_answers(now):
        return refuse_change(request, survey_id, OnlyWhileOut())
    form = SpellingForm(page.definition, "" if code == WHOLE else code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_spelling(
                actor=request.user, survey_id=survey_id, typed=form.read(), revision=read_revision(request), now=now
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Put right. Whoever reads the result is told."))
            at = WHOLE if code == WHOLE else f"q-{code}"
            return redirect(reverse("surveys:build", args=[survey_id]) + f"#{at}")
    return show_page(request, page, open_code=code, form=form, status=422 if form.errors else 200)
