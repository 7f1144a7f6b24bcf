"""When a survey goes out and to whom; its copies, and its file."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.exchange.document import write_document
from aizuchi.surveys.groups_of_asked import GroupTerms
from aizuchi.surveys.models import Survey
from aizuchi.surveys.queries import AskedPreview, preview_asked
from aizuchi.surveys.tasks import open_and_close_due_surveys, open_rounds_of_plans
from aizuchi.surveys.terms_form import TermsForm
from aizuchi.surveys.views.builder_page import act_and_return, load_page, show_page


@require_POST
@login_required
def settle(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    page, now = load_page(request, survey_id), timezone.now()
    form = TermsForm(request.user, request.POST, survey=page.survey, now=now)
    if form.is_valid() and "look" in request.POST:
        return show_page(request, page, terms=form, preview=_preview(request, form))
    if form.is_valid():
        try:
            if "monthly" in request.POST and page.survey.kind == Survey.Kind.PULSE:
                return _start_plan(request, survey_id, form)
            settled = operations.settle_survey(
                actor=request.user, survey_id=survey_id, terms=form.read_terms(), now=now
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if settled.opens_at and settled.opens_at <= now:
                open_and_close_due_surveys.enqueue()
            messages.success(request, _("It is set. The survey goes out by itself on its first day."))
            return redirect("surveys:build", survey_id)
    return show_page(request, page, terms=form, status=422)


def _start_plan(request: Request, survey_id: uuid.UUID, form: TermsForm) -> HttpResponse:
    operations.start_plan(
        actor=request.user,
        survey_id=survey_id,
        terms=form.read_terms(),
        rotation=form.read_rotation(),
        now=timezone.now(),
    )
    open_rounds_of_plans.enqueue()
    messages.success(request, _("It goes out every month from its first day on, until you stop it."))
    return redirect("surveys:build", survey_id)


@require_POST
@login_required
def stop_plan(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        operations.stop_plan(actor=request.user, survey_id=survey_id, now=timezone.now())
        return _("It no longer goes out every month.")

    return act_and_return(request, survey_id, act)


@require_POST
@login_required
def unsettle(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        operations.unsettle_survey(actor=request.user, survey_id=survey_id, now=timezone.now())
        return _("It does not go out for now. You can go on building.")

    return act_and_return(request, survey_id, act)


@require_POST
@login_required
def remove(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    try:
        operations.remove_draft(actor=request.user, survey_id=survey_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:build", survey_id)
    messages.success(request, _("The draft is removed."))
    return redirect("surveys:list")


@require_POST
@login_required
def copy(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    made = operations.copy_survey(actor=request.user, survey_id=survey_id, now=timezone.now())
    messages.success(request, _("This is the next one of its series. Its questions can be compared with those before."))
    return redirect("surveys:build", made.pk)


@require_GET
@login_required
def download(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    page = load_page(request, survey_id)
    answer = HttpResponse(write_document(page.definition), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="survey-{page.survey.pk}.json"'
    return answer


def _preview(request: Request, form: TermsForm) -> AskedPreview:
    terms = form.read_terms()
    groups = GroupTerms(
        is_anonymous=terms.is_anonymous,
        smallest_group=terms.smallest_group,
        second_attribute=terms.second_attribute,
    )
    organization = request.user.organization
    return preview_asked(organization, terms, groups, on=organization.today(timezone.now()))
