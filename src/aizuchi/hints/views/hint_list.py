"""Browsing, searching, and one hint with everything about it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.catalogue import queries as catalogue
from aizuchi.hints import queries
from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_shown
from aizuchi.kernel.measure import read_page
from aizuchi.people.requests import Request

LONGEST, FARTHEST = 60, 10_000
KEPT = ("", "bookmarks", "own")


@require_GET
@login_required
def browse(request: Request) -> HttpResponse:
    now, asked = timezone.now(), request.GET
    hint_list = queries.search_hints(
        viewer=request.user,
        now=now,
        typed=asked.get("q", "")[:LONGEST],
        topic=asked.get("topic", "")[:LONGEST],
        response=asked.get("response", "")[:LONGEST],
        kept=asked.get("kept", "") if asked.get("kept", "") in KEPT else "",
        number=read_page(asked.get("page"), farthest=FARTHEST),
    )
    note_shown(viewer=request.user, cards=hint_list.cards, place=Impression.Place.LIST, now=now)
    context = {
        "hint_list": hint_list,
        "topics": catalogue.topics_for(request.user.organization, pair_kind=""),
        "responses": catalogue.responses_for(request.user.organization),
        "without_try": not queries.list_occasions(viewer=request.user, now=now),
    }
    is_part = (request.htmx.target or "").endswith("#found")
    return render(request, f"hints/hint_list.html{'#found' if is_part else ''}", context)


@require_GET
@login_required
def show_hint(request: Request, hint_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    page = queries.get_hint(viewer=request.user, hint_id=hint_id, now=now)
    occasions = queries.list_occasions(viewer=request.user, now=now)
    return render(request, "hints/hint.html", {"page": page, "card": page.card, "occasions": occasions})
