"""The menu of somebody who keeps people: all of it at the side, four places and a way to the others at the thumb."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE

SignIn = Callable[..., Page]


def test_a_phone_has_five_places_at_the_thumb_and_the_others_one_press_away(
    sign_in: SignIn, check_access: Callable[[Page], None]
) -> None:
    page = sign_in("hr", viewport=PHONE)
    page.goto("/")
    bar = page.locator(".side__nav > li:visible")
    expect(bar).to_have_count(5)

    page.get_by_role("button", name="ほか", exact=True).focus()
    page.keyboard.press("Enter")
    others = page.get_by_role("navigation", name="ほかのページ")
    expect(others.get_by_role("link", name="人と部署")).to_be_visible()
    check_access(page)
    page.keyboard.press("Escape")
    expect(others).to_be_hidden()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="ほか", exact=True)).to_have_attribute("aria-current", "true")


def test_a_wide_window_shows_every_place(sign_in: SignIn) -> None:
    page = sign_in("hr", viewport=DESKTOP)

    page.goto("/")

    expect(page.get_by_role("navigation", name="メインメニュー").get_by_role("link", name="人と部署")).to_be_visible()
    expect(page.get_by_role("button", name="ほか", exact=True)).to_be_hidden()
