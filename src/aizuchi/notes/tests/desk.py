"""A browser in which people sit down on notes of a real server."""

from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect
from tests.browsers import CHROMIUM, SWITCHES

from aizuchi.notes.tests.server import Server, Stage
from aizuchi.ui.build import DIST

in_the_browser = [
    pytest.mark.skipif(not (DIST / "manifest.json").exists(), reason="the front end is not built"),
    pytest.mark.asyncio(loop_scope="module"),  # in which the browser lives
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.fixture
def desk(chromium, server: Server, stage: Stage):
    """A browser of one's own for each person, open on a note."""

    @asynccontextmanager
    async def sit_down(name: str, note: str, *, wait: bool = True, **options):
        context = await chromium.new_context(locale="ja-JP", **options)
        url = f"http://127.0.0.1:{server.port}"
        await context.add_cookies([{"name": "sessionid", "value": stage.sessions[name], "url": url}])
        page = await context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        await page.goto(f"{url}/notes/{note}/")
        if wait:
            await page.locator("[data-live]").wait_for()
        yield page
        await context.close()

    return sit_down


def text_of(page: Page):
    return page.locator("[data-note-text]")


async def write(page: Page, words: str) -> None:
    await text_of(page).click()
    await page.keyboard.type(words)


async def is_saved(page: Page) -> None:
    await expect(page.locator('[data-state="saved"]')).to_be_visible(timeout=20_000)  # a server may be starting
