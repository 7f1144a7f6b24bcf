"""The menu of somebody who keeps people: five doors on every width, their tabs, and the search in the top bar."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE

SignIn = Callable[..., Page]
TABLET = {"width": 834, "height": 1112}


@pytest.mark.parametrize("viewport", [PHONE, TABLET, DESKTOP])
def test_five_doors_lead_everywhere_on_every_width(
    viewport: dict[str, int], sign_in: SignIn, check_access: Callable[[Page], None]
) -> None:
    page = sign_in("hr", viewport=viewport)
    page.goto("/")
    menu = page.get_by_role("navigation", name="メインメニュー")
    expect(menu.locator(".side__nav a:visible")).to_have_count(5)

    menu.get_by_role("link", name="人と組織").focus()
    page.keyboard.press("Enter")

    expect(menu.get_by_role("link", name="人と組織")).to_have_attribute("aria-current", "page")
    tabs = page.get_by_role("navigation", name="人と組織")
    expect(tabs.get_by_role("link", name="全員")).to_have_attribute("aria-current", "page")
    check_access(page)


def test_on_a_phone_the_current_tab_is_in_view(sign_in: SignIn) -> None:
    page = sign_in("administrator", viewport=PHONE)

    page.goto("/people/manage/record/")

    expect(page.locator(".tabs [aria-current=page]")).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("viewport", [PHONE, TABLET, DESKTOP])
def test_the_search_finds_people_and_notes(viewport: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in("member", viewport=viewport)
    page.goto("/")

    page.get_by_role("link", name="さがす", exact=True).click()

    tabs = page.get_by_role("navigation", name="さがす")
    expect(tabs.get_by_role("link", name="人をさがす")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="メモをさがす").click()
    expect(page).to_have_url(re.compile("/notes/search/$"))
