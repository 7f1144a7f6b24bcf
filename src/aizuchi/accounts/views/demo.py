"""Signing in as somebody of the demo company. Only the demo has these addresses."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aizuchi.accounts.models import DemoPerson
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries import demo_people
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.people.middleware import LANGUAGE_OF_VISIT
from aizuchi.people.queries import cards_of_people


@require_GET
@never_cache
def list_demo_people(request: HttpRequest) -> HttpResponse:
    people = demo_people.list_demo_people()
    today = timezone.localdate()
    cards = cards_of_people([entry.person for entry in people], on=today)
    return render(
        request, "accounts/demo.html", {"offered": [(cards[entry.person_id], entry.story) for entry in people]}
    )


@require_POST
def sign_in_as(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    try:
        person = demo_people.get_demo_person(person_id)
    except DemoPerson.DoesNotExist as problem:
        raise Http404 from problem
    if not person.is_active:
        raise Http404
    response = sign_in_person(request, person, proved_by=ProvedBy.DEMO)
    if (language := get_language()) == "en":  # who reads Japanese sees whom of the company the screens speak English to
        request.session[LANGUAGE_OF_VISIT] = language
    return response
