"""Takes the pictures of the README from a running demo.

aizuchi demo && AIZUCHI_DEMO=1 aizuchi serve          # in one terminal
python scripts/screenshots.py http://127.0.0.1:8000   # in another
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def main(base: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)

        def step_in(name: str, viewport: dict[str, int]) -> Page:
            page = browser.new_context(viewport=viewport, locale="ja", color_scheme="light").new_page()
            page.goto(f"{base}/demo/")
            page.get_by_role("button", name=name).click()
            return page

        manager = step_in("森川さん", DESKTOP)
        take(manager, "home")
        manager.get_by_role("link", name="10秒で確認する").click()
        take(manager, "brief")
        manager.goto(f"{base}/")
        manager.get_by_role("navigation").get_by_role("link", name="小野寺 葵").click()
        take(manager, "pair")

        member = step_in("小野寺さん", PHONE)
        member.get_by_role("link", name="話したいことを足す").click()
        take(member, "prepare")
        browser.close()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
