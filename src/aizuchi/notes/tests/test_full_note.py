"""A note that takes no more, in a real browser: what was typed stays, and it goes on once something was deleted."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from aizuchi.notes.tests.desk import chromium as chromium
from aizuchi.notes.tests.desk import desk as desk
from aizuchi.notes.tests.desk import in_the_browser, is_saved, text_of, write
from aizuchi.notes.tests.server import Server, Stage

pytestmark = in_the_browser

LARGEST = 6_000
# The browser has put aside what was refused: it does that once somebody has stopped typing for a moment.
IS_KEPT = """() => new Promise((tell) => {
    const opened = indexedDB.open("aizuchi-notes");
    opened.onsuccess = () => {
        const all = opened.result.transaction("kept").objectStore("kept").getAll();
        all.onsuccess = () => { opened.result.close(); tell(all.result.some((one) => one.sealed.byteLength > 4000)); };
    };
})"""
MUCH, TOO_MUCH = "長い話。" * 300, "あふれた言葉。" * 200


@pytest.fixture(scope="module")
def server(staged: tuple[Server, Stage]) -> Iterator[Server]:
    """A note of two megabytes keeps a browser busy for minutes; one of six kilobytes is as full."""
    server, _ = staged
    server.largest_note = LARGEST
    server.start()
    yield server
    server.stop()


async def test_a_full_note_keeps_what_is_typed_and_goes_on_once_something_was_deleted(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        lines, full = text_of(aoi).locator("p"), aoi.locator("[data-state=full]")
        await write(aoi, "はじめに\n")
        await aoi.keyboard.insert_text(MUCH)
        await is_saved(aoi)
        await aoi.keyboard.press("Enter")
        await aoi.keyboard.insert_text(TOO_MUCH)
        await expect(full).to_be_visible()
        await aoi.wait_for_function(IS_KEPT)

        await aoi.reload()
        await expect(full).to_be_visible()
        await expect(lines.last).to_have_text(TOO_MUCH)

        await lines.nth(1).click(click_count=3)
        await aoi.keyboard.press("Backspace")
        await is_saved(aoi)
        await expect(full).to_be_hidden()

    async with desk("manager", note) as takumi:
        await expect(text_of(takumi).locator("p").last).to_have_text(TOO_MUCH)
