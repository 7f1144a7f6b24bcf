import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.manifests import gather
from aizuchi.meetings.operations.access import access_meeting, access_meeting_and_latest
from aizuchi.meetings.operations.openings import note_brief_opened
from aizuchi.meetings.page_cards import NUMBER, latest
from aizuchi.pages.page_cards import note_brief_hints_shown
from aizuchi.pages.queries.brief import brief_agenda, next_step
from aizuchi.people.requests import Request
from aizuchi.ui.cards import BriefCard, Context, compose, list_facts
from aizuchi.ui.facts import ask


@require_GET
@login_required
def brief(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """What one needs to know in ten seconds before going in. Http404 for everybody but the two."""
    context = _read_page(request, meeting_id)
    shown = {
        "cards": compose(gather(BriefCard), context),
        "brief": context.once(brief_agenda),
        "number": (context.facts[NUMBER] or 0) + 1,
        "now": context.now,
    }
    note_brief_opened(viewer=request.user, meeting_id=meeting_id, now=context.now)
    return render(request, "pages/brief.html", shown)


@require_GET
@login_required
def begun(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    step = _context(request, meeting_id).once(next_step)
    return render(request, "pages/brief_parts.html#begun_and_next_step", {"brief": step})


@require_GET
@login_required
def agenda(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    context = _context(request, meeting_id)
    found = context.once(brief_agenda)
    note_brief_hints_shown(context, found.hints)
    return render(request, "pages/brief_parts.html#agenda", {"brief": found, "now": context.now})


def _read_page(request: Request, meeting_id: uuid.UUID) -> Context:
    """The whole page asks first what there is. Its parts have too few cards for that to pay."""
    meeting, before = access_meeting_and_latest(viewer=request.user, meeting_id=meeting_id)
    now, wanted = timezone.now(), (*list_facts(gather(BriefCard)), NUMBER)
    today = timezone.localdate(now)
    facts = ask(wanted, viewer=request.user, now=now, today=today, subject=meeting)
    context = Context(viewer=request.user, now=now, today=today, subject=meeting, facts=facts)
    context.know(latest, before)
    return context


def _context(request: Request, meeting_id: uuid.UUID) -> Context:
    now = timezone.now()
    meeting = access_meeting(viewer=request.user, meeting_id=meeting_id)
    return Context(viewer=request.user, now=now, today=timezone.localdate(now), subject=meeting)
