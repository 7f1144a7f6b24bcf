"""One agenda item, one field at a time."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations, policies
from aizuchi.meetings.agenda_commands import read_subject, read_whole_number
from aizuchi.meetings.models import AgendaItem
from aizuchi.meetings.operations.item_fields import ChangedElsewhere, fingerprint
from aizuchi.meetings.views.answers import changes, done, prepare_address
from aizuchi.people.requests import Request


@changes
def add(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """A topic, a theme, own words, or what was left from last time: see `read_subject`. With `response`, how its owner
    would like to be met; with `tells`, from a page that does not show the agenda."""
    subject, now = read_subject(request.POST), timezone.now()
    item = operations.add_item(actor=request.user, meeting_id=meeting_id, subject=subject, now=now)
    response_id = read_key(request.POST.get("response"))
    if response_id and policies.may_choose_response(request.user, item, now):
        operations.choose_response(actor=request.user, item_id=item.pk, response_id=response_id, now=now)
    say = _("On the agenda: %(item)s") % {"item": item.label} if request.POST.get("tells") else ""
    return done(request, "agenda", back=prepare_address(meeting_id), say=say)


@changes
def order(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    item_ids = [found for value in request.POST.getlist("item") if (found := read_key(value))]
    operations.order_items(actor=request.user, meeting_id=meeting_id, item_ids=item_ids, now=timezone.now())
    return done(request, "agenda", back=prepare_address(meeting_id))


@changes
def remove(request: Request, item_id: uuid.UUID) -> HttpResponse:
    item = operations.remove_item(actor=request.user, item_id=item_id, now=timezone.now())
    say = _("Taken off: %(item)s") % {"item": item.label}
    return _done(request, item, say=say, undo=reverse("meetings:restore_item", args=[item_id]))


@changes
def restore(request: Request, item_id: uuid.UUID) -> HttpResponse:
    return _done(request, operations.restore_item(actor=request.user, item_id=item_id, now=timezone.now()))


@changes
def shift(request: Request, item_id: uuid.UUID, by: int) -> HttpResponse:
    return _done(request, operations.shift_item(actor=request.user, item_id=item_id, by=by, now=timezone.now()))


@changes
def choose_response(request: Request, item_id: uuid.UUID) -> HttpResponse:
    response_id = read_key(request.POST.get(f"response-{item_id}"))
    item = operations.choose_response(actor=request.user, item_id=item_id, response_id=response_id, now=timezone.now())
    return _done(request, item)


@changes
def choose_decider(request: Request, item_id: uuid.UUID) -> HttpResponse:
    decider = request.POST.get(f"decider-{item_id}", "")
    item = operations.choose_decider(actor=request.user, item_id=item_id, decider=decider, now=timezone.now())
    return _done(request, item)


@changes
def set_minutes(request: Request, item_id: uuid.UUID) -> HttpResponse:
    minutes = read_whole_number(request.POST.get(f"minutes-{item_id}"))
    item = operations.set_item_minutes(actor=request.user, item_id=item_id, minutes=minutes, now=timezone.now())
    return _done(request, item)


@changes
def mark_talked(request: Request, item_id: uuid.UUID, talked: bool) -> HttpResponse:
    item = operations.mark_talked(actor=request.user, item_id=item_id, talked=talked, now=timezone.now())
    return _done(request, item)


@changes
def go_to(request: Request, item_id: uuid.UUID) -> HttpResponse:
    return _done(request, operations.go_to_item(actor=request.user, item_id=item_id, now=timezone.now()))


@changes
def write_comment(request: Request, item_id: uuid.UUID) -> HttpResponse:
    """As somebody types. The answer stands beside the field, which it never replaces."""
    text = request.POST.get(f"comment-{item_id}", "")
    seen = request.POST.get(f"seen-{item_id}") or None
    try:
        item = operations.write_comment(
            actor=request.user,
            item_id=item_id,
            comment=text,
            seen=None if request.POST.get("overwrite") else seen,
            now=timezone.now(),
        )
    except ChangedElsewhere as conflict:
        told = {"item_id": item_id, "seen": seen, "kept": conflict.kept, "sentence": str(conflict.sentence)}
        return render(request, "meetings/_comment_said.html", told, status=409)
    except Refusal as refusal:
        told = {"item_id": item_id, "seen": seen, "sentence": str(refusal)}
        return render(request, "meetings/_comment_said.html", told, status=422)
    return render(request, "meetings/_comment_said.html", {"item_id": item_id, "seen": fingerprint(item.comment)})


def _done(request: Request, item: AgendaItem, *, say: str = "", undo: str = "") -> HttpResponse:
    return done(request, "agenda", back=prepare_address(item.meeting_id), say=say, undo=undo)
