"""How doors are arranged for one person."""

import datetime

import pytest

from aizuchi.ui import navigation
from aizuchi.ui.navigation import SEARCH, AccountEntry, Door, Tab, Waiting, arrange

TODAY = datetime.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _addresses(monkeypatch):
    monkeypatch.setattr(
        navigation, "find_address", lambda url: "" if url == "unserved" else f"/{url}/".replace("//", "/")
    )


def door(name, **facts):
    return Door(**{"name": name, "label": name.title(), "icon": "house", "order": 1} | facts)


def tab(url, door=None, **facts):
    return Tab(**{"door": door or url, "url": url, "label": url.title(), "order": 10} | facts)


def lay_out(doors, tabs, account=()):
    return arrange(doors, tabs, account, viewer=object(), on=TODAY, facts={})


def names(doors):
    return [each.door.name for each in doors]


def urls(door):
    return [each.tab.url for each in door.tabs]


class TestDoors:
    def test_stand_in_their_order_and_lead_to_their_first_tab(self):
        menu = lay_out(
            [door("late", order=20), door("early", order=10)],
            [tab("second", "early", order=2), tab("first", "early", order=1), tab("late")],
        )

        assert names(menu.doors) == ["early", "late"]
        assert menu.doors[0].address == "/first/"

    def test_stay_shut_where_there_is_nothing_to_see(self):
        shut = tab("secret", may_see=lambda viewer, on: False)

        menu = lay_out([door("secret"), door("gone"), door("empty")], [shut, tab("unserved", "gone")])

        assert menu.doors == []

    def test_are_five_at_most_the_heaviest(self):
        everything = [door(str(n), weight=n, order=n) for n in range(8)]

        menu = lay_out(everything, [tab(str(n)) for n in range(8)])

        assert names(menu.doors) == ["3", "4", "5", "6", "7"]
        assert names(menu.without_place) == ["0", "1", "2"]

    def test_become_tabs_of_another_when_they_find_no_place(self):
        heavy = [door(str(n), weight=9) for n in range(5)]
        light = door("light", otherwise="0")

        menu = lay_out([*heavy, light], [*(tab(str(n)) for n in range(5)), tab("light", order=1)])

        assert urls(menu.doors[0]) == ["0", "light"]  # a guest never comes first
        assert menu.without_place == []

    def test_leave_the_search_to_the_top_bar(self):
        menu = lay_out([door(SEARCH)], [tab("directory", SEARCH), tab("notes", SEARCH)])

        assert menu.doors == []
        assert menu.search is not None
        assert menu.search.address == "/directory/"

    def test_tell_what_waits_behind_all_their_tabs(self):
        counted = [tab(url, "home", count=lambda viewer, on: Waiting(2, "2 open")) for url in ("one", "two")]

        assert lay_out([door("home")], counted).doors[0].count == 4


class TestWhereOneIs:
    def test_is_the_tab_with_the_longest_beginning(self):
        menu = lay_out(
            [door("home"), door("people"), door("setup")],
            [tab("/", "home"), tab("people/manage", "people"), tab("people/manage/rhythm", "setup")],
        )

        assert menu.find_current("/people/manage/1/")[0].door.name == "people"
        assert menu.find_current("/people/manage/rhythm/")[0].door.name == "setup"
        assert menu.find_current("/nowhere/") is None

    def test_shows_no_tabs_on_the_pages_around_it(self):
        menu = lay_out([door("board")], [tab("board", also=("/words/",), around=("/pairs/",))])

        assert [menu.find_current(path)[2] for path in ("/board/", "/words/1/", "/pairs/1/")] == [True, True, False]


def test_the_account_menu_has_what_somebody_may_see_in_its_order():
    entries = [
        AccountEntry(url="second", label="Second", icon="lock", order=2),
        AccountEntry(url="first", label="First", icon="lock", order=1),
        AccountEntry(url="hidden", label="Hidden", icon="lock", order=0, may_see=lambda viewer, on: False),
    ]

    assert [address for _entry, address in lay_out([], [], entries).account] == ["/first/", "/second/"]
