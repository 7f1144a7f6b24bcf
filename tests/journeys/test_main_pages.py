"""The ten main pages for everybody: axe, forced colours, 200 % and the keyboard, at three widths in two themes."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, Site
from tests.journeys.main_pages import MENTEE, MENTOR, PAGES
from tests.walking import try_everything, walk_by_keyboard

FILL = """
import json
from tests.journeys.main_pages import fill_main_pages
print(json.dumps(fill_main_pages("{mentee}", "{mentor}")))
"""


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, str]:
    emails = {"mentee": site.people[MENTEE]["email"], "mentor": site.people[MENTOR]["email"]}
    found: dict[str, str] = json.loads(site.run_python(FILL.format(**emails)))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_can_be_used_by_everybody(sign_in: Callable[..., Page], keys: dict[str, str], name: str) -> None:
    who, address = PAGES[name]
    page = sign_in(who, reduced_motion="reduce")

    page.goto(address.format(**keys))

    assert page.locator("h1").count() == 1
    assert list(try_everything(page)) == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["actions", "session"])
def test_a_message_lies_over_nothing_that_the_keyboard_reaches(
    sign_in: Callable[..., Page], keys: dict[str, str], name: str, viewport: dict[str, int]
) -> None:
    who, address = PAGES[name]
    page = sign_in(who, reduced_motion="reduce", viewport=viewport)
    page.goto(address.format(**keys))

    page.evaluate("toasts.append(document.querySelector('template[data-say=offline]').content.cloneNode(true))")

    assert page.locator("#toasts").get_by_role("button").is_visible()
    assert walk_by_keyboard(page) == []


BAD = {
    "behind": "<button>a</button><p style='position: fixed; inset: 0'>over</p>",
    "outside the window": "<button style='position: fixed; left: -99px; width: 20px'>a</button>",
    "looks the same": "<style>a { outline: none }</style><a href='#'>a</a>",
    "does not let the focus go": "<input onkeydown='return false'>",
    "pushes itself to the front": "<a href='#1'>a</a><a href='#2' tabindex=1>b</a>",
    "stands above": "<style>div { display: grid } a { order: -1 }</style><div><input><a href='#'>b</a></div>",
}


@pytest.mark.parametrize("fault", BAD)
def test_the_walk_notices(page: Page, fault: str) -> None:
    page.set_content(f"<main>{BAD[fault]}</main>")

    told = walk_by_keyboard(page)

    assert any(fault in line for line in told), told


def test_the_walk_is_content_with_a_plain_form(page: Page) -> None:
    page.set_content("<main><a href='#'>a</a><input><label>b <input type=radio></label><button>c</button></main>")

    assert walk_by_keyboard(page) == []
