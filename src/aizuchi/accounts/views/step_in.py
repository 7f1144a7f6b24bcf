"""Stepping into somebody's shoes. Only the demo has these addresses."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aizuchi.accounts import demo_people
from aizuchi.accounts.models import DemoPerson
from aizuchi.accounts.sign_in import let_in
from aizuchi.people.queries import cards_of_people


@require_GET
@never_cache
def choose_shoes(request: HttpRequest) -> HttpResponse:
    offered = demo_people.list_offered()
    today = timezone.localdate()
    cards = cards_of_people([entry.person for entry in offered], on=today)
    return render(
        request, "accounts/demo.html", {"offered": [(cards[entry.person_id], entry.story) for entry in offered]}
    )


@require_POST
def step_in(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    try:
        person = demo_people.get_offered(person_id)
    except DemoPerson.DoesNotExist as problem:
        raise Http404 from problem
    if not person.is_active:
        raise Http404
    let_in(request, person)
    return redirect("/")
