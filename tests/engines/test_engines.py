"""What must work in every engine: the main pages, one note that two people write, and an answer without a name."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engines.browsers import ENTER, TAB, Window
from tests.journeys.conftest import Site
from tests.journeys.test_meeting import FIND_NEXT
from tests.journeys.test_voice import HOLD, OPEN
from tests.walking import AT_200_PERCENT, AT_ONCE, MOST_STOPS, WALK, WITHOUT_COLOURS

SignIn = Callable[[str], Window]
PAGES = {
    "home": "/",
    "board": "/board/",
    "actions": "/actions/",
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
def speaker(engine: str) -> str:
    """Who says in this engine how a 1on1 was: once in two weeks is as often as somebody may."""
    return {"firefox": "hr", "webkit": "colleague"}[engine]


@pytest.fixture(scope="session")
def meetings(site: Site, speaker: str) -> dict[str, str]:
    the_two = {"mentee": site.people["member"]["email"], "mentor": site.people["manager"]["email"]}
    office = {"mentee": site.people[speaker]["email"], "mentor": site.people["executive"]["email"]}
    return {
        "planned": site.run_python(FIND_NEXT.format(**the_two)).strip(),
        "held": site.run_python(HOLD.format(**office)).strip(),
    }


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_whole(
    sign_in: SignIn, site: Site, meetings: dict[str, str], speaker: str, name: str, width: int
) -> None:
    window = sign_in(speaker if "{held}" in PAGES[name] else "member")
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


@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_is_whole_at_200_percent(
    sign_in: SignIn, site: Site, meetings: dict[str, str], speaker: str, name: str
) -> None:
    window = sign_in(speaker if "{held}" in PAGES[name] else "member")
    window.resize(**AT_200_PERCENT, zoom=2)

    window.go(site.url + PAGES[name].format(**meetings))
    window.wait_until(FINISHED)

    keep(window, f"{name}-200")
    assert window.run("return document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert walk(window) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_main_page_says_all_without_colours(
    sign_in_without_colours: SignIn, site: Site, meetings: dict[str, str], speaker: str, name: str
) -> None:
    window = sign_in_without_colours(speaker if "{held}" in PAGES[name] else "member")
    window.resize(390, 844)

    window.go(site.url + PAGES[name].format(**meetings))
    window.wait_until(FINISHED)

    keep(window, f"{name}-forced")
    assert window.run("return matchMedia('(forced-colors: active)').matches")
    assert window.run(f"return ({WITHOUT_COLOURS})()") == []


def test_two_people_write_one_note_and_find_it_again(
    sign_in: SignIn, site: Site, meetings: dict[str, str], engine: str
) -> None:
    said, answered = f"家の事情を先に聞く {engine}", f"急がない {engine}"
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
    member.press(said)
    manager.wait_until(f"{editor}.innerText.includes(arguments[0])", said)
    manager.run(f"{editor}.focus()")
    manager.press(answered)

    member.wait_until(f"{editor}.innerText.includes(arguments[0])", answered)
    member.go(f"{site.url}/meetings/{meetings['planned']}/session/")
    member.wait_until(f"[...arguments].every((words) => {editor}?.innerText.includes(words))", said, answered)


def test_an_answer_goes_without_a_name(sign_in: SignIn, site: Site, meetings: dict[str, str], speaker: str) -> None:
    words = f"{speaker}: 助かりました。"
    window = sign_in(speaker)
    window.resize(390, 844)
    window.go(f"{site.url}/meetings/{meetings['held']}/wrap-up/")
    window.click("button", "残して、次へ")
    window.wait_until("document.querySelector('#line') !== null")

    for label in ("だいたい", "進んだ"):
        window.click("label", label)
    window.fill("#line", words)
    window.click("button", "名前なしで届ける")
    window.wait_until("document.body.innerText.includes('声に封をしました。')")

    assert "助かりました" not in window.run("return document.cookie")
    let_it_go(window)
    window.go(site.url)
    window.wait_until("!Object.values(localStorage).some((value) => value.includes('\"due\"'))")
    assert f"4 4 {words}" in site.run_python(OPEN)


def walk(window: Window) -> list[str]:
    """What the keyboard meets, from the head of the page to its end."""
    window.run(f"{WALK}; walk.begin()")
    while not window.run("return walk.isOver"):
        assert window.run("return walk.count()") < MOST_STOPS
        window.press(TAB * AT_ONCE)
    assert window.run("return walk.count()") > 0
    found: list[str] = window.run("return walk.faults")
    return found


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
