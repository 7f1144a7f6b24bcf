"""A small survey is built on a phone, goes out, and is answered there by keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]
TITLE, QUESTION, ANSWER = "今月のひとこと", "来月、まず何を試しますか。", "朝の10分を空けておきます。"

OPEN = """
from django.utils import timezone
from aizuchi.surveys.operations import open_survey
open_survey(survey_id="{survey}", now=timezone.now())
"""


def build(page: Page) -> str:
    """Three questions of ours and one of one's own, by name, from today on; its key."""
    page.goto("/surveys/new/")
    page.get_by_label("サーベイの名前（日本語）").fill(TITLE)
    page.get_by_label("伸びている感じ").check()
    page.get_by_role("button", name="はじめる").click()
    page.get_by_label("この種類の質問").select_option("long_text")
    page.get_by_role("button", name="質問を足す").click()
    page.get_by_label("質問（日本語）").fill(QUESTION)
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    page.get_by_label("名前", exact=True).select_option("no")
    page.get_by_label("はじめの日").fill(page.evaluate("new Date().toLocaleDateString('sv')"))
    page.get_by_role("button", name="この日に届ける").click()
    found = re.search(r"/surveys/([0-9a-f-]+)/build/", page.url)
    assert found
    return found[1]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_survey_is_built_on_a_phone_and_answered_by_keyboard(
    sign_in: SignIn, site: Site, check_access: CheckAccess
) -> None:
    survey = build(sign_in("hr", viewport=PHONE))
    site.run_python(OPEN.format(survey=survey))
    page = sign_in("peer", viewport=PHONE)
    page.goto(f"/surveys/{survey}/")
    expect(page.get_by_role("button", name="はじめる")).to_be_visible()

    press(page, "Enter")
    for digit in ("4", "5", "3"):
        press(page, digit, "Enter")
    press(page, "Tab")
    page.keyboard.type(ANSWER)
    expect(page.locator("textarea:visible")).to_have_value(ANSWER)
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator(".survey-review")).to_contain_text(ANSWER)
    check_access(page)
    page.get_by_role("button", name="送る", exact=True).focus()
    press(page, "Enter")

    expect(page.get_by_text("答えは届いています。")).to_be_visible()
