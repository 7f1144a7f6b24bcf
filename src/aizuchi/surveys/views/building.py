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

from aizuchi.kernel.refusals import Refusal, Stale, refuse
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import conditions_for_browser, list_answer_lines
from aizuchi.surveys.asked import read_asked
from aizuchi.surveys.exchange.document import write_document
from aizuchi.surveys.forms import NewSurveyForm, list_kinds, list_sets
from aizuchi.surveys.groups_of_asked import GroupTerms
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.new_questions import make_question
from aizuchi.surveys.operations.access import require_builder
from aizuchi.surveys.queries import AskedPreview, BuilderPage, get_builder, preview_asked
from aizuchi.surveys.question_form import QuestionForm
from aizuchi.surveys.structure import Definition, Kind
from aizuchi.surveys.structure.edits import (
    add_question,
    add_sections_of,
    move_question,
)
from aizuchi.surveys.structure.edits import (
    remove_question as without_question,
)
from aizuchi.surveys.structure.made_up import make_up_answers
from aizuchi.surveys.tasks import open_and_close_due_surveys, open_rounds_of_plans
from aizuchi.surveys.terms_form import TermsForm

Change = Callable[[Definition], Definition]


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
    return _show(request, _page(request, survey_id))


@require_GET
@login_required
def try_out(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """As whoever is asked sees it, with answers that are made up. Nothing is kept."""
    page, language = _page(request, survey_id), get_language() or "ja"
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
        "next_try": f"{again}?seed={seed + 1}",
    }
    return render(request, "surveys/try.html", context)


@require_POST
@login_required
def add(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """A question of a kind, or one of our sets."""
    what = request.POST.get("what", "")
    if what in {str(kind) for kind in Kind}:
        return _change(request, survey_id, partial(add_question, question=make_question(Kind(what))), open_last=True)
    try:
        other = get_library_set(what)
    except KeyError as error:
        raise Http404 from error
    return _change(request, survey_id, partial(add_sections_of, other=other))


@require_http_methods(["GET", "POST"])
@login_required
def change_question(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    page = _page(request, survey_id)
    question = page.definition.find(code)
    if question is None or not page.survey.is_draft:
        messages.error(request, _("That question is no longer there. This is how the survey stands now."))
        return redirect("surveys:build", survey_id)
    form = QuestionForm(page.definition, question, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_definition(
                actor=request.user,
                survey_id=survey_id,
                change=form.change,
                revision=_revision(request),
                now=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("surveys:build", survey_id)
    return _show(request, page, open_code=code, form=form, status=422 if form.errors else 200)


@require_POST
@login_required
def move(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    by = -1 if request.POST.get("to") == "up" else 1
    return _change(request, survey_id, partial(move_question, code=code, by=by), at=code)


@require_POST
@login_required
def remove_question(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    return _change(request, survey_id, partial(without_question, code=code), done=_("Removed. You can take it back."))


@require_POST
@login_required
def take_back(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        operations.take_back_change(
            actor=request.user, survey_id=survey_id, revision=_revision(request), now=timezone.now()
        )
        return _("Taken back.")

    return _do(request, survey_id, act)


@require_POST
@login_required
def settle(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    page, now = _page(request, survey_id), timezone.now()
    form = TermsForm(request.user, request.POST, survey=page.survey, now=now)
    if form.is_valid() and "look" in request.POST:
        return _show(request, page, terms=form, preview=_preview(request, form))
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
    return _show(request, page, terms=form, status=422)


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

    return _do(request, survey_id, act)


@require_POST
@login_required
def unsettle(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    def act() -> str:
        operations.unsettle_survey(actor=request.user, survey_id=survey_id, now=timezone.now())
        return _("It does not go out for now. You can go on building.")

    return _do(request, survey_id, act)


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
    page = _page(request, survey_id)
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


def _preview_settled(request: Request, survey: Survey) -> AskedPreview | None:
    if not survey.is_settled or survey.opened_at:
        return None
    organization = request.user.organization
    on = organization.today(timezone.now())
    return preview_asked(organization, read_asked(survey), GroupTerms.of(survey), on=on)


def _page(request: Request, survey_id: uuid.UUID) -> BuilderPage:
    return get_builder(request.user, survey_id, language=get_language() or "ja", now=timezone.now())


def _show(
    request: Request,
    page: BuilderPage,
    *,
    open_code: str = "",
    form: QuestionForm | None = None,
    terms: TermsForm | None = None,
    preview: AskedPreview | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": page,
        "survey": page.survey,
        "open_code": open_code,
        "form": form,
        "terms": terms or (TermsForm(request.user, survey=page.survey, now=now) if page.survey.is_draft else None),
        "preview": preview or _preview_settled(request, page.survey),
        "opens_soon": bool(page.survey.opens_at and page.survey.opens_at <= now),
        "plan": PulsePlan.objects.filter(survey=page.survey, next_on__isnull=False).first(),
        "kinds": list_kinds(),
        "sets": list_sets(get_language() or "ja"),
    }
    return render(request, "surveys/build.html", context, status=status)


def _revision(request: Request) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _change(
    request: Request, survey_id: uuid.UUID, change: Change, *, done: str = "", at: str = "", open_last: bool = False
) -> HttpResponse:
    changed: list[Survey] = []

    def act() -> str:
        changed.append(
            operations.change_definition(
                actor=request.user,
                survey_id=survey_id,
                change=change,
                revision=_revision(request),
                now=timezone.now(),
            )
        )
        return done

    answer = _do(request, survey_id, act)
    if changed and open_last:
        code = list(changed[0].read().list_questions())[-1].code
        return redirect("surveys:change_question", survey_id, code)
    if at:
        answer.headers["Location"] += f"#q-{at}"
    return answer


def _do(request: Request, survey_id: uuid.UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        if said := act():
            messages.success(request, said)
    except Stale:
        messages.error(request, _("Somebody else changed this survey meanwhile. This is how it stands now."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("surveys:build", survey_id)
