"""The frame around every page, gathered from what the manifests say about the menu."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from aizuchi.kernel.manifests import gather
from aizuchi.people.requests import Request
from aizuchi.ui.addresses import find_address
from aizuchi.ui.facts import read_facts
from aizuchi.ui.frame import ShellFrame, make_frame
from aizuchi.ui.navigation import AccountEntry, Door, FrameFacts, Tab, list_asked


def shell(request: HttpRequest) -> dict[str, Any]:
    """Made only where a page has a frame: fragments, and pages without a menu, never ask for it."""
    frame = SimpleLazyObject(lambda: _frame(cast(Request, request)) if _is_known(request) else ShellFrame())
    return {"frame": frame, "home_address": find_address("home")}


def _is_known(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _frame(request: Request) -> ShellFrame:
    facts = read_facts(request, list_asked(gather(Tab), gather(FrameFacts)))
    further: dict[str, Any] = {}
    for each in gather(FrameFacts):
        further |= each.read(request, facts)
    account = gather(AccountEntry)
    return make_frame(request, gather(Door), gather(Tab), account, on=timezone.localdate(), facts=facts, **further)
