"""Choosing topics and moving a 1on1 from a mail, in one tap and without signing in. Nothing said earlier is shown."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aizuchi.catalogue.queries import responses_for, topics_for
from aizuchi.kernel.days import read_moment
from aizuchi.kernel.ids import read_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations, policies
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.agenda import Subject
from aizuchi.meetings.operations.arrangement import arrangement_of
from aizuchi.meetings.queries.times import find_times
from aizuchi.meetings.quick_links import BrokenQuickLink, Purpose, QuickLinkOver, read_quick_link
from aizuchi.people.models import Person

QuickView = Callable[[HttpRequest, Person, Meeting], HttpResponse]


def quick(purpose: Purpose) -> Callable[[QuickView], Callable[..., HttpResponse]]:
    """Opens the link as whom it was sent to, in their language and time. A GET changes nothing: mail scanners look."""

    def decorate(view: QuickView) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def answer(request: Any, token: str) -> HttpResponse:
            found = _open(purpose, token)
            if found is None:
                return render(request, "meetings/quick_over.html", status=410)
            person, meeting = found
            translation.activate(person.language)
            with timezone.override(person.time_zone):
                return view(request, person, meeting)

        return answer

    return decorate


@quick(Purpose.TOPICS)
def topics(request: HttpRequest, person: Person, meeting: Meeting) -> HttpResponse:
    if request.method == "GET":
        return _render_quick_page(request, "meetings/quick_topics.html", person, meeting)
    try:
        count = _bring(request, person, meeting)
    except Refusal as refusal:
        return _render_quick_page(request, "meetings/quick_topics.html", person, meeting, problem=refusal, status=422)
    return _render_quick_page(request, "meetings/quick_topics.html", person, meeting, count=count)


@quick(Purpose.MOVE)
def move(request: HttpRequest, person: Person, meeting: Meeting) -> HttpResponse:
    if request.method == "GET":
        return _render_quick_page(request, "meetings/quick_move.html", person, meeting)
    wanted = arrangement_of(meeting)
    try:
        starts_at = read_moment(request.POST.get("starts_at", ""))
        if starts_at is None:
            raise ValueError
        arrangement = replace(wanted, starts_at=starts_at)
        meeting = operations.move_meeting(
            actor=person,
            meeting_id=meeting.pk,
            arrangement=arrangement,
            version=meeting.version,
            now=timezone.now(),
        )
    except (Refusal, ValueError) as problem:
        told = problem if isinstance(problem, Refusal) else None
        return _render_quick_page(
            request, "meetings/quick_move.html", person, meeting, problem=told, is_unread=not told, status=422
        )
    return _render_quick_page(request, "meetings/quick_move.html", person, meeting, is_moved=True)


def _open(purpose: Purpose, token: str) -> tuple[Person, Meeting] | None:
    """Nothing, once the 1on1 has another time, is over, or one of the two is gone."""
    now = timezone.now()
    try:
        link = read_quick_link(purpose, token, now=now)
    except QuickLinkOver:
        return None
    except BrokenQuickLink as broken:
        raise Http404 from broken
    person = Person.objects.select_related("organization").filter(pk=link.person_id).first()
    if person is None or not person.is_active:
        return None
    rows = Meeting.objects.visible_to(person).select_related("pair__mentee", "pair__mentor", "pair__organization")
    second = datetime.timedelta(seconds=1)
    meeting = rows.filter(
        pk=link.meeting_id, starts_at__gte=link.starts_at, starts_at__lt=link.starts_at + second
    ).first()
    return (person, meeting) if meeting and policies.may_move(person, meeting, now) else None


def _bring(request: HttpRequest, person: Person, meeting: Meeting) -> int:
    """All or nothing, each topic met in the way that was chosen."""
    now, count = timezone.now(), 0
    response_id = read_key(request.POST.get("response"))
    title = request.POST.get("title", "").strip()
    subjects = [Subject(topic_id=found) for value in request.POST.getlist("topic") if (found := read_key(value))]
    for subject in [*subjects, *([Subject(title=title)] if title or not subjects else [])]:
        item = operations.add_item(actor=person, meeting_id=meeting.pk, subject=subject, now=now)
        count += 1
        if response_id and policies.may_choose_response(person, item, now):
            operations.choose_response(actor=person, item_id=item.pk, response_id=response_id, now=now)
    return count


def _render_quick_page(
    request: HttpRequest, template: str, person: Person, meeting: Meeting, *, status: int = 200, **told: Any
) -> HttpResponse:
    organization = meeting.pair.organization
    context = {
        "person": person,
        "partner": meeting.pair.partner_of(person),
        "starts_at": meeting.starts_at,
        **told,
    }
    if template.endswith("topics.html"):
        context |= {
            "topics": topics_for(organization, pair_kind=meeting.pair.kind),
            "responses": responses_for(organization),
        }
    else:
        found = find_times(
            viewer=person,
            pair=meeting.pair,
            meeting=meeting,
            minutes=meeting.minutes,
            in_person=meeting.place_kind == Meeting.Place.IN_PERSON,
            now=timezone.now(),
        )
        context["offers"] = [offer for offer in found.offers if offer.starts_at != meeting.starts_at]
    return render(request, template, context, status=status)
