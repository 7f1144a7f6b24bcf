"""A whole 1on1, from a wish to what is found again: the member and the manager, each at their own screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site
from tests.walking import find_in_each_look

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]

WISH = "要件を決める仕事に関わりたい"
PROMISE = "次の要件レビューに同席する"
WORDS = "お客さまの話を、試験の観点に言いかえる"


def test_two_people_go_through_a_whole_1on1(sign_in: SignIn, check_access: CheckAccess, site: Site) -> None:
    member, manager = sign_in("member", viewport=PHONE), sign_in("manager")
    partner = site.people["manager"]["name"]

    # The member says what to talk about, and how to be met.
    member.goto("/")
    member.locator(".meet", has_text=partner).first.click()
    member.locator("#own-words").fill(WISH)
    member.locator("#own-words").press("Enter")
    card = member.locator("li[id^='li-']", has_text=WISH)
    expect(card).to_be_visible()
    card.get_by_role("radio", name="一緒に考えてほしい").check()
    member.get_by_role("button", name="準備を終える").click()

    # The manager sees it in ten seconds and goes in.
    manager.goto("/")
    manager.locator(".meet", has_text=site.people["member"]["name"]).first.click()
    expect(manager.locator("h1")).to_have_text("小野寺さんは、こう話したいそうです。")
    expect(manager.locator(".bm__resp")).to_have_text("一緒に考えてほしい")
    check_access(manager)
    assert manager.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), "the brief has to scroll"
    manager.get_by_role("button", name="1on1を始める").click()
    manager.wait_for_url(re.compile("/session/"))

    # The member is led in as well; the manager ends it and both keep what they want to keep.
    member.goto("/")
    member.get_by_role("link", name="1on1に戻る").click()
    member.wait_for_url(re.compile("/session/"))
    meeting = member.url.split("/meetings/")[1].split("/")[0]
    site.run_python(
        "from aizuchi.meetings import operations; from aizuchi.meetings.models import Meeting;"
        "from django.utils import timezone;"
        f"meeting = Meeting.objects.get(pk='{meeting}');"
        "operations.end_meeting(actor=meeting.pair.mentor, meeting_id=meeting.pk, now=timezone.now())"
    )
    for page in (member, manager):
        page.goto(f"/meetings/{meeting}/wrap-up/")
        expect(page.locator("h1")).to_have_text("話したことを、ふたりで残します。")
        check_access(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"

    # What one writes into the table stands on the other's screen without anybody loading it again.
    line = member.locator("#actions tr").first
    line.locator("textarea[name=text]").fill(PROMISE)
    line.locator("input[name=due_on]").fill("2030-07-01")
    line.locator("input[name=due_on]").blur()
    expect(manager.locator("#actions textarea[name=text]").first).to_have_value(PROMISE)
    member.locator("#spark").fill(WORDS)
    expect(member.locator("#words-saved")).to_contain_text("保存しました")
    expect(manager.locator("#spark")).to_have_value(WORDS)

    manager.get_by_role("button", name="残して、終える").click()
    expect(manager.locator("main")).to_contain_text(PROMISE)
    check_access(manager)

    # All of it is found again.
    member.goto("/")
    expect(member.locator(".todos, .fine").first).to_be_visible()
    member.goto("/actions/")
    member.locator(".todo", has_text=PROMISE).locator("input[type=checkbox]").check()
    expect(member.locator(".todo", has_text=PROMISE).locator("input[type=checkbox]")).to_be_checked()
    member.goto("/board/")
    member.get_by_role("link", name=partner).first.click()
    expect(member.locator("#change")).to_contain_text(WORDS)
    expect(member.locator("#past")).to_contain_text(WISH)


@pytest.mark.parametrize(
    ("who", "address"),
    [("manager", "/"), ("manager", "/board/"), ("member", "/actions/"), ("hr", "/holding/"), ("colleague", "/board/")],
)
def test_every_page_can_be_used_by_everybody(sign_in: SignIn, who: str, address: str) -> None:
    page = sign_in(who)

    page.goto(address)

    expect(page.locator("h1")).to_be_visible()
    assert list(find_in_each_look(page, [390, 1440])) == []
