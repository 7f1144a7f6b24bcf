"""What apps say about the menu in their manifests, and how it is arranged for one person.

A door is one of at most five places in the menu. Behind it lie pages, its tabs, which any app may add. Where more doors
open for somebody than there are places, the lightest become tabs of another door or lie in the account menu.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

PLACES = 5  # as many as a thumb tells apart along the foot of a phone
SEARCH = "search"  # the door in the top bar; it takes no place

MaySee = Callable[[Any, datetime.date], bool]


@dataclass(frozen=True)
class Waiting:
    """What waits behind a tab: a number, and in words for those who hear the page: "4 open"."""

    count: int = 0
    words: str = ""


def see_always(viewer: Any, on: datetime.date) -> bool:
    return True


def count_nothing(viewer: Any, on: datetime.date) -> Waiting:
    return Waiting()


@dataclass(frozen=True, kw_only=True)
class Door:
    """Opens for whoever may see one of its tabs, and leads to the first of them."""

    name: str
    label: str | Promise
    icon: str
    order: int
    weight: int = 0
    """Of more doors than places, the heaviest keep theirs."""
    otherwise: str = ""
    """Without a place it becomes a tab of this door; of none, an entry of the account menu."""


@dataclass(frozen=True, kw_only=True)
class Tab:
    door: str
    url: str
    label: str | Promise
    order: int
    may_see: MaySee = see_always
    count: Callable[[Any, datetime.date], Waiting] = count_nothing
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to the tab."""
    around: tuple[str, ...] = ()
    """Beginnings of addresses that lie behind the door without showing its tabs, such as the pages of one pair."""


@dataclass(frozen=True, kw_only=True)
class AccountEntry:
    url: str
    label: str | Promise
    icon: str
    order: int
    may_see: MaySee = see_always


@dataclass(frozen=True)
class FrameFacts:
    """What only its app can say for the frame: fields of a ShellFrame."""

    read: Callable[[HttpRequest], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class OpenTab:
    tab: Tab
    address: str
    waiting: Waiting


@dataclass(frozen=True, kw_only=True)
class OpenDoor:
    door: Door
    tabs: list[OpenTab]

    @property
    def address(self) -> str:
        return self.tabs[0].address

    @property
    def count(self) -> int:
        return sum(each.waiting.count for each in self.tabs)


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    doors: list[OpenDoor] = field(default_factory=list)
    without_place: list[OpenDoor] = field(default_factory=list)
    search: OpenDoor | None = None
    account: list[tuple[AccountEntry, str]] = field(default_factory=list)

    @property
    def everything(self) -> list[OpenDoor]:
        return [*self.doors, *self.without_place, *([self.search] if self.search else [])]

    def find_current(self, path: str) -> tuple[OpenDoor, OpenTab, bool] | None:
        """The door and tab behind which that address lies, and whether the page is one of the tab's own."""
        found = [
            (len(beginning), beginning not in each.tab.around, door, each)
            for door in self.everything
            for each in door.tabs
            for beginning in (each.address, *each.tab.also, *each.tab.around)
            if _lies_behind(path, beginning)
        ]
        if not found:
            return None
        _length, is_own, door, tab = max(found, key=lambda one: one[:2])
        return door, tab, is_own


def arrange(
    doors: Iterable[Door],
    tabs: Iterable[Tab],
    account: Iterable[AccountEntry],
    *,
    viewer: Any,
    on: datetime.date,
) -> Arrangement:
    """The menu of that person: what they may see, in at most PLACES doors."""
    opened = _open_doors(doors, tabs, viewer, on)
    search = next((door for door in opened if door.door.name == SEARCH), None)
    heaviest = sorted((door for door in opened if door is not search), key=lambda one: -one.door.weight)
    placed, fallen = heaviest[:PLACES], heaviest[PLACES:]
    return Arrangement(
        doors=sorted((_take_in(door, fallen) for door in placed), key=lambda one: one.door.order),
        without_place=sorted((door for door in fallen if not door.door.otherwise), key=lambda one: one.door.order),
        search=search,
        account=[
            (entry, address)
            for entry in sorted(account, key=lambda one: one.order)
            if (address := find_address(entry.url)) and entry.may_see(viewer, on)
        ],
    )


def find_address(url: str) -> str:
    """Empty while nobody serves that page."""
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""


def _open_doors(doors: Iterable[Door], tabs: Iterable[Tab], viewer: Any, on: datetime.date) -> list[OpenDoor]:
    behind: dict[str, list[OpenTab]] = {}
    for tab in sorted(tabs, key=lambda one: one.order):
        if (address := find_address(tab.url)) and tab.may_see(viewer, on):
            behind.setdefault(tab.door, []).append(OpenTab(tab=tab, address=address, waiting=tab.count(viewer, on)))
    return [OpenDoor(door=door, tabs=behind[door.name]) for door in doors if door.name in behind]


def _take_in(door: OpenDoor, fallen: list[OpenDoor]) -> OpenDoor:
    guests = [tab for other in fallen if other.door.otherwise == door.door.name for tab in other.tabs]
    return replace(door, tabs=[door.tabs[0], *sorted([*door.tabs[1:], *guests], key=lambda one: one.tab.order)])


def _lies_behind(path: str, beginning: str) -> bool:
    """Everything lies below the home page, so that one means itself alone."""
    return path == beginning or (beginning != "/" and path.startswith(beginning))
