"""The frame around every corridor page: who I am, where I can go, with whom I meet."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aizuchi.actions.queries import count_open
from aizuchi.catalogue.models import PairKind
from aizuchi.pages import policies as pages
from aizuchi.pairs.models import Pair
from aizuchi.people import policies as people
from aizuchi.people import queries
from aizuchi.people.models import Person, unseen
from aizuchi.people.requests import Request
from aizuchi.ui.frame import NavItem, PairLink, ShellFrame


def shell(request: HttpRequest) -> dict[str, Any]:
    """Made only where a page has a frame: fragments never ask for it."""
    return {"frame": SimpleLazyObject(lambda: _frame(cast(Request, request)) if _is_known(request) else ShellFrame())}


def _is_known(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _frame(request: Request) -> ShellFrame:
    pairs = _own_pairs(request.user)
    return ShellFrame(
        nav=_nav(request, listens=any(pair.is_peer or pair.mentor_id == request.user.pk for pair in pairs)),
        pairs=_pairs(request, pairs),
        account=_account(request),
        position=_position(request.user),
        search_address=_address("people:directory"),
        home_address=reverse("home"),
        **_notice(request),
    )


def _nav(request: Request, *, listens: bool) -> list[NavItem]:
    viewer, today = request.user, timezone.localdate()
    open_actions = count_open(viewer=viewer)
    count_label = ngettext("%(count)d open", "%(count)d open", open_actions) % {"count": open_actions}
    items = [
        _item(request, "home", _("Home"), "house"),
        _item(request, "board", _("1on1"), "messages-square"),
        _item(request, "actions:list", _("TODO"), "circle-check", count=open_actions, count_label=count_label),
        *([_item(request, "strengths", pgettext("menu", "Strengths"), "sprout")] if listens else []),
        _item(request, "hints:hint_list", pgettext("menu", "Hints"), "lamp-desk"),
        _item(request, "people:directory", pgettext("menu", "People"), "search"),
    ]
    if pages.may_see_holding(viewer, today):
        items.append(_item(request, "holding", _("Held 1on1s"), "calendar-check"))
    items += [_item(request, name, str(label), icon) for name, label, icon in _offices(viewer)]
    return [item for item in items if item.address]


def _offices(viewer: Person) -> list[tuple[str, str, str]]:
    """What only some roles do, each page asking again."""
    roles = people.roles_of(viewer, on=timezone.localdate())
    offices = []
    if "hr" in roles:
        offices += [
            ("people:manage", _("People and units"), "users-round"),
            ("pairs:manage", _("Manage pairs"), "arrow-left-right"),
            ("unit_voices", _("How people find their 1on1s"), "chart-no-axes-column"),
            ("catalogue:manage", _("Catalogue"), "book-open"),
        ]
    if roles & {"hr", "administrator"}:
        offices += [
            ("notes:keeping", _("How long notes are kept"), "hourglass"),
            ("hints:moderation", _("Look after hints"), "shield-check"),
            ("calendars:rooms", _("Rooms and holidays"), "building-2"),
        ]
    if "administrator" in roles:
        offices += [("people:settings", _("Administration"), "settings")]
    return offices


def _own_pairs(viewer: Person) -> list[Pair]:
    pairs = Pair.objects.visible_to(viewer).on(timezone.localdate()).select_related("mentee", "mentor")
    return list(pairs.defer("purpose", "care", "wish", *unseen("mentee", "mentor")).order_by("starts_on", "pk"))


def _pairs(request: Request, pairs: list[Pair]) -> list[PairLink]:
    return [
        PairLink(
            name=partner.full_name,
            initial=partner.initial,
            hue=partner.hue,
            address=(address := reverse("pair", args=[pair.pk])),
            kind=pair.kind,
            kind_label=str(PairKind(pair.kind).label),
            is_current=request.path.startswith(address),
        )
        for pair in pairs
        for partner in [pair.partner_of(request.user)]
    ]


def _account(request: Request) -> list[NavItem]:
    items = [
        _item(request, "people:profile", _("Your profile"), "user-round"),
        _item(request, "calendars:settings", _("Calendars"), "calendar"),
        _item(request, "calendars:times", _("When 1on1s suit you"), "clock"),
        _item(request, "notes:search", _("Search my notes"), "notebook-pen"),
        _item(request, "notifications:show", _("Your notices"), "bell"),
        _item(request, "sessions", _("Where you are signed in"), "monitor"),
        _item(request, "account_change_password", _("Change your password"), "lock"),
    ]
    return [item for item in items if item.address]


def _notice(request: Request) -> dict[str, Any]:
    """In the demo: whose shoes one stands in, and the way to others."""
    if not (settings.DEMO and request.user.organization.is_demo):
        return {}
    told = _("You're looking around as %(name)s.") % {"name": request.user.short_name}
    return {"notice": told, "notice_link": _item(request, "demo", _("Be somebody else"), "users-round")}


def _position(person: Person) -> str:
    return queries.card_of(person, on=timezone.localdate()).position


def _item(request: Request, name: str, label: str, icon: str, count: int = 0, count_label: str = "") -> NavItem:
    address = _address(name)
    is_current = request.path == address
    return NavItem(label, address, icon, is_current=is_current, count=count, count_label=count_label)


def _address(name: str) -> str:
    """Empty while nobody serves that page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
