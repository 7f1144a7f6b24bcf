import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.days import read_moment
from aizuchi.meetings.queries.talks import list_talks
from aizuchi.pages.queries.pair import get_history, get_pair_page, may_ask_for_talk
from aizuchi.pairs.queries import pair_overview
from aizuchi.people.requests import Request


@require_GET
@login_required
def pair(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    page = get_pair_page(viewer=request.user, pair_id=pair_id, now=timezone.now())
    return render(request, "pages/pair.html", {"page": page, "history": page.history, "pair_id": pair_id})


@require_GET
@login_required
def talks(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    overview = pair_overview(pair_id, viewer=request.user, on=timezone.localdate(now))
    found = list_talks(viewer=request.user, now=now, pair_id=pair_id)
    context = {
        "talks": found,
        "may_ask": may_ask_for_talk(overview, found),
        "partner": overview.card.partner,
        "pair_id": pair_id,
    }
    return render(request, "pages/pair_parts.html#talks", context)


@require_GET
@login_required
def earlier(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """The 1on1s before a moment: as a fragment, or without scripts as a page of their own."""
    before = read_moment(request.GET.get("before", ""))
    if before is None:
        raise Http404
    history = get_history(viewer=request.user, pair_id=pair_id, now=timezone.now(), before=before)
    template = "pages/pair_parts.html#pasts" if request.htmx else "pages/pair_earlier.html"
    return render(request, template, {"history": history, "pair_id": pair_id})
