"""What must work in every engine: the main pages, one note that two people write, and an answer without a name."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engines.browsers import ENTER, Window
from tests.journeys.conftest import Site
from tests.journeys.test_meeting import FIND_NEXT
from tests.journeys.test_voice import HOLD, OPEN

SignIn = Callable[[str], Window]
PAGES = {
    "home": "/",
    "board": "/board/",
    "todos": "/todos/",
    "hints": "/hints/",
    "directory": "/people/",
    "prepare": "/meetings/{planned}/prepare/",
    "brief": "/meetings/{planned}/brief/",
    "session": "/meetings/{planned}/session/",
    "wrapup": "/meetings/{held}/wrap-up/",
    "minutes": "/meetings/{held}/minutes/",
}
FINISHED = "document.readyState === 'complete' && !!document.querySelector('h1')?.getClientRects().length"
FAULTS = """window.faults ??= [];
    addEventListener("error", (event) => faults.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => faults.push("CSP " + event.violatedDirective));"""


@pytest.fixture(scope="session")
def meetings(site: Site) -> dict[str, str]:
    the_two = {"mentee": site.people["member"]["email"], "mentor": site.people["manager"]["email"]}
    office = {"mentee": site.people["hr"]["email"], "mentor": site.people["executive"]["email"]}
    return {
        "planned": site.run_python(FIND_NEXT.format(**the_two)).strip(),
        "held": site.run_python(HOLD.format(**office)).strip(),
    }


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_whole(sign_in: SignIn, site: Site, meetings: dict[str, str], name: str, width: int) -> None:
    window = sign_in("hr" if "{held}" in PAGES[name] else "member")
    window.resize(width, 844)

    window.go(site.url + PAGES[name].format(**meetings))
    window.run(FAULTS)
    window.wait_until(FINISHED)

    keep(window, f"{name}-{width}")
    assert window.run("return document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert (
        window.run("return [...document.images].filter((image) => image.complete && !image.naturalWidth).length") == 0
    )
    assert window.run("return window.faults") == []


def test_two_people_write_one_note_and_find_it_again(sign_in: SignIn, site: Site, meetings: dict[str, str]) -> None:
    member, manager = sign_in("member"), sign_in("manager")
    editor = "document.querySelector('.note-slot [contenteditable=true]')"
    for window in (member, manager):
        window.resize(1440, 900)
        window.go(f"{site.url}/meetings/{meetings['planned']}/session/")
        window.wait_until(FINISHED)

    member.click("button", "話したいことを足す")
    member.fill("#own-words", "夜間対応の当番")
    member.run("document.querySelector('#own-words').focus()")
    member.press(ENTER)
    for window in (member, manager):
        window.wait_until(f"{editor} !== null")
    member.run(f"{editor}.focus()")
    member.press("家の事情を先に聞く")
    manager.wait_until(f"{editor}.innerText.includes('家の事情を先に聞く')")
    manager.run(f"{editor}.focus()")
    manager.press("急がない")

    member.wait_until(f"{editor}.innerText.includes('急がない')")
    member.wait_until("document.querySelector('main').innerText.includes('保存')")
    member.go(f"{site.url}/meetings/{meetings['planned']}/session/")
    member.wait_until(f"{editor}?.innerText.includes('急がない') && {editor}.innerText.includes('家の事情を先に聞く')")


def test_an_answer_goes_without_a_name(sign_in: SignIn, site: Site, meetings: dict[str, str]) -> None:
    window = sign_in("hr")
    window.resize(390, 844)
    window.go(f"{site.url}/meetings/{meetings['held']}/wrap-up/")
    window.click("button", "残して、次へ")
    window.wait_until("document.querySelector('#line') !== null")

    for label in ("だいたい", "進んだ"):
        window.click("label", label)
    window.fill("#line", "助かりました。")
    window.click("button", "名前なしで届ける")
    window.wait_until("document.body.innerText.includes('声に封をしました。')")

    assert "助かりました" not in window.run("return document.cookie")
    let_it_go(window)
    window.go(site.url)
    window.wait_until("!Object.values(localStorage).some((value) => value.includes('\"due\"'))")
    assert "4 4 助かりました。" in site.run_python(OPEN)


def let_it_go(window: Window) -> None:
    """A sealed answer waits here for up to ten minutes; its time has come, and any page sends it on."""
    window.run(
        """for (const [key, value] of Object.entries(localStorage)) {
            if (!value.includes('"due"')) continue;
            localStorage.setItem(key, JSON.stringify(JSON.parse(value).map((answer) => ({...answer, due: 0}))));
        }"""
    )


def keep(window: Window, name: str) -> None:
    """Pictures to look at, where somebody asks for them: AIZUCHI_PICTURES=folder."""
    if folder := os.environ.get("AIZUCHI_PICTURES"):
        browser = type(window).__name__.removesuffix("Window").lower()
        Path(folder, f"{browser}-{name}.png").write_bytes(window.picture())
