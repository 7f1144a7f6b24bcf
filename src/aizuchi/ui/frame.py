"""What the frame around a page shows, made of what the apps say about the menu."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from aizuchi.ui.facts import Facts
from aizuchi.ui.navigation import AccountEntry, Arrangement, Door, OpenDoor, OpenTab, Tab, arrange


@dataclass(frozen=True)
class NavItem:
    label: str
    address: str
    icon: str = ""
    current: str = ""  # for aria-current: "page", or "true" for a page behind it
    count: int = 0
    count_label: str = ""  # what is counted, for those who hear the page: "4 open"


@dataclass(frozen=True)
class PairLink:
    name: str
    initial: str
    hue: int
    address: str
    kind: str  # supervisor, mentor, peer, diagonal
    kind_label: str
    is_current: bool = False


@dataclass(frozen=True)
class ShellFrame:
    """Empty lists are fine: the frame of somebody signed out, or on their first day."""

    doors: list[NavItem] = field(default_factory=list)
    tabs: list[NavItem] = field(default_factory=list)  # of the door behind which this page lies
    tabs_label: str = ""
    waiting: list[NavItem] = field(default_factory=list)  # on a door's first page: what waits in its other tabs
    pairs: list[PairLink] = field(default_factory=list)
    account: list[NavItem] = field(default_factory=list)  # links in the account menu, above language and theme
    notice: str = ""  # one slim line above the page, and where it leads
    notice_link: NavItem | None = None
    position: str = ""  # where somebody works: 第2開発課 課長
    search: NavItem | None = None


def make_frame(
    request: HttpRequest,
    doors: Iterable[Door],
    tabs: Iterable[Tab],
    account: Iterable[AccountEntry],
    *,
    on: datetime.date,
    facts: Facts,
    **further: Any,
) -> ShellFrame:
    """The frame for whoever asks, on the page they ask for; `further` are its other fields."""
    menu = arrange(doors, tabs, account, viewer=request.user, on=on, facts=facts)
    here = menu.find_current(request.path)
    return ShellFrame(
        doors=[_link_to_door(door, request.path, here) for door in menu.doors],
        search=_link_to_door(menu.search, request.path, here) if menu.search else None,
        account=_list_account(menu, request.path, here),
        **_describe_place(request.path, here),
        **further,
    )


Here = tuple[OpenDoor, OpenTab, bool] | None


def _describe_place(path: str, here: Here) -> dict[str, Any]:
    if here is None or not here[2] or len(here[0].tabs) < 2:
        return {}
    door, current, _is_own = here
    links = [_link_to_tab(each, path, current) for each in door.tabs]
    is_first = path == door.address
    return {
        "tabs": links,
        "tabs_label": str(door.door.label),
        "waiting": [link for link in links if link.count and not link.current] if is_first else [],
    }


def _link_to_door(door: OpenDoor, path: str, here: Here) -> NavItem:
    words = [each.waiting.words for each in door.tabs if each.waiting.count]
    return NavItem(
        label=str(door.door.label),
        address=door.address,
        icon=door.door.icon,
        current=_mark(door.address, path, is_here=here is not None and here[0].door == door.door),
        count=door.count,
        count_label=" · ".join(words),
    )


def _link_to_tab(each: OpenTab, path: str, current: OpenTab) -> NavItem:
    return NavItem(
        label=str(each.tab.label),
        address=each.address,
        current=_mark(each.address, path, is_here=each is current),
        count=each.waiting.count,
        count_label=each.waiting.words,
    )


def _list_account(menu: Arrangement, path: str, here: Here) -> list[NavItem]:
    own = [
        NavItem(str(entry.label), address, entry.icon, current=_mark(address, path)) for entry, address in menu.account
    ]
    return [*(_link_to_door(door, path, here) for door in menu.without_place), *own]


def _mark(address: str, path: str, *, is_here: bool = False) -> str:
    if path == address:
        return "page"
    return "true" if is_here else ""
