import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from aizuchi.growth import operations
from aizuchi.growth.forms import WordsForm
from aizuchi.people.requests import Request


@require_POST
@login_required
def keep_in_mind(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "growth/parts.html#saved", {"form": form}, status=422)
    operations.keep_in_mind(
        actor=request.user, meeting_id=meeting_id, text=form.cleaned_data["text"], now=timezone.now()
    )
    return _answer(request)


@require_POST
@login_required
def answer_outcome(request: Request, spark_id: uuid.UUID) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    try:
        operations.answer_outcome(actor=request.user, spark_id=spark_id, outcome=outcome, now=timezone.now())
    except operations.NoSuchOutcome as wrong:
        raise Http404 from wrong
    return _answer(request)


def _answer(request: Request) -> HttpResponse:
    if request.htmx:
        return render(request, "growth/parts.html#saved", {"saved_at": timezone.now()})
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=False)
    return HttpResponseRedirect(asked if is_ours else "/")
