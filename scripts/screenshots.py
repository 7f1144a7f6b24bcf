"""Takes pictures of a running demo: those of the README, or pairs to lay beside each other before and after a change.

aizuchi demo && AIZUCHI_DEMO=1 aizuchi serve                            # in one terminal
python scripts/screenshots.py http://127.0.0.1:8000                     # in another: the pictures of the README
python scripts/screenshots.py http://127.0.0.1:8000 --pairs after brief  # named pages, every size and theme

A pair is made by running the second line once before and once after; `NAME-390-dark-en.png` lies in each folder.
"""

import argparse
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SIZES = {390: 844, 834: 1112, 1440: 900}
MANAGER, MEMBER, BEGINNER = "森川 拓海", "小野寺 葵", "葛西 奈緒子"
# A name, whose eyes, and the links to follow from the home page, by the end of their address.
PLACES = {
    "home": (MANAGER, ()),
    "home-member": (MEMBER, ()),
    "brief": (MANAGER, ("/brief/",)),
    "brief-member": (MEMBER, ("/brief/",)),
    "prepare": (MEMBER, ("/prepare/",)),
    "pair": (MANAGER, ("/pairs/",)),
    "strengths": (MANAGER, ("/strengths/",)),
    "strengths-none": (BEGINNER, ("/strengths/",)),
}


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("base", nargs="?", default="http://127.0.0.1:8000")
    wanted.add_argument("--pairs", type=Path, metavar="FOLDER", help="where to put pictures of every size and theme")
    wanted.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PLACES)}; all where none is named")
    chosen = wanted.parse_intermixed_args()
    if unknown := set(chosen.names) - set(PLACES):
        wanted.error(f"no such page: {', '.join(sorted(unknown))}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        if chosen.pairs:
            take_pairs(browser, chosen.base, chosen.pairs, chosen.names or list(PLACES))
        else:
            take_readme(browser, chosen.base)
        browser.close()


def take_readme(browser: Browser, base: str) -> None:
    manager = step_in(browser, base, MANAGER, DESKTOP)
    take(manager, FOLDER / "home.png")
    manager.get_by_role("link", name="10秒で確認する").click()
    take(manager, FOLDER / "brief.png")
    manager.goto(f"{base}/")
    manager.get_by_role("navigation").get_by_role("link", name=MEMBER).click()
    take(manager, FOLDER / "pair.png")

    member = step_in(browser, base, MEMBER, PHONE)
    member.get_by_role("link", name="話したいことを足す").click()
    take(member, FOLDER / "prepare.png")


def take_pairs(browser: Browser, base: str, folder: Path, names: list[str]) -> None:
    for name, (width, height), theme in product(names, SIZES.items(), ("light", "dark")):
        who, ends = PLACES[name]
        page = step_in(browser, base, who, {"width": width, "height": height}, theme=theme)
        for language in speak(page, base):
            page.goto(f"{base}/")
            for end in ends:
                page.goto(find_address(page, end))
            take(page, folder / f"{name}-{width}-{theme}-{language}.png", whole=True)
        page.context.close()


def step_in(browser: Browser, base: str, who: str, viewport: dict[str, int], *, theme: str = "light") -> Page:
    page = browser.new_context(viewport=viewport, locale="ja", color_scheme=theme).new_page()
    page.goto(f"{base}/demo/")
    page.get_by_role("button", name=who.split()[0]).first.click()
    page.wait_for_load_state()
    return page


def speak(page: Page, base: str) -> Iterator[str]:
    """One language after the other, and the first again in the end."""
    for language in ("en", "ja"):
        page.goto(f"{base}/")
        if page.locator("html").get_attribute("lang") != language:
            with page.expect_navigation():
                page.locator("#account-menu button[name=language]").evaluate("button => button.click()")
        yield language


def find_address(page: Page, end: str) -> str:
    """Where the first link leads that goes there; a menu that is shut counts."""
    return str(page.locator(f'a[href*="{end}"]').first.evaluate("link => link.href"))


def take(page: Page, path: Path, *, whole: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=whole)


if __name__ == "__main__":
    main()
