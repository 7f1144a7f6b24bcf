import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.manifests import gather
from aizuchi.meetings.page_cards import coming
from aizuchi.pages.headline import say_headline
from aizuchi.pages.page_cards import has_pairs
from aizuchi.people.requests import Request
from aizuchi.ui.cards import Context, HomeCard, compose, list_facts
from aizuchi.ui.facts import Facts, read_facts
from aizuchi.ui.navigation import FrameFacts, Tab, list_asked


@require_GET
@login_required
def home(request: Request) -> HttpResponse:
    return render(request, "pages/home.html", _compose(request))


@require_GET
@login_required
def now(request: Request) -> HttpResponse:
    """What is on right now, and all that names the next 1on1."""
    return render(request, "pages/home_parts.html#live", _compose(request, only_live=True))


def _read_facts(request: Request, now: datetime.datetime) -> Facts:
    """The cards and the frame ask together. A live part has too few cards for asking first to pay."""
    frame = list_asked(gather(Tab), gather(FrameFacts))
    return read_facts(request, [*list_facts(gather(HomeCard)), *frame], now=now)


def _compose(request: Request, *, only_live: bool = False) -> dict[str, Any]:
    now = timezone.now()
    facts = {} if only_live else _read_facts(request, now)
    context = Context(viewer=request.user, now=now, today=timezone.localdate(now), facts=facts)
    ahead = context.once(coming)
    return {
        "headline": say_headline(ahead[0].row if ahead else None, has_pairs=context.once(has_pairs), now=now),
        "has_pairs": context.once(has_pairs),
        "cards": compose(gather(HomeCard), context, only_live=only_live),
        "now": now,
    }
