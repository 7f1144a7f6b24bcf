import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.days import read_moment
from aizuchi.kernel.manifests import gather
from aizuchi.meetings.page_cards import following
from aizuchi.pages.page_cards import get_talks, held
from aizuchi.pages.queries.pair import get_history
from aizuchi.pairs.operations.access import access_pair
from aizuchi.pairs.page_cards import pair_card
from aizuchi.people.requests import Request
from aizuchi.ui.cards import Context, PairPageCard, compose


@require_GET
@login_required
def pair(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """What two people share over time. Http404 for everybody but the two."""
    context = _context(request, pair_id)
    shown = {
        "cards": compose(gather(PairPageCard), context),
        "pair": context.once(pair_card),
        "held": context.once(held),
        "following": context.once(following),
        "pair_id": pair_id,
    }
    return render(request, "pages/pair.html", shown)


@require_GET
@login_required
def talks(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    card = get_talks(_context(request, pair_id))
    return render(request, "pages/cards/talks.html", {"card": card, "pair_id": pair_id})


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


def _context(request: Request, pair_id: uuid.UUID) -> Context:
    now = timezone.now()
    pair = access_pair(request.user, pair_id)
    return Context(viewer=request.user, now=now, today=timezone.localdate(now), subject=pair)
