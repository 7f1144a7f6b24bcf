"""Two real browsers on one note."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from tests.walking import SETTLED

from aizuchi.notes.tests.desk import chromium as chromium
from aizuchi.notes.tests.desk import desk as desk
from aizuchi.notes.tests.desk import in_the_browser, is_saved, text_of, write

pytestmark = in_the_browser


async def test_what_one_types_appears_at_the_other_with_name_and_face(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "惹かれたきっかけは4月の訪問")

        await expect(text_of(takumi)).to_have_text("惹かれたきっかけは4月の訪問")
        await expect(takumi.locator(".caret--other")).to_have_text("小野寺さん")
        await expect(takumi.locator(".note__by .avatar")).to_have_text("小")
        await expect(takumi.locator(".caret--other[data-moving]")).to_have_count(0, timeout=4000)
        await is_saved(aoi)
        assert aoi.complaints == takumi.complaints == []


async def test_markdown_becomes_lists_headings_and_boxes(desk, stage, server):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "## 題\n")
        await aoi.keyboard.type("- ひとつ\nふたつ\n\n[] する\nもうひとつ\n\n**大事**な話")

        await expect(takumi.locator("h4")).to_have_text("題")
        await expect(takumi.locator("ul:not(.note-checks) > li")).to_have_text(["ひとつ", "ふたつ"])
        await expect(takumi.locator(".note-check")).to_have_count(2)
        await expect(takumi.locator("strong")).to_have_text("大事")
        await takumi.locator(".note-check input").first.check()
        await expect(aoi.locator(".note-check input").first).to_be_checked()
        await is_saved(takumi)

    assert await server.run_async("read", note) == "題\n・ひとつ\n・ふたつ\n☑ する\n☐ もうひとつ\n大事な話"


async def test_composing_japanese_is_not_torn_by_what_the_other_types_in_the_same_line(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "はじめ")
        await expect(text_of(takumi)).to_have_text("はじめ")
        keyboard = await aoi.context.new_cdp_session(aoi)
        await takumi.locator("[data-note-text] p").click()
        await takumi.keyboard.press("Home")

        for step, composed in enumerate(["k", "か", "かn", "かん", "かんg", "かんが", "考え"]):
            await keyboard.send(
                "Input.imeSetComposition",
                {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
            )
            await takumi.keyboard.type(f"{step}")
        await expect(text_of(aoi)).to_have_text("はじめ考え")
        await keyboard.send("Input.insertText", {"text": "考え"})

        await expect(text_of(aoi)).to_have_text("0123456はじめ考え")
        await expect(text_of(takumi)).to_have_text("0123456はじめ考え")
        await aoi.keyboard.type("る")
        await expect(text_of(takumi)).to_have_text("0123456はじめ考える")


async def test_undo_takes_back_only_ones_own(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(takumi, "森川の行")
        await expect(text_of(aoi)).to_have_text("森川の行")
        await text_of(aoi).click()
        await aoi.keyboard.press("Control+End")
        await aoi.keyboard.type("と小野寺")
        await expect(text_of(takumi)).to_have_text("森川の行と小野寺")
        await takumi.keyboard.type("!")
        await expect(text_of(aoi)).to_contain_text("!")

        await aoi.keyboard.press("Control+z")

        await expect(text_of(takumi)).to_have_text("森川の行!")
        await expect(text_of(aoi)).to_have_text("森川の行!")


async def test_words_typed_without_a_connection_survive_closing_the_page_and_private_ones_stay_on_no_device(
    desk, stage, server
):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("member", stage.private) as alone:
        await write(aoi, "つながっていた。")
        await write(alone, "案を出しすぎない")
        await is_saved(aoi)
        await is_saved(alone)
        server.kill()
        try:
            await aoi.keyboard.type("きれていた。")
            await expect(aoi.locator('[data-state="kept"]')).to_be_visible()
            await aoi.goto("about:blank")
            await alone.keyboard.type("三つまで")
            await expect(alone.locator('[data-state="away"]')).to_be_visible()
            assert await alone.evaluate("indexedDB.databases().then((found) => found.length)") == 0
        finally:
            server.start()
        await is_saved(alone)
        await aoi.goto(f"http://127.0.0.1:{server.port}/notes/{note}/")
        await expect(text_of(aoi)).to_have_text("つながっていた。きれていた。")
        await is_saved(aoi)

    assert await server.run_async("read", note) == "つながっていた。きれていた。"


async def test_a_page_left_open_goes_on_by_itself_when_the_server_is_back(desk, stage, server):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "まえ")
        await is_saved(aoi)
        server.kill()
        await aoi.keyboard.type("あいだ")
        await write(takumi, "向こうも")
        server.start()

        await is_saved(aoi)
        await is_saved(takumi)
        await expect(text_of(takumi)).to_contain_text("あいだ")
        await expect(text_of(aoi)).to_contain_text("向こうも")
        assert await text_of(aoi).inner_text() == await text_of(takumi).inner_text()


async def test_who_only_reads_gets_no_editor_to_write_in(desk, stage):
    note = stage.fresh()
    async with desk("manager", note) as takumi, desk("peer", note) as ryo:
        await write(takumi, "読むだけ")
        await expect(text_of(ryo)).to_have_text("読むだけ")
        await expect(text_of(ryo)).to_have_attribute("contenteditable", "false")
        await expect(ryo.locator("[data-note-tools]")).to_be_hidden()


async def test_without_scripts_the_words_are_there_to_read(desk, stage, server):
    note = stage.fresh()
    await server.run_async("write", note, "# 題\n\n読める")
    async with desk("member", note, wait=False, java_script_enabled=False) as aoi:
        await expect(aoi.locator("[data-note-text] p")).to_have_text("読める")


async def test_a_line_becomes_a_todo_by_button_and_by_key(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        await aoi.evaluate("document.addEventListener('notes:action', (e) => { window.line = e.detail.text })")
        await aoi.evaluate("document.addEventListener('notes:action', (e) => { window.owner = e.detail.owner })")
        await write(aoi, "@森川 要件レビューに同席する")
        await aoi.keyboard.press("Control+Enter")
        assert await aoi.evaluate("window.line") == "@森川 要件レビューに同席する"
        assert await aoi.evaluate("window.owner") == stage.people["manager"]
        marked = """new Promise((seen) => {
            const look = () => CSS.highlights.get("note-person")?.size ? seen(true) : requestAnimationFrame(look);
            look();
        })"""
        assert await aoi.evaluate(marked)


async def test_a_stroke_offers_what_can_be_put_there_by_keyboard_alone(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "／みだし")
        await expect(text_of(aoi)).to_have_role("combobox")
        await expect(aoi.get_by_role("option")).to_have_text(["大きな見出し#", "見出し##", "小さな見出し###"])
        assert (await Axe().run(aoi)).response["violations"] == []
        await aoi.keyboard.press("ArrowDown")
        await aoi.keyboard.press("Enter")
        await aoi.keyboard.type("題\nand/or /")
        await aoi.keyboard.press("Escape")
        await expect(aoi.get_by_role("listbox")).to_be_hidden()
        await expect(text_of(aoi)).to_have_role("textbox")

        await expect(takumi.locator("h4")).to_have_text("題")
        await expect(text_of(takumi).locator("p")).to_have_text("and/or /")
        assert aoi.complaints == []


async def test_while_a_word_is_composed_no_menu_comes_between(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        await text_of(aoi).click()
        keyboard = await aoi.context.new_cdp_session(aoi)
        for composed in ("／", "／か"):
            await keyboard.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
            await expect(aoi.get_by_role("listbox")).to_be_hidden()
        await keyboard.send("Input.insertText", {"text": "／"})

        await expect(aoi.get_by_role("listbox")).to_be_visible()


async def test_ten_million_pasted_characters_are_refused_with_a_sentence(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        await write(aoi, "まえ")
        await aoi.evaluate(
            """() => {
              const data = new DataTransfer();
              data.setData("text/plain", "x".repeat(10_000_000));
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector("[data-note-text]").dispatchEvent(paste);
            }"""
        )
        await expect(aoi.locator('[data-note-say="too-big"]')).to_be_visible()
        await aoi.keyboard.type("あと")
        await expect(text_of(aoi)).to_have_text("まえあと")
        await is_saved(aoi)


async def test_a_hundred_thousand_pasted_characters_do_not_break_it(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await text_of(aoi).click()
        await aoi.evaluate(
            """() => {
              const data = new DataTransfer();
              data.setData("text/plain", ("長い話を".repeat(12) + "。\\n").repeat(2050));
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector("[data-note-text]").dispatchEvent(paste);
            }"""
        )
        await is_saved(aoi)
        await expect(takumi.locator("[data-note-text] p")).to_have_count(2051, timeout=30000)
        await aoi.keyboard.type("つづき")
        await expect(text_of(takumi)).to_contain_text("つづき", timeout=20000)


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick='x()'>わるい<script>alert(1)</script></p>",
        "<p><a href='javascript:alert(1)'>わるい</a></p>",
        "<p><img src=x onerror=alert(1)>わるい</p>",
        "<b style='font-weight:normal'><p style='position:fixed'>わるい</p></b>",
    ],
)
async def test_pasted_markup_loses_everything_but_its_words(desk, stage, html):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        await text_of(aoi).click()
        await aoi.evaluate(
            """(html) => {
              const data = new DataTransfer();
              data.setData("text/html", html);
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector("[data-note-text]").dispatchEvent(paste);
            }""",
            html,
        )
        await expect(text_of(aoi)).to_have_text("わるい")
        assert await text_of(aoi).inner_html() == "<p>わるい</p>"


async def test_who_passes_through_a_list_with_tab_changes_nothing_and_is_told_how_to_leave(desk, stage):
    note = stage.fresh()
    async with desk("manager", note) as takumi:
        await write(takumi, "- ひとつ\nなか")
        await takumi.keyboard.press("Tab")
        await expect(text_of(takumi).locator("ul ul")).to_have_count(1)
        await is_saved(takumi)
    async with desk("member", note) as aoi:
        before = await text_of(aoi).inner_html()
        await aoi.locator("body").press("Tab")
        for _ in range(8):
            if await text_of(aoi).evaluate("(note) => note === document.activeElement"):
                break
            await aoi.keyboard.press("Tab")
        await expect(text_of(aoi)).to_be_focused()
        await expect(text_of(aoi)).to_have_accessible_description(re.compile("Escを押してからTab"))
        await aoi.keyboard.press("Tab")
        await expect(text_of(aoi)).not_to_be_focused()
        await aoi.keyboard.press("Shift+Tab")
        await aoi.keyboard.press("Shift+Tab")
        await expect(text_of(aoi)).not_to_be_focused()
        assert await text_of(aoi).inner_html() == before

        await text_of(aoi).get_by_text("なか").click()
        await aoi.keyboard.press("End")
        await aoi.wait_for_function("getSelection().anchorNode?.textContent.includes('なか')")
        await expect(text_of(aoi)).to_be_focused()
        await aoi.keyboard.press("Shift+Tab")
        await expect(text_of(aoi).locator("ul ul")).to_have_count(0)
        await expect(aoi.locator('[data-note-say="tab"]')).to_be_visible()
        await aoi.keyboard.press("Tab")
        await expect(text_of(aoi).locator("ul ul")).to_have_count(1)
        await aoi.keyboard.press("Escape")
        await aoi.keyboard.press("Shift+Tab")
        await expect(text_of(aoi)).not_to_be_focused()
        await expect(text_of(aoi).locator("ul ul")).to_have_count(1)


async def test_backspace_leaves_a_list_and_goes_back_to_the_line_before(desk, stage, server):
    note = stage.fresh()
    async with desk("member", note) as aoi, desk("manager", note) as takumi:
        await write(aoi, "- one\n")
        await aoi.keyboard.press("Backspace")
        await expect(text_of(takumi).locator("li")).to_have_count(1)
        await expect(text_of(takumi).locator(":scope > p")).to_have_count(1)
        await aoi.keyboard.press("Backspace")
        await aoi.keyboard.type("!")

        await expect(text_of(takumi)).to_have_text("one!")
        await is_saved(aoi)
    assert await server.run_async("read", note) == "・one!"


async def test_a_link_may_be_typed_as_people_type_it(desk, stage):
    note = stage.fresh()
    async with desk("member", note) as aoi:
        await write(aoi, "資料は")
        await aoi.locator("[data-command=link]").click()
        field = aoi.locator("[data-note-link] input")
        await field.fill("来週")
        await field.press("Enter")
        await expect(aoi.locator('[data-note-say="no-address"]')).to_be_visible()
        await field.fill("www.example.org/agenda")
        await field.press("Enter")

        await expect(text_of(aoi).locator("a")).to_have_attribute("href", "https://www.example.org/agenda")
        await expect(text_of(aoi)).to_have_text("資料はwww.example.org/agenda")
        await expect(text_of(aoi)).to_be_focused()


async def test_pasted_lines_stay_apart_and_preserved_space_is_preserved(desk, stage, server):
    note = stage.fresh()
    html = """<table><tr><td>予定<br>火曜に変更</td><td>OK</td></tr></table><pre>if x:\n    y</pre>
        <ul><li>[x]  done</li></ul><details open><summary>題</summary>中身</details>"""
    async with desk("member", note) as aoi:
        await text_of(aoi).click()
        await aoi.evaluate(
            """(html) => {
              const data = new DataTransfer();
              data.setData("text/html", html);
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector("[data-note-text]").dispatchEvent(paste);
            }""",
            html,
        )
        await is_saved(aoi)
        assert aoi.complaints == []
    assert await server.run_async("read", note) == "予定 火曜に変更 | OK\nif x:\n    y\n☑ done\n題\n中身"


async def test_everybody_can_use_it(desk, stage, server):
    note = stage.fresh()
    await server.run_async("write", note, "# 題\n\n- ひとつ\n\n- [x] 済んだ\n\n[記録](https://example.jp)")
    async with desk("member", note) as aoi:
        faults = await find_faults(aoi)
        await aoi.goto(f"http://127.0.0.1:{server.port}/notes/{note}/history/")
        assert faults + await find_faults(aoi) == []


async def find_faults(page: Page) -> list[str]:
    """In both themes."""
    found = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(SETTLED)
        violations = (await Axe().run(page)).response["violations"]
        found += [f"{page.url} {scheme}: {one['id']}" for one in violations]
    return found
