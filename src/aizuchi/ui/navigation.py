"""What apps say about the menu in their manifests, and how it is arranged for one person.

A door is one of at most five places in the menu. Behind it lie pages, its tabs, which any app may add. Where more doors
open for somebody than there are places, the lightest become tabs of another door or lie in the account menu.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from aizuchi.ui import addresses
from aizuchi.ui.facts import Fact, Facts

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


def see_never(viewer: Any, on: datetime.date) -> bool:
    return False


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
    opened_by: Fact | None = None
    """Opens it also for whom `may_see` does not: something that is true of them."""
    count: Callable[[Any, datetime.date], Waiting] = count_nothing
    counted_by: "CountedBy | None" = None
    """Instead of `count`, where the number is a fact."""
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to the tab."""
    around: tuple[str, ...] = ()
    """Beginnings of addresses that lie behind the door without showing its tabs, such as the pages of one pair."""


@dataclass(frozen=True)
class CountedBy:
    fact: Fact
    say: Callable[[int], str]


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

    read: Callable[[HttpRequest, Facts], dict[str, Any]]
    asks: tuple[Fact, ...] = ()


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
    facts: Facts,
) -> Arrangement:
    """The menu of that person: what they may see, in at most PLACES doors."""
    opened = _open_doors(doors, tabs, viewer, on, facts)
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
        return addresses.find_address(url)
    except NoReverseMatch:
        return ""


def list_asked(tabs: Iterable[Tab], frame_facts: Iterable[FrameFacts]) -> list[Fact]:
    """What a frame asks of whoever looks."""
    of_tabs = [
        fact for tab in tabs for fact in (tab.opened_by, tab.counted_by.fact if tab.counted_by else None) if fact
    ]
    return [*of_tabs, *(fact for each in frame_facts for fact in each.asks)]


def _open_doors(
    doors: Iterable[Door], tabs: Iterable[Tab], viewer: Any, on: datetime.date, facts: Facts
) -> list[OpenDoor]:
    behind: dict[str, list[OpenTab]] = {}
    for tab in sorted(tabs, key=lambda one: one.order):
        if (address := find_address(tab.url)) and _opens(tab, viewer, on, facts):
            behind.setdefault(tab.door, []).append(
                OpenTab(tab=tab, address=address, waiting=_count(tab, viewer, on, facts))
            )
    return [OpenDoor(door=door, tabs=behind[door.name]) for door in doors if door.name in behind]


def _opens(tab: Tab, viewer: Any, on: datetime.date, facts: Facts) -> bool:
    return tab.may_see(viewer, on) or bool(tab.opened_by and facts[tab.opened_by])


def _count(tab: Tab, viewer: Any, on: datetime.date, facts: Facts) -> Waiting:
    if tab.counted_by is None:
        return tab.count(viewer, on)
    count = facts[tab.counted_by.fact] or 0
    return Waiting(count, tab.counted_by.say(count))


def _take_in(door: OpenDoor, fallen: list[OpenDoor]) -> OpenDoor:
    guests = [tab for other in fallen if other.door.otherwise == door.door.name for tab in other.tabs]
    return replace(door, tabs=[door.tabs[0], *sorted([*door.tabs[1:], *guests], key=lambda one: one.tab.order)])


def _lies_behind(path: str, beginning: str) -> bool:
    """Everything lies below the home page, so that one means itself alone."""
    return path == beginning or (beginning != "/" and path.startswith(beginning))
