"""Where pairs lie in the menu: one's own beside it, and for HR all of them."""

import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.prepared import prepared
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.pairs.queries import waiting_for
from aizuchi.people.models import Person, unseen
from aizuchi.people.requests import Request
from aizuchi.ui.addresses import find_address
from aizuchi.ui.facts import Fact, Facts, count_rows
from aizuchi.ui.frame import PairLink
from aizuchi.ui.navigation import CountedBy, FrameFacts, Tab


@prepared
def _find_pairs(viewer: Person, on: datetime.date) -> PairQuerySet:
    pairs = Pair.objects.visible_to(viewer).on(on).select_related("mentee", "mentor")
    return pairs.defer("purpose", "care", "wish", *unseen("mentee", "mentor")).order_by("starts_on", "pk")


def _list_pairs(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    """Those one meets now, each a link."""
    viewer = cast(Request, request).user
    found = _find_pairs(viewer=viewer, on=timezone.localdate())
    return {"pairs": [_link(pair, viewer, request.path) for pair in found]}


def _link(pair: Pair, viewer: Person, path: str) -> PairLink:
    partner, address = pair.partner_of(viewer), find_address("pair", [pair.pk])
    return PairLink(
        name=partner.full_name,
        initial=partner.initial,
        hue=partner.hue,
        address=address,
        kind=pair.kind,
        kind_label=PairKind.label_of_partner(pair.kind, is_mentee=viewer.pk == pair.mentee_id),
        is_current=path.startswith(address),
    )


ASKED = Fact(lambda asking: count_rows(waiting_for(asking.viewer, on=asking.today)))


def _say(count: int) -> str:
    words = ngettext("%(count)d person asks you for a 1on1", "%(count)d people ask you for a 1on1", count)
    return words % {"count": count}


ENTRIES = (
    FrameFacts(_list_pairs),
    Tab(
        door="board",
        url="pairs:proposals",
        label=pgettext_lazy("menu", "Asking for a 1on1"),
        order=50,
        counted_by=CountedBy(ASKED, _say),
    ),
    Tab(door="people", url="pairs:manage", label=_("Pairs"), order=30, may_see=may_manage_pairs),
)
