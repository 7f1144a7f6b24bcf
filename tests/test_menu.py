"""The menu of everybody in the cast: few doors, and no page without a way to it."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person
from aizuchi.ui.navigation import PLACES, AccountEntry, Door, Tab, find_address
from tests.access_table import CAST, TABLE
from tests.cast import Cast
from tests.scene import Scene
from tests.test_access import ADDRESSES

MENU = re.compile(
    r'<nav class="(?:side|tabs)".*?</nav>|<div class="menu" id="account-menu".*?</div>'
    r'|<header class="topbar".*?</header>',
    re.DOTALL,
)
DOORS = re.compile(r'<ul class="side__nav".*?</ul>', re.DOTALL)
LINK = re.compile(r'<a [^>]*href="([^"#?]+)')
NO_FRONT = {
    "health": "for machines",
    "readiness": "for machines",
    "notifications:worker": "a script",
    "account_login": "before one is in",
    "mfa_authenticate": "before one is in",
    "set_up_second_factor": "before one is in",
    "show_set_up_codes": "before one is in",
    "show_codes": "once, after codes were made",
    "account_reset_password": "before one is in",
    "account_reset_password_done": "before one is in",
    "operator_sign_in": "before one is in",
    "single_sign_on:choose": "before one is in",
    "single_sign_on:prove": "where one is asked once more who one is",
    "first_run_done": "once, after the first page of all",
    "calendars:back_from_google": "where Google sends people back to",
    "calendars:back_from_microsoft": "where Microsoft sends people back to",
    "calendars:connect_google": "offered where the operator has set it up",
    "calendars:connect_microsoft": "offered where the operator has set it up",
    "people:settings": "leads on to another page",
    "catalogue:words_example": "a part of a page",
    "pairs:find_people": "a part of a page",
    "people:suggest": "a part of a page",
    "home_now": "a part of a page",
    "holding_csv": "a file",
    "pairs:export": "a file",
    "people:audit_csv": "a file",
    "people:planned_csv": "a file",
    "people:roster": "a file",
}
FRONTS = {key: access for key, access in TABLE.items() if "get" in access.methods and not ADDRESSES[key][1]}


@pytest.fixture
def read(cast: Cast, client_for: Callable[[Person], Client]) -> Callable[[str, str], str]:
    Scene(cast).key_of("pair")
    clients = {who: client_for(getattr(cast, who)) for who in CAST}
    return lambda who, address: clients[who].get(address, follow=True).content.decode()


def links_in(html: str) -> set[str]:
    return {urlsplit(address).path for address in LINK.findall(html)}


def menu_of(html: str) -> str:
    """The doors, the tabs, the account menu and the search."""
    return "".join(MENU.findall(html))


@pytest.mark.parametrize("who", sorted(CAST))
def test_nobody_has_more_doors_than_a_thumb_tells_apart(who: str, read: Callable[[str, str], str]) -> None:
    doors = DOORS.search(read(who, "/"))

    assert doors is not None
    assert 3 <= len(links_in(doors[0])) <= PLACES


@pytest.mark.parametrize("who", sorted(CAST))
def test_every_front_page_is_in_the_menu_or_one_step_from_it(who: str, read: Callable[[str, str], str]) -> None:
    first = links_in(menu_of(read(who, "/")))
    in_menu = first | {link for address in sorted(first) for link in links_in(menu_of(read(who, address)))}
    linked = {link for address in sorted(in_menu) for link in links_in(read(who, address))}
    wanted = {key for key, access in FRONTS.items() if who in access.open_to and key not in NO_FRONT}

    missing = {key for key in wanted if reverse(ADDRESSES[key][0]) not in in_menu | linked}

    assert missing - ({"meetings:quarter"} if who != "manager" else set()) == set()  # offered to whoever listens


def test_what_is_no_front_page_is_still_an_address() -> None:
    assert set(NO_FRONT) - set(FRONTS) == set()


def test_whatever_stands_in_the_menu_is_served_and_every_tab_has_a_door() -> None:
    names = {door.name for door in gather(Door)}

    assert {tab.url for tab in gather(Tab) if tab.door not in names} == set()
    assert {door.name for door in gather(Door) if door.otherwise and door.otherwise not in names} == set()
    assert {entry.url for entry in (*gather(Tab), *gather(AccountEntry)) if not find_address(entry.url)} == set()


def test_where_a_tab_is_the_current_one_is_named_by_addresses_that_exist() -> None:
    known = [f"/{pattern}" for pattern in list_patterns(get_resolver())]
    beginnings = {beginning for each in gather(Tab) for beginning in (*each.also, *each.around)}

    assert {beginning for beginning in beginnings if not any(one.startswith(beginning) for one in known)} == set()


def list_patterns(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from (f"{one.pattern}{inner}" for inner in list_patterns(one))
        else:
            yield str(one.pattern)
