"""A 1on1 of two people in two browsers: getting ready, sitting down together, following each other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]

FIND_NEXT = """
from django.db.models import F
from aizuchi.meetings.models import Meeting
planned = Meeting.objects.filter(pair__mentee__email="{mentee}", pair__mentor__email="{mentor}", state="planned")
print(planned.order_by(F("starts_at").asc(nulls_last=True)).first().pk)
"""


@pytest.fixture
def next_meeting(site: Site) -> Callable[[str, str], str]:
    def find(mentee: str, mentor: str) -> str:
        emails = {"mentee": site.people[mentee]["email"], "mentor": site.people[mentor]["email"]}
        return site.run_python(FIND_NEXT.format(**emails)).strip()

    return find


def test_a_thought_gets_ready_on_a_phone_and_reaches_the_other(
    sign_in: SignIn, next_meeting: Callable[[str, str], str], check_access: CheckAccess
) -> None:
    address = f"/meetings/{next_meeting('peer', 'manager')}/prepare/"
    mine, theirs = sign_in("peer", viewport=PHONE), sign_in("manager")
    mine.goto(address)
    theirs.goto(address)

    mine.get_by_role("checkbox", name="今後のキャリア").check()
    card = mine.locator("article.topic", has=mine.get_by_role("heading", name="今後のキャリア"))
    card.get_by_role("radio", name="話を聞いてほしい").check()
    card.locator("textarea").fill("まだ言葉になっていません")

    expect(theirs.locator("article.topic", has_text="まだ言葉になっていません")).to_be_visible()
    expect(theirs.locator("#prepare-preview")).to_contain_text("話を聞いてほしい")
    expect(mine.locator("[data-saved]")).to_contain_text("保存しました")
    assert mine.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    check_access(mine)
    check_access(theirs)


def test_two_screens_follow_each_other(
    sign_in: SignIn, next_meeting: Callable[[str, str], str], check_access: CheckAccess
) -> None:
    address = f"/meetings/{next_meeting('member', 'manager')}/session/"
    member, manager = sign_in("member"), sign_in("manager", viewport=PHONE)
    member.goto(address)
    manager.goto(address)
    expect(member.get_by_text("ふたりとも開いています")).to_be_visible()

    member.get_by_role("button", name="1on1を始める").click()
    expect(manager.get_by_role("button", name="1on1を終了する")).to_be_visible()
    expect(manager.locator("#session-whole [contenteditable=true]")).to_be_visible()

    member.get_by_role("button", name="話したいことを足す").click()
    member.locator("#own-words").fill("夜間対応の当番")
    member.locator("#own-words").press("Enter")
    expect(manager.locator(".note-block h2", has_text="夜間対応の当番")).to_be_visible()
    member.keyboard.press("Escape")

    note = member.locator(".note-slot [contenteditable=true]")
    note.click()
    note.press_sequentially("家の事情を先に聞く")
    expect(manager.locator(".note-slot")).to_contain_text("家の事情を先に聞く")

    manager.get_by_role("button", name="話したことにする").click()
    expect(manager.locator("details.is-done")).to_have_count(1)
    note.press_sequentially("。急がない")
    expect(member.locator(".note-slot")).to_contain_text("家の事情を先に聞く。急がない")
    member.locator("h1").click()
    expect(member.locator("details.is-done")).to_contain_text("家の事情を先に聞く。急がない")

    check_access(member)
    check_access(manager)
    member.get_by_role("button", name="1on1を終了する").click()
    expect(manager.get_by_role("link", name="ふたりで残す")).to_be_visible()


def test_a_private_note_is_kept_from_its_first_word_on(
    sign_in: SignIn, next_meeting: Callable[[str, str], str]
) -> None:
    page = sign_in("executive")
    page.goto(f"/meetings/{next_meeting('mentor', 'executive')}/prepare/")
    page.locator("[data-private] [contenteditable=true]").click()

    page.keyboard.type("まだ誰にも言わない")
    expect(page.locator("[data-private] [data-state=saved]")).to_be_visible()
    page.reload()

    expect(page.locator("[data-private] [contenteditable=true]")).to_have_text("まだ誰にも言わない")


def test_one_key_hides_what_is_private(sign_in: SignIn, next_meeting: Callable[[str, str], str]) -> None:
    page = sign_in("mentor")
    page.goto(f"/meetings/{next_meeting('mentor', 'executive')}/session/")
    private = page.locator("[data-private]")
    expect(private).to_be_visible()

    page.locator("h1").click()
    page.keyboard.press("h")
    expect(private).to_be_hidden()
    page.reload()
    expect(private).to_be_hidden()
    page.keyboard.press("h")

    expect(private).to_be_visible()


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_at_the_foot_of_a_1on1_leaves_a_small_screen(
    sign_in: SignIn, next_meeting: Callable[[str, str], str], width: int
) -> None:
    page = sign_in("mentor", viewport={"width": width, "height": 760})

    page.goto(f"/meetings/{next_meeting('mentor', 'executive')}/session/")

    expect(page.get_by_role("button", name="1on1を始める")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
