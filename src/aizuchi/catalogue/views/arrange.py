"""Moving, putting away and bringing back, in every list."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aizuchi.catalogue.models import Prompt
from aizuchi.catalogue.operations import move_item, reorder_items, restore_item, retire_item
from aizuchi.catalogue.ordered_lists import ORDERED_LISTS, Item
from aizuchi.catalogue.views.editors import for_editors
from aizuchi.kernel.ids import read_known_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

STEPS = {"up": -1, "down": 1}


@for_editors
@require_POST
def move(request: Request, ordered_list: str, item_id: uuid.UUID) -> HttpResponse:
    step = STEPS.get(request.POST.get("direction", ""))
    if step is None:
        raise Http404
    item = move_item(
        actor=request.user, ordered_list=_known(ordered_list), item_id=item_id, step=step, now=timezone.now()
    )
    return _back(ordered_list, item)


@for_editors
@require_POST
def reorder(request: Request, ordered_list: str) -> HttpResponse:
    """Sent by the list itself once it was dragged; it shows the new order already."""
    item_ids = [read_known_key(key) for key in request.POST.getlist("order")]
    reorder_items(actor=request.user, ordered_list=_known(ordered_list), item_ids=item_ids, now=timezone.now())
    return HttpResponse(status=204)


@for_editors
@require_POST
def retire(request: Request, ordered_list: str, item_id: uuid.UUID) -> HttpResponse:
    try:
        item = retire_item(actor=request.user, ordered_list=_known(ordered_list), item_id=item_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _back(ordered_list, ORDERED_LISTS[ordered_list].items_of(request.user.organization).get(pk=item_id))
    messages.success(request, _("Put away. Where it was used it stays readable."))
    return _back(ordered_list, item)


@for_editors
@require_POST
def restore(request: Request, ordered_list: str, item_id: uuid.UUID) -> HttpResponse:
    item = restore_item(actor=request.user, ordered_list=_known(ordered_list), item_id=item_id, now=timezone.now())
    messages.success(request, _("Back on offer."))
    return _back(ordered_list, item)


def _known(ordered_list: str) -> str:
    if ordered_list not in ORDERED_LISTS:
        raise Http404
    return ordered_list


def _back(ordered_list: str, item: Item) -> HttpResponse:
    if isinstance(item, Prompt):
        return redirect("catalogue:topic", topic_id=item.topic_id)
    return redirect(f"{reverse(f'catalogue:{ordered_list}')}#row-{item.pk}")
