"""Writing in a 1on1: the line one writes is in sight, the focus where the hands are, the page where the eyes are."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Site

SignIn = Callable[..., Page]

WITH_KEYBOARD = {"width": 390, "height": 458}
STILL = {"reduced_motion": "reduce"}

START = """
from django.utils import timezone
from aizuchi.catalogue.models import Topic
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.agenda import Subject
meeting = Meeting.objects.get(pair__mentee__email="{mentee}", pair__mentor__email="{mentor}", state="planned")
now = timezone.now()
for title in ("業務の進捗や進め方について", "人間関係", "今後のキャリア", "夜間対応の当番"):
    operations.add_item(
        actor=meeting.pair.mentee, meeting_id=meeting.pk, subject=Subject(title=title), now=now
    )
operations.start_meeting(actor=meeting.pair.mentor, meeting_id=meeting.pk, now=now)
print(meeting.pk)
"""

LINE_AND_WHAT_COVERS = """() => {
    const range = getSelection().getRangeAt(0);
    const anchor = range.startContainer;
    const block = anchor.nodeType === Node.ELEMENT_NODE ? anchor : anchor.parentElement;
    const line = range.getClientRects()[0] ?? block.getBoundingClientRect();
    const covers = [...document.querySelectorAll(".focused-foot, [data-note-tools]")]
        .filter((element) => /fixed|sticky/.test(getComputedStyle(element).position))
        .map((element) => element.getBoundingClientRect())
        .filter((box) => box.height > 0);
    return {
        top: line.top, bottom: line.bottom,
        head: document.querySelector(".focused-head").getBoundingClientRect().bottom,
        foot: Math.min(innerHeight, ...covers.map((box) => box.top)),
    };
}"""

STOP = """() => {
    const stop = document.activeElement, foot = document.querySelector(".focused-foot");
    const isStuck = getComputedStyle(foot).position === "sticky";
    const box = stop.getBoundingClientRect(), over = foot.getBoundingClientRect();
    return {
        name: `${stop.tagName} ${stop.id} ${(stop.ariaLabel ?? stop.textContent ?? "").trim().slice(0, 30)}`,
        isHidden: isStuck && !foot.contains(stop) && box.height > 1 && box.top >= over.top - 1,
    };
}"""


@pytest.fixture(scope="module")
def meeting(site: Site) -> str:
    emails = {"mentee": site.people["administrator"]["email"], "mentor": site.people["hr"]["email"]}
    return site.run_python(START.format(**emails)).strip()


def open_session(page: Page, meeting: str) -> Page:
    page.goto(f"/meetings/{meeting}/session/")
    page.locator("[data-live]").first.wait_for()
    return page


def note(page: Page, which: int = 0) -> Locator:
    return page.locator("#session-sheets section [contenteditable=true]").nth(which)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, WITH_KEYBOARD], ids=["desktop", "phone", "keyboard"])
def test_the_line_one_writes_and_one_more_are_above_the_foot(
    sign_in: SignIn, meeting: str, viewport: dict[str, int]
) -> None:
    page = open_session(sign_in("administrator", viewport=viewport, **STILL), meeting)

    note(page, 1).click()
    for _ in range(12):
        page.keyboard.type("長い話")
        page.keyboard.press("Enter")

    line = page.evaluate(LINE_AND_WHAT_COVERS)
    assert line["bottom"] + (line["bottom"] - line["top"]) / 2 <= line["foot"], line
    assert line["top"] >= line["head"], line


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("address", ["session", "prepare", "wrap-up"])
def test_tab_never_stops_behind_the_foot(sign_in: SignIn, meeting: str, viewport: dict[str, int], address: str) -> None:
    page = sign_in("administrator", viewport=viewport, **STILL)
    page.goto(f"/meetings/{meeting}/{address}/")

    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.evaluate("new Promise(requestAnimationFrame)")
        stop: dict[str, Any] = page.evaluate(STOP)
        if stop["isHidden"]:
            hidden.append(stop["name"])

    assert hidden == []


def test_on_a_phone_one_row_of_tools_takes_the_place_of_the_foot(sign_in: SignIn, meeting: str) -> None:
    page = open_session(sign_in("administrator", viewport=PHONE, has_touch=True, **STILL), meeting)
    tools = page.locator("#session-sheets section [data-note-tools]").first

    note(page).tap()

    expect(page.locator(".focused-foot")).to_have_css("position", "static")
    expect(tools).to_have_css("position", "fixed")
    box = tools.bounding_box()
    assert box
    assert (round(box["x"]), round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    tools.get_by_role("button", name="キーボードを閉じる").tap()
    expect(page.locator(".focused-foot")).to_have_css("position", "sticky")


def test_the_focus_follows_what_a_press_takes_away(sign_in: SignIn, meeting: str) -> None:
    page = open_session(sign_in("hr", **STILL), meeting)
    page.get_by_role("link", name="TODOを足す").click()
    expect(page.locator("#new-todo")).to_be_focused()

    sheet = page.locator("#session-sheets section", has_text="夜間対応の当番")
    key = sheet.get_attribute("id")
    sheet.get_by_role("button", name="話したことにする").press("Enter")

    expect(page.locator(f"details#{key} > summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"details#{key}").get_by_role("button", name="まだ話す").press("Enter")
    expect(page.locator(f"section#{key}")).to_be_visible()
    assert page.evaluate(f"document.activeElement.closest('#{key}') !== null")


def test_keeping_ones_own_sentence_leads_back_into_it(sign_in: SignIn, meeting: str) -> None:
    here = sign_in("administrator", forgives="409 (Conflict)", **STILL)
    there = sign_in("administrator", **STILL)
    for page in (here, there):
        page.goto(f"/meetings/{meeting}/prepare/")
    field = "textarea[name^=comment]"
    there.locator(field).first.fill("あちらで書いた")
    expect(there.locator("[data-saved]")).to_contain_text("保存しました")
    here.locator(field).first.fill("こちらで書いた")

    here.get_by_role("button", name="自分の文を残す").press("Enter")

    expect(here.locator(".conflict")).to_have_count(0)
    expect(here.locator(field).first).to_be_focused()


def test_the_other_moving_on_never_moves_ones_page(sign_in: SignIn, meeting: str) -> None:
    mine = open_session(sign_in("administrator", viewport=PHONE, **STILL), meeting)
    theirs = open_session(sign_in("hr", **STILL), meeting)
    note(mine, 1).click()
    mine.keyboard.type("書いているところ")
    before = mine.evaluate(LINE_AND_WHAT_COVERS)

    theirs.locator(".agenda__item", has_text="今後のキャリア").click()

    nudge = mine.locator(".nudge")
    expect(nudge).to_contain_text("「今後のキャリア」を見ています")
    assert abs(mine.evaluate(LINE_AND_WHAT_COVERS)["top"] - before["top"]) <= 1
    expect(note(mine, 1)).to_be_focused()
    nudge.get_by_role("link", name="そこへ").click()
    expect(nudge).to_be_hidden()
    expect(mine.locator(".note-block h2", has_text="今後のキャリア")).to_be_in_viewport()


def test_presence_is_told_as_it_is(sign_in: SignIn, meeting: str) -> None:
    mine = open_session(sign_in("administrator", forgives="INTERNET_DISCONNECTED"), meeting)
    theirs = open_session(sign_in("hr"), meeting)
    presence = mine.locator(".presence > :visible")
    expect(presence).to_contain_text("ふたりとも開いています")

    theirs.goto("/")
    expect(presence).to_contain_text("いまは開いていません", timeout=20_000)

    mine.context.set_offline(True)
    expect(presence).to_have_text("つなぎなおしています")
    mine.context.set_offline(False)
    expect(presence).to_contain_text("いまは開いていません", timeout=20_000)


def test_a_topic_is_not_squeezed_by_its_minutes(sign_in: SignIn, meeting: str) -> None:
    page = sign_in("administrator", viewport=PHONE)
    page.goto(f"/meetings/{meeting}/prepare/")

    lines = page.locator(".topic__name").evaluate_all(
        "names => names.map((name) => Math.round(name.clientHeight / parseFloat(getComputedStyle(name).lineHeight)))"
    )

    assert lines
    assert max(lines) <= 2
