"""A line that was cut where parts of a page are swapped: a sentence, one press to try again, nothing typed is lost."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

SignIn = Callable[..., Page]


def test_what_did_not_get_through_is_tried_again_with_one_press(sign_in: SignIn, site: Site) -> None:
    page, name = sign_in("member", forgives="Failed to "), site.people["manager"]["name"]
    page.goto("/people/")
    find = page.get_by_role("searchbox")
    page.context.set_offline(True)
    find.fill(name)

    again = page.get_by_role("button", name="もう一度試す")
    expect(again).to_be_visible()
    expect(find).to_have_value(name)

    page.context.set_offline(False)
    again.click()

    expect(page.locator("#found .directory__person")).to_have_count(1)
    expect(again).to_be_hidden()
