import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from aizuchi.anonymous_answers.operations.access import find_right
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.queries.answer_card import get_answer_card
from aizuchi.people.requests import Request


@require_GET
@cache_control(private=True, max_age=600)  # home fetches it for everybody entitled: opening it then asks nothing
@login_required
def answer(request: Request, window_id: uuid.UUID, mentor_id: uuid.UUID) -> HttpResponse:
    """Where the mentee answers. What they say goes another way, without a name: see islands/feedback_answer.ts."""
    right_id = find_right(viewer=request.user, asking=ASKING, window_id=window_id, subject_id=mentor_id)
    found = get_answer_card(viewer=request.user, eligibility_id=right_id, now=timezone.now())
    return render(request, "feedback/answer.html" if found else "feedback/answer_over.html", {"voice": found})
