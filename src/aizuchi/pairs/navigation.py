"""Where pairs lie in the menu: one's own beside it, and for HR all of them."""

import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.pairs.queries import count_proposals_waiting_for
from aizuchi.people.models import Person, unseen
from aizuchi.people.requests import Request
from aizuchi.ui.frame import PairLink
from aizuchi.ui.navigation import FrameFacts, Tab, Waiting


def _list_pairs(request: HttpRequest) -> dict[str, Any]:
    """Those one meets now, each a link."""
    viewer = cast(Request, request).user
    pairs = Pair.objects.visible_to(viewer).on(timezone.localdate()).select_related("mentee", "mentor")
    found = pairs.defer("purpose", "care", "wish", *unseen("mentee", "mentor")).order_by("starts_on", "pk")
    return {"pairs": [_link(pair, viewer, request.path) for pair in found]}


def _link(pair: Pair, viewer: Person, path: str) -> PairLink:
    partner, address = pair.partner_of(viewer), reverse("pair", args=[pair.pk])
    return PairLink(
        name=partner.full_name,
        initial=partner.initial,
        hue=partner.hue,
        address=address,
        kind=pair.kind,
        kind_label=str(PairKind(pair.kind).label),
        is_current=path.startswith(address),
    )


def _count(viewer: Person, on: datetime.date) -> Waiting:
    count = count_proposals_waiting_for(viewer, on=on)
    words = ngettext("%(count)d person asks you for a 1on1", "%(count)d people ask you for a 1on1", count)
    return Waiting(count, words % {"count": count})


ENTRIES = (
    FrameFacts(_list_pairs),
    Tab(door="board", url="pairs:proposals", label=pgettext_lazy("menu", "Asking for a 1on1"), order=50, count=_count),
    Tab(door="people", url="pairs:manage", label=_("Pairs"), order=30, may_see=may_manage_pairs),
)
