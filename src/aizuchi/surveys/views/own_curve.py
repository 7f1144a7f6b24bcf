"""A person's own curve. Nobody but they opens these addresses; a partner sees what is shown in the brief of the two."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import list_answer_lines
from aizuchi.surveys.own_curve_words import draw_clarity, draw_lines, tabulate_lines
from aizuchi.surveys.own_questions import get_own_questions
from aizuchi.surveys.queries import get_own_curve, list_support_contacts, offer_topics
from aizuchi.surveys.queries.clarity import list_own_clarity
from aizuchi.surveys.views.answering import read_given


@require_http_methods(["GET", "POST"])
@login_required
def own_curve(request: Request) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        try:
            given = read_given(get_own_questions(), request.POST)
            operations.keep_own_readings(actor=request.user, given=given, now=now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept. Only you see it, unless you show it to somebody."))
        return redirect("surveys:own_curve")
    page = get_own_curve(viewer=request.user, now=now)
    sections = list_answer_lines(get_own_questions(), page.given, {}, language=get_language() or "ja")
    clarity = draw_clarity(list_own_clarity(viewer=request.user))
    context = {
        "page": page,
        "sections": sections,
        "drawn": [*draw_lines(page.lines), *([clarity] if clarity else [])],
        "offer": offer_topics(viewer=request.user, definition=get_own_questions(), given=page.given, now=now),
        "contacts": list_support_contacts(request.user.organization_id),
        "table": tabulate_lines(page.lines),
    }
    return render(request, "surveys/own_curve.html", context)


@require_POST
@login_required
def show(request: Request) -> HttpResponse:
    """To the other of one pair, or not any more."""
    if pair_id := read_key(request.POST.get("pair")):
        if request.POST.get("shows") == "1":
            operations.show_own_curve(actor=request.user, pair_id=pair_id, now=timezone.now())
            messages.success(request, _("From now on it stands in their preparation of your 1on1s."))
        else:
            operations.hide_own_curve(actor=request.user, pair_id=pair_id)
            messages.success(request, _("Switched off: they no longer see it."))
    return redirect("surveys:own_curve")


@require_POST
@login_required
def pause(request: Request) -> HttpResponse:
    until = request.POST.get("until", "")
    operations.pause_own_curve(actor=request.user, until=until, now=timezone.now())
    return redirect("home" if until == "next_month" else "surveys:own_curve")


@require_POST
@login_required
def remove(request: Request) -> HttpResponse:
    operations.remove_own_readings(actor=request.user)
    messages.success(request, _("Thrown away. Nothing of it is left here."))
    return redirect("surveys:own_curve")
