"""The first steps: signing in, looking around, signing out."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site, watch
from tests.walking import find_in_each_look

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]


def test_home_can_be_used_by_everybody(sign_in: SignIn) -> None:
    page = sign_in("member")

    page.goto("/")

    expect(page.locator("h1")).to_be_visible()
    assert list(find_in_each_look(page, [390, 1440])) == []


def test_a_wrong_password_is_answered_kindly(site: Site, browser: Browser, check_access: CheckAccess) -> None:
    context = browser.new_context(base_url=site.url, locale="ja-JP")
    faults = watch(context, site.url)
    page = context.new_page()
    page.goto("/sign-in/")

    page.locator("[name=login]").fill(site.people["colleague"]["email"])
    page.locator("[name=password]").fill("something else")
    page.locator("button[type=submit].button--primary").click()

    expect(page.get_by_role("alert").first).to_be_visible()
    check_access(page)
    context.close()
    assert faults == []


def test_signing_out_closes_the_door(sign_in: SignIn) -> None:
    page = sign_in("peer", forgives="401")  # parts of the page that look again
    page.goto("/")

    sign_out: Any = page.locator("form[action*='sign-out'] button").first
    sign_out.evaluate("button => button.form.requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    page.goto("/")

    expect(page.locator("[name=password]")).to_be_visible()


def test_another_tab_says_that_one_is_signed_out_and_goes_on_afterwards(site: Site, sign_in: SignIn) -> None:
    page = sign_in("peer", forgives="401")  # parts of the page that look again
    page.goto("/")
    told = page.locator("[data-said=signed-out]")
    leaving = page.context.new_page()
    leaving.goto("/people/")

    leaving.locator("form[action*='sign-out'] button").first.evaluate("button => button.form.requestSubmit()")
    leaving.wait_for_url("**/sign-in/**")
    expect(told).to_be_visible()

    with page.context.expect_page() as opened:
        told.get_by_role("link").click()
    opened.value.locator("[name=login]").fill(site.people["peer"]["email"])
    opened.value.locator("[name=password]").fill(site.password)
    opened.value.locator("button[type=submit].button--primary").click()
    opened.value.wait_for_url(lambda address: "sign-in" not in address)

    expect(told).to_have_count(0)
