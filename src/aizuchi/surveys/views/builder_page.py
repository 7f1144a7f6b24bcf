"""The page on which a survey is built, as every step of building answers with it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.asked import read_asked
from aizuchi.surveys.condition_form import ConditionForm
from aizuchi.surveys.forms import list_kinds
from aizuchi.surveys.groups_of_asked import GroupTerms
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.queries import AskedPreview, BuilderPage, get_builder, preview_asked
from aizuchi.surveys.section_form import WholeForm
from aizuchi.surveys.spelling_form import SpellingForm
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.languages import SurveyPart, list_missing
from aizuchi.surveys.terms_form import TermsForm

Change = Callable[[Definition], Definition]
WHOLE = "whole"


def load_page(request: Request, survey_id: uuid.UUID) -> BuilderPage:
    return get_builder(request.user, survey_id, language=get_language() or "ja", now=timezone.now())


def show_page(
    request: Request,
    page: BuilderPage,
    *,
    open_code: str = "",
    form: ConditionForm | WholeForm | SpellingForm | None = None,
    terms: TermsForm | None = None,
    preview: AskedPreview | None = None,
    status: int = 200,
) -> HttpResponse:
    """`open_code`: of the question or section whose form is open, or `WHOLE`."""
    now = timezone.now()
    context = {
        "page": page,
        "survey": page.survey,
        "open_code": open_code,
        "form": form,
        "terms": terms or (TermsForm(request.user, survey=page.survey, now=now) if page.survey.is_draft else None),
        "preview": preview or _preview_settled(request, page.survey),
        "may_correct": page.survey.takes_answers(now),
        "opens_soon": bool(page.survey.opens_at and page.survey.opens_at <= now),
        "plan": PulsePlan.objects.filter(survey=page.survey, next_on__isnull=False).first(),
        "missing": list_missing(page.definition),
        "next_missing": find_next_missing(page.survey.pk, page.definition, after=open_code),
        "kinds": list_kinds(),
    }
    return render(request, "surveys/build.html", context, status=status)


def find_next_missing(survey_id: uuid.UUID, definition: Definition, *, after: str = "") -> str:
    """Address of the field in which the next sentence is missing; those before `after` come last. Empty: none is."""
    missing = list_missing(definition)
    places = [one.code or WHOLE for one in missing]
    start = len(places) - places[::-1].index(after) if after in places else 0
    if not missing:
        return ""
    one = missing[start % len(missing)]
    field = f"{one.name}_{one.language}"
    match one.part:
        case SurveyPart.WHOLE:
            return reverse("surveys:change_whole", args=[survey_id]) + f"#id_whole-{field}"
        case SurveyPart.SECTION:
            return reverse("surveys:change_section", args=[survey_id, one.code]) + f"#id_section-{one.code}-{field}"
        case SurveyPart.QUESTION:
            return reverse("surveys:change_question", args=[survey_id, one.code]) + f"#id_{one.code}-{field}"


def go_on_after_saving(request: Request, survey: Survey, *, code: str, at: str) -> HttpResponseRedirect:
    """To the part that was saved, or where the next sentence is missing."""
    address = find_next_missing(survey.pk, survey.read(), after=code) if "next_missing" in request.POST else ""
    return redirect(address or reverse("surveys:build", args=[survey.pk]) + f"#{at}")


def read_revision(request: Request) -> int:
    typed = request.POST.get("revision") or request.GET.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def apply_change(request: Request, survey_id: uuid.UUID, change: Change) -> Survey:
    """Raises HasOpened, Stale, QuestionGone, TooLong."""
    return operations.change_definition(
        actor=request.user, survey_id=survey_id, change=change, revision=read_revision(request), now=timezone.now()
    )


def change_and_return(
    request: Request, survey_id: uuid.UUID, change: Change, *, removed: str = "", at: str = "", moved: str = ""
) -> HttpResponseRedirect:
    """`removed`: said, with a button that takes it back. `at`: the part of the page to go on at; `moved`: which way."""

    def act() -> str:
        survey = apply_change(request, survey_id, change)
        if removed:
            offer_to_take_back(request, survey, removed)
        return ""

    return act_and_return(request, survey_id, act, at=at, moved=moved)


def act_and_return(
    request: Request, survey_id: uuid.UUID, act: Callable[[], str], *, at: str = "", moved: str = ""
) -> HttpResponseRedirect:
    try:
        if said := act():
            messages.success(request, said)
    except Refusal as refusal:
        return refuse_change(request, survey_id, refusal)
    way = f"?moved={moved}" if moved else ""
    return redirect(reverse("surveys:build", args=[survey_id]) + way + (f"#{at}" if at else ""))


def offer_to_take_back(request: Request, survey: Survey, said: str) -> None:
    back = reverse("surveys:take_back", args=[survey.pk])
    messages.success(request, said, extra_tags=f"undo:{back}?revision={survey.revision}")


def refuse_change(request: Request, survey_id: uuid.UUID, refusal: Refusal) -> HttpResponseRedirect:
    changed = _("Somebody else changed this survey meanwhile. This is how it stands now.")
    messages.error(request, changed if isinstance(refusal, Stale) else str(refusal))
    return redirect("surveys:build", survey_id)


def _preview_settled(request: Request, survey: Survey) -> AskedPreview | None:
    if not survey.is_settled or survey.opened_at:
        return None
    organization = request.user.organization
    on = organization.today(timezone.now())
    return preview_asked(organization, read_asked(survey), GroupTerms.of(survey), on=on)
